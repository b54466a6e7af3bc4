"""The measures of a convening's report: each from records, each with what it was computed from.

Measured and self-reported are kept apart: attendance, travel and who sat with whom are measured; what became of
commitments and how many colleagues heard of it is what people say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import combinations

from groundswell.convenings.choices import GroupKind, QuestionState, SiteKind
from groundswell.convenings.models import Convening, GroupSeat, Question, Site
from groundswell.convenings.selectors.travel import KM_PER_HOUR
from groundswell.engines.distance import ROAD_FACTOR, great_circle_km
from groundswell.evidence.turnout import Turnout


@dataclass(frozen=True)
class Travel:
    """Hours on the road, there and back, for all who were there and whose school has a point.

    `alone` is the one site at which the total would have been least; `saved` the difference.
    """

    people: int
    driven: float
    alone: float
    site: str

    @property
    def saved(self) -> float:
        return self.alone - self.driven


def travel_of(turnout: Turnout) -> Travel | None:
    """Great circle times the road factor, at the stated speed; None without two sites with points and a traveler."""
    sites = {site.pk: site for site in turnout.sites if site.kind == SiteKind.IN_PERSON and has_point(site)}
    starts = Counter(
        (row.latitude, row.longitude, row.site)
        for row in turnout.came.values()
        if row.latitude is not None and row.longitude is not None
    )
    if len(sites) < 2 or not starts:
        return None
    points = {(latitude, longitude) for latitude, longitude, _site in starts}
    hours = {(point, pk): hours_there_and_back(*point, site) for point in points for pk, site in sites.items()}
    driven = sum(n * hours[(a, b), pk] for (a, b, pk), n in starts.items() if pk in sites)
    totals = {pk: sum(n * hours[(a, b), pk] for (a, b, _site), n in starts.items()) for pk in sites}
    best = min(totals, key=lambda pk: (totals[pk], pk))
    return Travel(sum(starts.values()), driven, totals[best], sites[best].name)


def has_point(site: Site) -> bool:
    """Whether a way to it can be reckoned."""
    return site.latitude is not None and site.longitude is not None


def hours_there_and_back(latitude: float | None, longitude: float | None, site: Site) -> float:
    """From a school to a site and home again; both points are known."""
    km = great_circle_km(latitude or 0.0, longitude or 0.0, site.latitude or 0.0, site.longitude or 0.0)
    return 2 * ROAD_FACTOR * km / KM_PER_HOUR


@dataclass(frozen=True)
class Connections:
    """Pairs of people of different counties, each pair once, by how they met; and the counties that were joined."""

    at_tables: int
    across_sites: int
    asked: int
    pairs: int
    by_counties: Mapping[tuple[str, str], int]


def connections_of(convening: Convening, turnout: Turnout) -> Connections:
    """Measured: who sat in one group, and whose question somebody of another county answered. Counted the first time.

    Pairs who had met at an earlier convening are not new and are left out.
    """
    tables, across = _pairs_in_groups(convening)
    asked = _pairs_who_asked(convening)
    counties = turnout.counties
    earlier = _pairs_before(convening, set(counties))
    new = {kind: {p for p in pairs if _differ(p, counties)} - earlier for kind, pairs in
           (("tables", tables), ("across", across), ("asked", asked))}  # fmt: skip
    everyone = new["tables"] | new["across"] | new["asked"]
    by_counties = Counter(tuple(sorted((counties[a], counties[b]))) for a, b in everyone)
    return Connections(
        len(new["tables"]), len(new["across"] - new["tables"]), len(new["asked"]), len(everyone),
        {(a, b): count for (a, b), count in sorted(by_counties.items(), key=lambda item: (-item[1], item[0]))},
    )  # fmt: skip


Pair = tuple[int, int]


def _pairs_in_groups(convening: Convening) -> tuple[set[Pair], set[Pair]]:
    """At tables, and in groups across sites."""
    rows = GroupSeat.objects.filter(group__convening=convening, registration__attendances__isnull=False)
    found = list(rows.values_list("group__kind", "group_id", "registration__person_id").distinct())
    tables, across = (
        _pairs((group, person) for kind, group, person in found if kind == wanted)
        for wanted in (GroupKind.TABLE, GroupKind.ACROSS)
    )
    return tables, across


def _pairs(rows: Iterable[tuple[int, int]]) -> set[Pair]:
    groups: dict[int, set[int]] = {}
    for group, person in rows:
        groups.setdefault(group, set()).add(person)
    return {pair for people in groups.values() for pair in combinations(sorted(people), 2)}


def _pairs_who_asked(convening: Convening) -> set[Pair]:
    rows = Question.objects.filter(
        convening=convening, state=QuestionState.ANSWERED, person__isnull=False, answered_by__isnull=False
    )
    found = rows.values_list("person_id", "answered_by_id")
    return {(min(a, b), max(a, b)) for a, b in found if a and b and a != b}


def _differ(pair: Pair, counties: Mapping[int, str]) -> bool:
    return pair[0] in counties and pair[1] in counties and counties[pair[0]] != counties[pair[1]]


def _pairs_before(convening: Convening, people: set[int]) -> set[Pair]:
    rows = GroupSeat.objects.filter(
        group__convening__starts_at__lt=convening.starts_at, registration__attendances__isnull=False,
        registration__person__registrations__convening=convening,
    )  # fmt: skip
    found = rows.values_list("group_id", "registration__person_id").distinct()
    return _pairs((group, person) for group, person in found if person in people)
