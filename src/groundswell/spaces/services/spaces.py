"""Making spaces and saying what lies within what."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction
from django.db.models import Q, QuerySet

from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.core.inserts import insert_all, insert_rows
from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.models import Edge, Reach, Space

CHUNK = 5000  # rows in one insert
REACH_LOCK = 7_113_062


class WouldCircle(Refused):
    """An edge that would put a space within itself."""


@dataclass(frozen=True)
class Link:
    """An edge to be: ids of the inner and the outer space."""

    inner: int
    outer: int
    kind: str = EdgeKind.PART_OF
    starts_on: date | None = None


def make_space(*, kind: Kind, within: Iterable[Space | int] = ()) -> Space:
    """A new space, part of those given."""
    with transaction.atomic():
        space = Space.objects.create(kind=kind, made_at=now())
        Reach.objects.create(inner=space, outer=space)
        link_spaces(Link(space.pk, outer if isinstance(outer, int) else outer.pk) for outer in within)
    return space


def make_spaces(*, kind: Kind, count: int) -> list[Space]:
    """Many new spaces at once, within nothing yet."""
    with transaction.atomic(savepoint=False):
        spaces = [Space(kind=kind, made_at=now()) for _ in range(count)]
        insert_all(spaces)
        insert_rows(Reach, ({"inner_id": space.pk, "outer_id": space.pk} for space in spaces))
    return spaces


def link_spaces(links: Iterable[Link]) -> None:
    """State edges, known ones left as they are. Raises WouldCircle and keeps nothing."""
    stated = list(links)
    if not stated:
        return
    with transaction.atomic():
        take_turns()
        edges = [Edge(inner_id=l.inner, outer_id=l.outer, kind=l.kind, starts_on=l.starts_on) for l in stated]
        Edge.objects.bulk_create(edges, ignore_conflicts=True, batch_size=CHUNK)
        parts = {link.inner for link in stated if link.kind == EdgeKind.PART_OF}
        if parts:
            rebuild_reach(parts)


def end_link(*, inner: Space | int, outer: Space | int, kind: str = EdgeKind.PART_OF, on: date | None = None) -> None:
    """The edge holds until `on` (today when not given) and no longer; its past stays on record."""
    inner_id, outer_id = (s if isinstance(s, int) else s.pk for s in (inner, outer))
    with transaction.atomic():
        take_turns()
        Edge.objects.filter(inner_id=inner_id, outer_id=outer_id, kind=kind, ends_on=None).update(ends_on=on or today())
        rebuild_reach({inner_id})


def take_turns() -> None:
    """Whoever states an edge waits until others who do have committed: neither sees the other's, and what the two make
    together would be in nobody's reach. SQLite has one writer anyway.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [REACH_LOCK])


def rebuild_reach(changed: set[int]) -> None:
    """Derive `Reach` anew for these spaces and all that lie within them, by sets."""
    below = descendants(changed)
    up = _parents_above(below)
    wanted: set[tuple[int, int]] = set()
    done: dict[int, frozenset[int]] = {}
    for inner in below:
        for outer in _ancestors(inner, up, done, frozenset()):
            wanted.add((inner, outer))
    have = set(_pairs(below))
    Reach.objects.bulk_create(
        [Reach(inner_id=i, outer_id=o) for i, o in sorted(wanted - have)], batch_size=CHUNK, ignore_conflicts=True
    )
    gone = have - wanted
    for inner in {i for i, _ in gone}:
        Reach.objects.filter(inner_id=inner, outer_id__in=[o for i, o in gone if i == inner]).delete()


def descendants(spaces: set[int]) -> set[int]:
    """These and all within them by edges that hold today."""
    found, edge = set(spaces), set(spaces)
    while edge:
        inner = (
            set(_holding().filter(outer_id__in=edge).values_list("inner_id", flat=True))
            if len(edge) < CHUNK
            else {i for i, o in _holding().values_list("inner_id", "outer_id") if o in edge}
        )
        edge = inner - found
        found |= edge
    return found


def _holding() -> QuerySet[Edge]:
    day = today()
    return Edge.objects.filter(Q(ends_on=None) | Q(ends_on__gt=day), kind=EdgeKind.PART_OF)


def _parents_above(spaces: set[int]) -> dict[int, set[int]]:
    up: dict[int, set[int]] = {}
    edge = set(spaces)
    while edge:
        rows = _holding()
        rows = rows.filter(inner_id__in=edge) if len(edge) < CHUNK else rows
        following: set[int] = set()
        for inner, outer in rows.values_list("inner_id", "outer_id"):
            if inner in edge:
                up.setdefault(inner, set()).add(outer)
                following.add(outer)
        edge = following - up.keys() - edge
    return up


def _ancestors(
    space: int, up: dict[int, set[int]], done: dict[int, frozenset[int]], path: frozenset[int]
) -> frozenset[int]:
    if space in path:
        raise WouldCircle("That would put something within itself.")
    if space not in done:
        above = {space}
        for outer in up.get(space, ()):
            above |= _ancestors(outer, up, done, path | {space})
        done[space] = frozenset(above)
    return done[space]


def _pairs(spaces: set[int]) -> Iterable[tuple[int, int]]:
    if len(spaces) >= CHUNK:
        return ((i, o) for i, o in Reach.objects.values_list("inner_id", "outer_id") if i in spaces)
    return Reach.objects.filter(inner_id__in=spaces).values_list("inner_id", "outer_id")
