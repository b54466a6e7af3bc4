"""Many places at once: made or changed by sets, in a handful of statements whatever their number."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.core.inserts import insert_rows
from groundswell.intake.choices import Outcome
from groundswell.places import atlas
from groundswell.places.choices import Level, Locale, PartnerKind, PlaceKind, Status
from groundswell.places.models import Place, PlaceName
from groundswell.places.wording import search_text
from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.models import Edge
from groundswell.spaces.services.many import make_spaces_within
from groundswell.spaces.services.spaces import Link, link_spaces, rebuild_reach

CHUNK = 2000  # rows in one statement

CHOICES: Mapping[str, frozenset[str]] = {
    "kind": frozenset(PlaceKind.values),
    "status": frozenset(Status.values),
    "locale": frozenset([*Locale.values, ""]),
    "level": frozenset([*Level.values, ""]),
    "partner_kind": frozenset([*PartnerKind.values, ""]),
}
LENGTHS = {"name": 200, "short_name": 60, "district_name": 200, "grades": 20, "street": 200, "city": 80, "zip_code": 10}


class BadPlace(Refused):
    """A place that cannot be: no name, an unknown kind, a name that is too long."""


@dataclass(frozen=True, slots=True)
class PlaceDraft:
    """A place as a source states it. `fields` are only those that the source knows; others stay as they are.

    `within` are ids of further spaces that it is part of, beside its parent's.
    """

    key: str
    fields: dict[str, Any]
    parent: Place | None = None
    authority: Place | None = None
    within: tuple[int, ...] = field(default=())


def put_places(*, drafts: Sequence[PlaceDraft], dry_run: bool = False) -> list[Outcome]:
    """Make the places whose key is new, change those that differ; say of each draft, in order, what became of it.

    A changed name is kept among the former names, a changed parent ends one edge and begins another. Writes no activity:
    the calling service writes one line for the batch. Raises BadPlace before anything is written.
    """
    check_drafts(drafts)
    # Compared as plain rows: most of a file that comes again is as it was, and needs no instances.
    stated = sorted({name for draft in drafts for name in draft.fields} | {"key", "parent_id", "authority_id"})
    rows = Place.objects.filter(key__in=[draft.key for draft in drafts]).values(*stated)
    known = {row["key"]: row for row in rows}
    outcomes: list[Outcome] = []
    new: list[PlaceDraft] = []
    changed: dict[str, tuple[PlaceDraft, list[str]]] = {}
    for draft in drafts:
        row = known.get(draft.key)
        differing = differing_fields(draft, row) if row is not None else []
        if row is None:
            new.append(draft)
        elif differing:
            changed[draft.key] = (draft, differing)
        outcomes.append(Outcome.CREATED if row is None else Outcome.CHANGED if differing else Outcome.UNCHANGED)
    if not dry_run:
        with transaction.atomic():
            create_places(new)
            places = Place.objects.filter(key__in=list(changed)) if changed else ()
            change_places([(changed[place.key][0], place, changed[place.key][1]) for place in places])
    return outcomes


def check_drafts(drafts: Sequence[PlaceDraft]) -> None:
    """What `full_clean` would find, by sets."""
    for name, allowed in CHOICES.items():
        strange = {str(draft.fields[name]) for draft in drafts if name in draft.fields} - allowed
        if strange:
            raise BadPlace(f"Not a {name} of places: {', '.join(sorted(strange))}.")
    for name, most in LENGTHS.items():
        longest = max((len(draft.fields[name]) for draft in drafts if name in draft.fields), default=0)
        if longest > most:
            raise BadPlace(f"A {name} is longer than {most} letters.")
    nameless = [draft.key for draft in drafts if not draft.fields.get("name", "").strip()]
    if nameless:
        raise BadPlace(f"Places need a name: {', '.join(nameless[:5])}.")
    if len({draft.key for draft in drafts}) != len(drafts):
        raise BadPlace("A place stands twice in one batch.")


def differing_fields(draft: PlaceDraft, row: Mapping[str, Any]) -> list[str]:
    """What the draft states otherwise than the row as it is."""
    names = [name for name, value in draft.fields.items() if row[name] != value]
    if draft.parent is not None and row["parent_id"] != draft.parent.pk:
        names.append("parent")
    if draft.authority is not None and row["authority_id"] != draft.authority.pk:
        names.append("authority")
    return names


def create_places(drafts: Sequence[PlaceDraft]) -> None:
    """Spaces, places and edges of new places."""
    if not drafts:
        return
    moment = now()
    outers = [((draft.parent.space_id,) if draft.parent is not None else ()) + draft.within for draft in drafts]
    spaces = make_spaces_within(kind=Kind.PLACE, outers=outers)
    insert_rows(
        Place,
        (
            draft.fields
            | {
                "space_id": space.pk,
                "key": draft.key,
                "parent_id": draft.parent.pk if draft.parent else None,
                "authority_id": draft.authority.pk if draft.authority else None,
                "search": search_text(names_of(draft.fields, draft.parent)),
                "made_at": moment,
            }
            for draft, space in zip(drafts, spaces, strict=True)
        ),
    )


def change_places(changed: Sequence[tuple[PlaceDraft, Place, list[str]]]) -> None:
    """Write what differs, keep former names, move edges."""
    if not changed:
        return
    former = [
        PlaceName(place=place, name=place.name, used_until=today()) for _, place, names in changed if "name" in names
    ]
    PlaceName.objects.bulk_create(former, batch_size=CHUNK, ignore_conflicts=True)
    moved: list[tuple[Place, Place]] = []
    touched: set[str] = {"search"}
    for draft, place, names in changed:
        for name in names:
            if name not in {"parent", "authority"}:
                setattr(place, name, draft.fields[name])
        if draft.parent is not None and "parent" in names:
            moved.append((place, draft.parent))
        touched.update(names)
    move_edges(moved)
    for draft, place, names in changed:
        if "parent" in names:
            place.parent = draft.parent
        if "authority" in names:
            place.authority = draft.authority
    Place.objects.bulk_update([place for _, place, _ in changed], sorted(touched - {"search"}), batch_size=500)
    renamed = [place.pk for _, place, names in changed if {"name", "short_name", "district_name"} & set(names)]
    refresh_search([place.pk for _, place, _ in changed], below=renamed)


def move_edges(moved: Iterable[tuple[Place, Place]]) -> None:
    """Each place belongs to its new parent from today; that it belonged to the other stays on record."""
    pairs = list(moved)
    if not pairs:
        return
    olds = {place.parent_id for place, _ in pairs if place.parent_id is not None}
    old_spaces = dict(Place.objects.filter(pk__in=olds).values_list("pk", "space_id"))
    for place, _ in pairs:
        if place.parent_id is not None:
            edge = Edge.objects.filter(inner_id=place.space_id, outer_id=old_spaces[place.parent_id], ends_on=None)
            edge.filter(kind=EdgeKind.PART_OF).update(ends_on=today())
    # With today as its start, an edge to a parent that it once had is a new one.
    link_spaces(Link(place.space_id, parent.space_id, starts_on=today()) for place, parent in pairs)
    rebuild_reach({place.space_id for place, _ in pairs})


def refresh_search(places: Sequence[int], *, below: Sequence[int] = ()) -> None:
    """Write anew the words by which these places, and those just below the renamed ones, are looked for."""
    rows = Place.objects.select_related("parent").prefetch_related("other_names")
    found = list(rows.filter(pk__in=places))
    if below:
        found += list(rows.filter(parent_id__in=below).exclude(pk__in=places))
    for place in found:
        former = [other.name for other in place.other_names.all()]
        place.search = search_text([*names_of(vars(place), place.parent), *former])
    Place.objects.bulk_update(found, ["search"], batch_size=CHUNK)


def names_of(own: Mapping[str, Any], parent: Place | None) -> list[str]:
    """Words by which somebody may look for it: own names first, then where it stands and to whom it belongs."""
    county = atlas.counties().get(own.get("county", ""))
    names = [own["name"], own.get("short_name", ""), own.get("district_name", ""), own.get("city", "")]
    names.append(county.name if county else "")
    if own.get("kind") == PlaceKind.COUNTY_OFFICE:  # whatever it is called: a department, a superintendent of schools
        names.append("County Office of Education COE")
    if parent is not None and parent.kind in {PlaceKind.DISTRICT, PlaceKind.COUNTY_OFFICE}:
        names += [parent.name, parent.district_name]
    return names
