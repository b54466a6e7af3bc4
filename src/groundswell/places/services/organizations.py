"""Changing one place, adding a partner, joining and leaving."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.places import atlas
from groundswell.places.choices import MemberRole, PlaceKind, Precision
from groundswell.places.models import Membership, Place, PlaceName, Strength
from groundswell.places.services.bulk import BadPlace, PlaceDraft, put_places, refresh_search
from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.models import Space
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import Link, end_link, link_spaces, make_space

EDITABLE = frozenset({"short_name", "street", "city", "zip_code", "latitude", "longitude", "partner_kind"})
KEYS_OF_PAGES = frozenset({"search", "suggest", "partners", "import"})  # addresses below /places/


class AlreadyMember(Refused):
    """The organization belongs to the body already."""


class NotMember(Refused):
    """The organization does not belong to the body."""


def add_partner(
    *,
    by: User | None,
    name: str,
    partner_kind: str,
    short_name: str = "",
    county: str = "",
    street: str = "",
    city: str = "",
    zip_code: str = "",
    good_at: Iterable[str] = (),
) -> Place:
    """A new organization that every collaborative can find and invite."""
    held = atlas.counties().get(county)
    with transaction.atomic():
        place = Place(
            space=make_space(kind=Kind.PLACE, within=[provide_platform()]),
            key=free_key(name),
            kind=PlaceKind.PARTNER,
            name=name.strip(),
            short_name=short_name,
            partner_kind=partner_kind,
            county=county,
            region=held.region if held else None,
            street=street,
            city=city,
            zip_code=zip_code,
            made_at=now(),
        )
        place.full_clean()
        place.save()
        _write_strengths(place, good_at)
        refresh_search([place.pk])
        record(verb="places.place_added", by=by, space=place.space_id)
    return place


def add_school(
    *, by: User | None, name: str, county: str, street: str = "", city: str = "", zip_code: str = ""
) -> Place:
    """A school that the state's directory does not list, such as a private one. Its county office looks after the entry."""
    office = Place.objects.filter(kind=PlaceKind.COUNTY_OFFICE, county=county).first()
    if office is None:
        raise BadPlace(_("Choose one of California's counties."))
    fields = {
        "kind": PlaceKind.SCHOOL, "name": " ".join(name.split()), "county": county, "region": office.region,
        "street": street, "city": city, "zip_code": zip_code,
    }  # fmt: skip
    with transaction.atomic():
        # One at a time: two of one name would find the same key free, and the second would write over the first.
        Space.objects.select_for_update().get(pk=provide_platform().pk)
        key = free_key(name)
        put_places(drafts=[PlaceDraft(key, fields, parent=office)])
        place = Place.objects.select_related("parent", "space").get(key=key)
        record(verb="places.place_added", by=by, space=place.space_id)
    return place


def add_name(*, place: Place, name: str) -> None:
    """Another name that people use for a place: it finds it from now on."""
    words = " ".join(name.split())[:200]
    if words and words.casefold() != place.name.casefold():
        PlaceName.objects.bulk_create([PlaceName(place=place, name=words)], ignore_conflicts=True)
        refresh_search([place.pk])


def free_key(name: str) -> str:
    """What stands in the address: the name's words, numbered when another has them."""
    stem = slugify(name)[:50] or "place"
    if stem in KEYS_OF_PAGES or stem.isdecimal():
        stem = f"place-{stem}"
    taken = set(Place.objects.filter(key__startswith=stem).values_list("key", flat=True))
    number = 1
    while (key := stem if number == 1 else f"{stem}-{number}") in taken:
        number += 1
    return key


def edit_place(
    *,
    by: User | None,
    place: Place,
    fields: Mapping[str, Any],
    good_at: Iterable[str] | None = None,
    also_called: Iterable[str] | None = None,
) -> Place:
    """Correct what is known of a place, but its name (see `rename_place`). `also_called` are all names in use beside it."""
    with transaction.atomic():
        for name in EDITABLE & fields.keys():
            setattr(place, name, fields[name])
        place.full_clean()
        place.save()
        if good_at is not None:
            _write_strengths(place, good_at)
        if also_called is not None:
            _write_names(place, also_called)
        refresh_search([place.pk])
        record(verb="places.place_changed", by=by, space=place.space_id)
    return place


def rename_place(*, by: User | None, place: Place, name: str, on: date | None = None) -> Place:
    """From a day (today when not given) it has another name; the former one still finds it."""
    if name.strip() == place.name:
        return place
    with transaction.atomic():
        PlaceName.objects.bulk_create(
            [PlaceName(place=place, name=place.name, used_until=on or today())], ignore_conflicts=True
        )
        place.name = name.strip()
        place.full_clean()
        place.save()
        refresh_search([place.pk], below=[place.pk])
        record(verb="places.place_renamed", by=by, space=place.space_id)
    return place


def _write_strengths(place: Place, good_at: Iterable[str]) -> None:
    wanted = dict.fromkeys(words for line in good_at if (words := " ".join(line.split())))
    strengths = [Strength(place=place, words=words) for words in wanted]
    for strength in strengths:
        strength.clean_fields(exclude=["place"])
    Strength.objects.filter(place=place).exclude(words__in=wanted).delete()
    Strength.objects.bulk_create(strengths, ignore_conflicts=True)


def _write_names(place: Place, also_called: Iterable[str]) -> None:
    """Names in use; former ones stay as they are."""
    wanted = dict.fromkeys(name for line in also_called if (name := " ".join(line.split())) and name != place.name)
    PlaceName.objects.filter(place=place, used_until=None).exclude(name__in=wanted).delete()
    PlaceName.objects.bulk_create([PlaceName(place=place, name=name) for name in wanted], ignore_conflicts=True)


def join_body(
    *,
    by: User | None,
    organization: Place,
    body: Place,
    role: MemberRole,
    on: date | None = None,
    precision: Precision = Precision.DAY,
) -> Membership:
    """The organization belongs to the body from a day; None means that the day is not recorded."""
    with transaction.atomic():
        if Membership.objects.filter(organization=organization, body=body, left_on=None).exists():
            raise AlreadyMember(_("%(name)s is a member already.") % {"name": organization.name})
        membership = Membership(
            organization=organization, body=body, role=role, joined_on=on, joined_precision=precision
        )
        membership.full_clean()
        membership.save()
        link_spaces([Link(organization.space_id, body.space_id, EdgeKind.TAKES_PART, on)])
        record(verb="places.joined", by=by, space=organization.space_id, other=body.space_id)
    return membership


def leave_body(*, by: User | None, organization: Place, body: Place, on: date | None = None) -> Membership:
    """The membership ends on a day (today when not given); that it was one stays on record."""
    day = on or today()
    with transaction.atomic():
        membership = Membership.objects.filter(organization=organization, body=body, left_on=None).first()
        if membership is None:
            raise NotMember(_("%(name)s is not a member.") % {"name": organization.name})
        if membership.joined_on is not None and day < membership.joined_on:
            raise NotMember(_("%(name)s had not joined on that day.") % {"name": organization.name})
        membership.left_on = day
        membership.save(update_fields=["left_on"])
        end_link(inner=organization.space_id, outer=body.space_id, kind=EdgeKind.TAKES_PART, on=day)
        record(verb="places.left", by=by, space=organization.space_id, other=body.space_id)
    return membership
