"""Schools and authorities from the state's directory, by sets."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.intake.choices import Outcome, Weight
from groundswell.intake.importers import Applied, Problem
from groundswell.places import atlas
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.records import DirectoryRecord
from groundswell.places.services.bulk import PlaceDraft, put_places
from groundswell.places.services.california import PARTNERSHIP

MAY_BE_MISSING = ("level", "grades", "street", "city", "zip_code")  # a list without them leaves what is known
STATE_CHARTER, STATE_SCHOOL = "SBE - ", "(State Special Schl)"


class Authorities:
    """Who answers for schools, by CDS code: county offices (by both their codes) and districts; read once a batch."""

    def __init__(self) -> None:
        rows = Place.objects.filter(kind__in=[PlaceKind.COUNTY_OFFICE, PlaceKind.DISTRICT])
        self.added: frozenset[str] = frozenset()  # codes of districts that this batch makes
        self.by_code: dict[str, Place] = {}
        self.office_of: dict[str, Place] = {}
        for place in rows:
            for code in (place.cds_code, place.district_cds):
                if code is not None:
                    self.by_code[code] = place
            if place.kind == PlaceKind.COUNTY_OFFICE:
                self.office_of[place.county] = place
        top = Place.objects.filter(key__in=["sbe", "cde", *(f"county-{code}" for code in atlas.counties())])
        self.top = {place.key: place for place in top}


def import_schools(*, by: User | None, records: Sequence[DirectoryRecord], dry_run: bool = False) -> list[Applied]:
    """Make the schools that are new, change those that differ. Says what became of each record, in order.

    A district that the file speaks of and nobody knows yet is made first, with a note. One activity line.
    """
    with transaction.atomic():
        authorities = Authorities()
        missing = _new_districts(records, authorities)
        if missing and not dry_run:
            put_places(drafts=missing)
            authorities = Authorities()
        authorities.added = frozenset(draft.key for draft in missing)
        drafts: list[PlaceDraft] = []
        fate: list[tuple[int | None, tuple[Problem, ...]]] = []
        for entry in records:
            draft, problems = _draft(entry, authorities)
            fate.append((len(drafts) if draft else None, problems))
            if draft:
                drafts.append(draft)
        outcomes = put_places(drafts=drafts, dry_run=dry_run)
        applied = [
            Applied(outcomes[place] if place is not None else Outcome.SKIPPED, problems) for place, problems in fate
        ]
        _record(by, applied, dry_run=dry_run)
    return applied


def _record(by: User | None, applied: Sequence[Applied], *, dry_run: bool) -> None:
    created = sum(one.outcome == Outcome.CREATED for one in applied)
    changed = sum(one.outcome == Outcome.CHANGED for one in applied)
    if dry_run or not (created or changed):
        return
    space = Place.objects.filter(key=PARTNERSHIP).values_list("space_id", flat=True).first()
    record(verb="places.schools_imported", by=by, space=space, facts={"created": created, "changed": changed})


def _new_districts(records: Sequence[DirectoryRecord], authorities: Authorities) -> list[PlaceDraft]:
    """Districts named by schools or standing in the file themselves that are not known yet."""
    found: dict[str, PlaceDraft] = {}
    for entry in records:
        code, name = entry.authority_cds, entry.authority_name or (entry.name if entry.is_authority else "")
        if not name or code in found or code in authorities.by_code or _answering_state(name) or entry.is_authority:
            continue
        office = authorities.office_of.get(entry.authority_county)
        if office is not None:
            found[code] = PlaceDraft(code, _district_fields(code, name), parent=office)
    return list(found.values())


def _district_fields(code: str, name: str) -> dict[str, Any]:
    county = atlas.counties()[code[:2]]
    return {
        "kind": PlaceKind.DISTRICT,
        "name": name[:200],
        "cds_code": code,
        "county": county.code,
        "region": county.region,
    }


def _answering_state(authority_name: str) -> str:
    """The state body that answers for a school when its "district" is no district: "sbe", "cde" or ""."""
    if authority_name.startswith(STATE_CHARTER):
        return "sbe"
    return "cde" if authority_name.endswith(STATE_SCHOOL) else ""


def _draft(entry: DirectoryRecord, authorities: Authorities) -> tuple[PlaceDraft | None, tuple[Problem, ...]]:
    if entry.is_authority:
        return _authority_draft(entry, authorities)
    fields = _school_fields(entry)
    state = _answering_state(entry.authority_name)
    office = authorities.office_of.get(entry.authority_county)
    if state == "cde":
        county = authorities.top.get(f"county-{entry.county}")
        within = (county.space_id,) if county else ()
        return PlaceDraft(entry.cds_code, fields, parent=authorities.top.get("cde"), within=within), ()
    if state == "sbe":
        return PlaceDraft(entry.cds_code, fields, parent=office, authority=authorities.top.get("sbe")), ()
    parent = authorities.by_code.get(entry.authority_cds)
    if parent is None and not entry.authority_name:
        message = _("The district with code %(code)s is not known; bring in a file that names it.")
        return None, (Problem(message % {"code": entry.authority_cds}, "district"),)
    notes: tuple[Problem, ...] = ()
    if entry.authority_cds in authorities.added:
        message = _("“%(name)s” was not known as a district and is added.") % {"name": entry.authority_name}
        notes = (Problem(message, "district", weight=Weight.NOTE),)
    if parent is not None:
        fields["locale"] = parent.locale
    return PlaceDraft(entry.cds_code, fields, parent=parent, authority=parent if entry.charter else None), notes


def _authority_draft(entry: DirectoryRecord, authorities: Authorities) -> tuple[PlaceDraft | None, tuple[Problem, ...]]:
    """A row of a district or county office: known ones are changed, unknown districts made, state bodies left out."""
    known = authorities.by_code.get(entry.cds_code)
    place: dict[str, Any] = {"name": entry.name, "status": entry.status}
    if entry.street:
        place |= {"street": entry.street, "city": entry.city, "zip_code": entry.zip_code}
    if entry.latitude is not None:
        place |= {"latitude": entry.latitude, "longitude": entry.longitude}
    if known is not None and known.cds_code == entry.cds_code:
        return PlaceDraft(known.key, place), ()
    if known is not None or _answering_state(entry.name):
        return None, ()  # the second hat of a county office, or a stand-in for one charter school: no place of its own
    office = authorities.office_of.get(entry.authority_county)
    return PlaceDraft(entry.cds_code, _district_fields(entry.cds_code, entry.name) | place, parent=office), ()


def _school_fields(entry: DirectoryRecord) -> dict[str, Any]:
    fields: dict[str, Any] = {
        "kind": PlaceKind.SCHOOL,
        "name": entry.name,
        "cds_code": entry.cds_code,
        "county": entry.county,
        "region": atlas.counties()[entry.county].region,
        "status": entry.status,
        "charter": entry.charter,
        "online": entry.online,
    }
    fields |= {name: said for name in MAY_BE_MISSING if (said := getattr(entry, name))}
    if entry.students is not None:
        fields["students"] = entry.students
    if entry.latitude is not None:
        fields |= {"latitude": entry.latitude, "longitude": entry.longitude}
    return fields
