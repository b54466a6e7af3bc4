"""California from the facts that ship: partnership, regions, counties, county offices, districts, state agencies, partners."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.intake.choices import Outcome
from groundswell.places import atlas
from groundswell.places.choices import PartnerKind, PlaceKind
from groundswell.places.models import Membership, Place, Strength
from groundswell.places.services.bulk import PlaceDraft, put_places
from groundswell.spaces.choices import EdgeKind
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import Link, link_spaces

PARTNERSHIP = "partnership"
PARTNERSHIP_NAME = "California Partnership for Math and Science Education"
MEMBER_ROLES = frozenset({"founder", "funder", "documenter", "content"})


@dataclass(frozen=True)
class Loaded:
    """How many places were made and how many changed."""

    created: int
    changed: int


def load_california(*, by: User | None) -> Loaded:
    """Make what is missing and correct what differs; running it again changes nothing. One activity line."""
    with transaction.atomic():
        outcomes = _put_state()
        outcomes += put_places(drafts=list(_regions()))
        outcomes += put_places(drafts=list(_counties()))
        outcomes += put_places(drafts=list(_offices()))
        outcomes += put_places(drafts=list(_districts()))
        _put_partner_details()
        loaded = Loaded(outcomes.count(Outcome.CREATED), outcomes.count(Outcome.CHANGED))
        if loaded != Loaded(0, 0):
            partnership = Place.objects.get(key=PARTNERSHIP)
            facts = {"created": loaded.created, "changed": loaded.changed}
            record(verb="places.california_loaded", by=by, space=partnership.space_id, facts=facts)
    return loaded


def _by_key(keys: Iterable[str]) -> dict[str, Place]:
    return {place.key: place for place in Place.objects.filter(key__in=list(keys))}


def _put_state() -> list[Outcome]:
    """The partnership, the state's agencies, and partners: part of nothing but this Groundswell."""
    platform = (provide_platform().pk,)
    drafts = [
        PlaceDraft(PARTNERSHIP, {"kind": PlaceKind.PARTNERSHIP, "name": PARTNERSHIP_NAME}, within=platform),
    ]
    for fact in atlas.partners().values():
        kind = PlaceKind.AGENCY if fact.kind == PartnerKind.AGENCY else PlaceKind.PARTNER
        county = atlas.counties().get(fact.county)
        fields = {
            "kind": kind,
            "name": fact.name,
            "short_name": fact.short_name,
            "partner_kind": fact.kind,
            "county": fact.county,
            "region": county.region if county else None,
            "latitude": fact.latitude,
            "longitude": fact.longitude,
        }
        drafts.append(PlaceDraft(fact.key, fields, within=platform))
    return put_places(drafts=drafts)


def _regions() -> Iterable[PlaceDraft]:
    partnership = Place.objects.get(key=PARTNERSHIP)
    for fact in atlas.regions().values():
        fields = {
            "kind": PlaceKind.REGION,
            "name": f"Region {fact.number}: {fact.name}",
            "short_name": f"Region {fact.number}",
            "region": fact.number,
            "locale": fact.locale,
        }
        yield PlaceDraft(f"region-{fact.number}", fields, parent=partnership)


def _counties() -> Iterable[PlaceDraft]:
    regions = _by_key(f"region-{number}" for number in atlas.regions())
    for fact in atlas.counties().values():
        fields = {
            "kind": PlaceKind.COUNTY,
            "name": f"{fact.name} County",
            "county": fact.code,
            "region": fact.region,
            "city": fact.seat,
            "latitude": fact.latitude,
            "longitude": fact.longitude,
            "locale": fact.locale,
        }
        yield PlaceDraft(f"county-{fact.code}", fields, parent=regions[f"region-{fact.region}"])


def _offices() -> Iterable[PlaceDraft]:
    counties = _by_key(f"county-{code}" for code in atlas.counties())
    for fact in atlas.counties().values():
        district = atlas.authorities().get(fact.office_district_cds)
        fields = {
            "kind": PlaceKind.COUNTY_OFFICE,
            "name": fact.office_name,
            "cds_code": fact.office_cds,
            "district_cds": district.cds_code if district else None,
            "district_name": district.name if district else "",
            "county": fact.code,
            "region": fact.region,
            "city": fact.seat,
            "latitude": fact.latitude,
            "longitude": fact.longitude,
            "locale": fact.locale,
            "students": district.students if district else None,
        }
        yield PlaceDraft(fact.office_cds, fields, parent=counties[f"county-{fact.code}"])


def _districts() -> Iterable[PlaceDraft]:
    offices = _by_key(fact.office_cds for fact in atlas.counties().values())
    for fact in atlas.authorities().values():
        if fact.kind != "district" or fact.is_office:
            continue
        county = atlas.counties()[fact.county]
        fields = {
            "kind": PlaceKind.DISTRICT,
            "name": fact.name,
            "cds_code": fact.cds_code,
            "county": fact.county,
            "region": county.region,
            "latitude": fact.latitude,
            "longitude": fact.longitude,
            "locale": fact.locale,
            "students": fact.students,
        }
        yield PlaceDraft(fact.cds_code, fields, parent=offices[county.office_cds])


def _put_partner_details() -> None:
    """What partners are good at, and which of them belong to the partnership."""
    places = _by_key([PARTNERSHIP, *atlas.partners()])
    facts: Sequence[atlas.PartnerFact] = list(atlas.partners().values())
    strengths = [Strength(place=places[fact.key], words=words) for fact in facts for words in fact.good_at]
    Strength.objects.bulk_create(strengths, ignore_conflicts=True)
    partnership = places[PARTNERSHIP]
    known = set(Membership.objects.filter(body=partnership).values_list("organization_id", flat=True))
    joining = [fact for fact in facts if fact.role in MEMBER_ROLES and places[fact.key].pk not in known]
    Membership.objects.bulk_create(
        Membership(
            organization=places[fact.key],
            body=partnership,
            role=fact.role,
            joined_on=fact.joined,
            joined_precision=fact.joined_precision or "day",
        )
        for fact in joining
    )
    link_spaces(
        Link(places[fact.key].space_id, partnership.space_id, EdgeKind.TAKES_PART, fact.joined) for fact in joining
    )
