"""The measures of a convening's report: each from records, each with what it was computed from.

Measured and self-reported are kept apart: attendance, travel and who sat with whom are measured; who hopes to work with
whom, what became of commitments and how many colleagues heard of it is what people say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from groundswell.convenings.choices import GroupKind, QuestionState, SiteKind
from groundswell.convenings.models import Convening, GroupSeat, Introduction, Question, Site
from groundswell.convenings.selectors.travel import KM_PER_HOUR
from groundswell.engines.distance import ROAD_FACTOR, great_circle_km
from groundswell.evidence.turnout import Turnout
from groundswell.instruments.suppression import FLOOR


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


type Pair = tuple[int, int]  # of persons, the smaller id first


@dataclass(frozen=True)
class Connections:
    """Pairs of people of different counties, each pair once, by how they met; and the counties that were joined.

    `introduced` stands apart from the rest: it rests on what both said, the others on what was recorded.
    """

    at_tables: int
    across_sites: int
    asked: int
    pairs: int
    by_counties: Mapping[tuple[str, str], int]
    introduced: "Introduced"


@dataclass(frozen=True)
class Introduced:
    """Pairs of different counties who each said they hope to work with the other, and were told so.

    `pairs` is None for fewer than ten people. `first` are those whom nothing else had brought together; None where it,
    or what remains beside it, stands for fewer than ten people. `by_counties` ends with the sum of all pairs of counties
    that are too small to be shown, under (None, None).
    """

    pairs: int | None
    first: int | None
    by_counties: Sequence[tuple[str | None, str | None, int]]


def connections_of(convening: Convening, turnout: Turnout) -> Connections:
    """Who sat in one group, whose question somebody of another county answered, who was introduced.

    Counted the first time: pairs who had met or been introduced at an earlier convening are left out.
    """
    counties = turnout.counties
    earlier = _pairs_before(convening, set(counties))

    def new(pairs: set[Pair]) -> set[Pair]:
        return {pair for pair in pairs if _differ(pair, counties)} - earlier

    tables, across = (new(pairs) for pairs in _pairs_in_groups(convening))
    asked = new(_pairs_who_asked(convening))
    met = tables | across | asked
    return Connections(
        len(tables), len(across - tables), len(asked), len(met), _by_counties(met, counties),
        _introduced(new(_pairs_introduced(convening)), met, counties),
    )  # fmt: skip


def _by_counties(pairs: Iterable[Pair], counties: Mapping[int, str]) -> dict[tuple[str, str], int]:
    """How many for each two counties, most first."""
    found: Counter[tuple[str, str]] = Counter()
    for a, b in pairs:
        one, two = sorted((counties[a], counties[b]))
        found[one, two] += 1
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))


def _introduced(pairs: set[Pair], met: set[Pair], counties: Mapping[int, str]) -> Introduced:
    if _few(pairs):
        return Introduced(None, None, ())
    first = pairs - met
    told = None if _few(first) or _few(pairs & met) else len(first)
    large = list(_by_counties(pairs, counties))
    members = {key: {p for p in pairs if tuple(sorted((counties[p[0]], counties[p[1]]))) == key} for key in large}
    large = [key for key in large if not _few(members[key])]
    rest = pairs.difference(*(members[key] for key in large))
    while _few(rest) and large:  # their sum could be computed: the smallest that is shown goes in with them
        rest |= members[large.pop()]
    rows: list[tuple[str | None, str | None, int]] = [(*key, len(members[key])) for key in large]
    return Introduced(len(pairs), told, [*rows, (None, None, len(rest))] if rest else rows)


def _few(pairs: set[Pair]) -> bool:
    """Somebody, but fewer than ten people."""
    return 0 < len({person for pair in pairs for person in pair}) < FLOOR


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


def _either_way(rows: Iterable[tuple[int | None, int | None]]) -> set[Pair]:
    return {(min(a, b), max(a, b)) for a, b in rows if a and b and a != b}


def _pairs_who_asked(convening: Convening) -> set[Pair]:
    rows = Question.objects.filter(convening=convening, state=QuestionState.ANSWERED)
    return _either_way(rows.values_list("person_id", "answered_by_id"))


def _pairs_introduced(convening: Convening) -> set[Pair]:
    return _either_way(Introduction.objects.filter(convening=convening).values_list("person_id", "other_id"))


def _differ(pair: Pair, counties: Mapping[int, str]) -> bool:
    return pair[0] in counties and pair[1] in counties and counties[pair[0]] != counties[pair[1]]


def _pairs_before(convening: Convening, people: set[int]) -> set[Pair]:
    """Who of these people sat together, answered each other or was introduced at a convening that began earlier."""
    seats = GroupSeat.objects.filter(
        group__convening__starts_at__lt=convening.starts_at, registration__attendances__isnull=False,
        registration__person__registrations__convening=convening,
    )  # fmt: skip
    found = seats.values_list("group_id", "registration__person_id").distinct()
    sat = _pairs((group, person) for group, person in found if person in people)
    mine = {"convening__starts_at__lt": convening.starts_at, "person__registrations__convening": convening}
    asked = Question.objects.filter(**mine, state=QuestionState.ANSWERED).values_list("person_id", "answered_by_id")
    told = Introduction.objects.filter(**mine).values_list("person_id", "other_id")
    return sat | _either_way(asked) | _either_way(told)
