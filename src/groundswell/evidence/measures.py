"""The measures of a convening's report: each from records, each with what it was computed from.

Measured and self-reported are kept apart: attendance, travel and who sat with whom are measured; who hopes to work with
whom, what became of commitments and how many colleagues heard of it is what people say.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Any

from django.db.models import Model, QuerySet, Value

from groundswell.convenings.choices import GroupKind, QuestionState, SiteKind
from groundswell.convenings.models import Convening, GroupSeat, Introduction, Question, Site
from groundswell.convenings.selectors.travel import KM_PER_HOUR
from groundswell.convenings.wording import name_of_site
from groundswell.engines.distance import ROAD_FACTOR, great_circle_km
from groundswell.evidence.selectors import one_person
from groundswell.evidence.turnout import Turnout
from groundswell.instruments.suppression import FLOOR
from groundswell.people.models import Position
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place


@dataclass(frozen=True)
class SiteTravel:
    """The people of one site: what they drove, and what they would have driven to the one best site."""

    name: str
    people: int
    driven: float
    alone: float

    @property
    def saved(self) -> float:
        return self.alone - self.driven


@dataclass(frozen=True)
class Travel:
    """Hours on the road, there and back, for all who were there and whose school has a point.

    `site` is the one at which the total would have been least, `alone` that total. `totals` tells the same of every
    site. Whoever joined by link drove nothing. `uncounted` were there, and it is not known from where.
    """

    people: int
    uncounted: int
    site: str
    lines: Sequence[SiteTravel]
    totals: Sequence[tuple[str, float]]

    @property
    def driven(self) -> float:
        return sum(line.driven for line in self.lines)

    @property
    def alone(self) -> float:
        return sum(line.alone for line in self.lines)

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
    everybody: Counter[tuple[float, float]] = Counter()
    for (latitude, longitude, _site), n in starts.items():
        everybody[latitude, longitude] += n
    hours = {pk: {point: hours_there_and_back(*point, site) for point in everybody} for pk, site in sites.items()}
    totals = {pk: sum(n * far[point] for point, n in everybody.items()) for pk, far in hours.items()}
    best = min(totals, key=lambda pk: (totals[pk], pk))
    found = []
    for site in turnout.sites:
        there = {(a, b): n for (a, b, pk), n in starts.items() if pk == site.pk}
        if there:
            driven = sum(n * hours[site.pk][point] for point, n in there.items()) if site.pk in sites else 0.0
            alone = sum(n * hours[best][point] for point, n in there.items())
            found.append(SiteTravel(name_of_site(site), sum(there.values()), driven, alone))
    counted = sum(starts.values())
    least_first = sorted(totals, key=lambda pk: (totals[pk], pk))
    return Travel(
        counted,
        len(turnout.came) - counted,
        name_of_site(sites[best]),
        found,
        [(name_of_site(sites[pk]), totals[pk]) for pk in least_first],
    )


def has_point(site: Site) -> bool:
    """Whether a way to it can be reckoned."""
    return site.latitude is not None and site.longitude is not None


def hours_there_and_back(latitude: float | None, longitude: float | None, site: Site) -> float:
    """From a school to a site and home again; both points are known."""
    return (
        2
        * ROAD_FACTOR
        * _km(latitude or 0.0, longitude or 0.0, site.latitude or 0.0, site.longitude or 0.0)
        / KM_PER_HOUR
    )


# Of every school to every site, and schools and sites stay where they are.
_km = lru_cache(maxsize=30_000)(great_circle_km)


type Pair = tuple[int, int]  # of persons, the smaller id first


@dataclass(frozen=True)
class Connections:
    """Pairs of people of different counties, each pair once, by how they met; and the counties that were joined.

    A pair that met in several ways counts for the first: a table, a group across sites, a question. `introduced` stands
    apart from the rest: it rests on what both said, the others on what was recorded.
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
    counties = {**counties_of_answerers(convening), **turnout.counties}
    (tables, across), sat = _pairs_in_groups(convening, counties)
    asked, asked_before = _pairs_who_asked(convening)
    told, told_before = _pairs_introduced(convening)
    earlier = sat | asked_before | told_before
    tables, across, asked, told = (
        {pair for pair in pairs if _differ(pair, counties)} - earlier for pairs in (tables, across, asked, told)
    )
    met = tables | across | asked
    return Connections(
        len(tables), len(across - tables), len(asked - tables - across), len(met), _by_counties(met, counties),
        _introduced(told, met, counties),
    )  # fmt: skip


def counties_of_answerers(convening: Convening) -> dict[int, str]:
    """Who answered questions without being registered, as speakers do: the county in which they work, where it is one."""
    answered = Question.objects.filter(convening=convening, state=QuestionState.ANSWERED).values("answered_by")
    rows = Position.objects.filter(person__in=answered, until=None).exclude(county="")
    codes = dict(rows.order_by("-pk").values_list("person_id", "county"))
    places = Place.objects.filter(kind=PlaceKind.COUNTY, county__in=set(codes.values()))
    names = dict(places.values_list("county", "name")) if codes else {}
    return {person: names[code] for person, code in codes.items() if code in names}


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


def _now_and_before[M: Model](now: QuerySet[M], before: QuerySet[M], *columns: str) -> tuple[list[Any], list[Any]]:
    """The rows of this convening and those of earlier ones, in one query that reads each by its own index."""
    both = now.annotate(era=Value("now")).values_list("era", *columns)
    rows = list(both.union(before.annotate(era=Value("before")).values_list("era", *columns)))
    return tuple([row[1:] for row in rows if row[0] == era] for era in ("now", "before"))  # type: ignore[return-value]


def _pairs_in_groups(convening: Convening, people: Collection[int]) -> tuple[tuple[set[Pair], set[Pair]], set[Pair]]:
    """At tables, and in groups across sites; and whoever sat together at a convening that began earlier."""
    seats = GroupSeat.objects.filter(registration__attendances__isnull=False)
    seats = seats.annotate(one=one_person("registration__"))
    now, before = _now_and_before(
        seats.filter(group__convening=convening),
        seats.filter(
            group__convening__starts_at__lt=convening.starts_at, registration__person__registrations__convening=convening
        ),
        "group__kind", "group_id", "one",
    )  # fmt: skip
    tables, across = (
        _pairs((group, person) for kind, group, person in now if kind == wanted)
        for wanted in (GroupKind.TABLE, GroupKind.ACROSS)
    )
    return (tables, across), _pairs((group, person) for _kind, group, person in before if person in people)


def _pairs(rows: Iterable[tuple[int, int]]) -> set[Pair]:
    groups: dict[int, set[int]] = {}
    for group, person in rows:
        groups.setdefault(group, set()).add(person)
    return {pair for people in groups.values() for pair in combinations(sorted(people), 2)}


def _either_way(rows: Iterable[tuple[int | None, int | None]]) -> set[Pair]:
    return {(min(a, b), max(a, b)) for a, b in rows if a and b and a != b}


def _pairs_who_asked(convening: Convening) -> tuple[set[Pair], set[Pair]]:
    """Whose question somebody answered, here and earlier."""
    rows = Question.objects.filter(state=QuestionState.ANSWERED)
    now, before = _now_and_before(
        rows.filter(convening=convening), rows.filter(**_of_earlier(convening)), "person_id", "answered_by_id"
    )
    return _either_way(now), _either_way(before)


def _pairs_introduced(convening: Convening) -> tuple[set[Pair], set[Pair]]:
    """Who was told that they named each other, here and earlier."""
    rows = Introduction.objects.all()
    now, before = _now_and_before(
        rows.filter(convening=convening), rows.filter(**_of_earlier(convening)), "person_id", "other_id"
    )
    return _either_way(now), _either_way(before)


def _of_earlier(convening: Convening) -> dict[str, Any]:
    """What people of this convening did at one that began earlier."""
    return {"convening__starts_at__lt": convening.starts_at, "person__registrations__convening": convening}


def _differ(pair: Pair, counties: Mapping[int, str]) -> bool:
    return pair[0] in counties and pair[1] in counties and counties[pair[0]] != counties[pair[1]]
