"""The measures of a convening's report: each from records, each with what it was computed from.

Measured and self-reported are kept apart: attendance, travel and who sat with whom are measured; what became of
commitments and how many colleagues heard of it is what people say.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from groundswell.convenings.choices import GroupKind, QuestionState, SiteKind
from groundswell.convenings.models import Attendance, Convening, GroupSeat, Question, Site
from groundswell.convenings.selectors.travel import KM_PER_HOUR
from groundswell.engines.distance import ROAD_FACTOR, great_circle_km
from groundswell.evidence.models import TeacherCount
from groundswell.places.models import Place


@dataclass(frozen=True)
class CountyLine:
    """A county's people at the convening, and its teachers when their number was brought in."""

    county: Place
    people: int
    teachers: int | None

    @property
    def share(self) -> float | None:
        """People per hundred teachers."""
        return None if not self.teachers else 100 * self.people / self.teachers


def attendance_by_county(convening: Convening) -> list[CountyLine]:
    """People who were there, by the county of their school; each person once, the largest first."""
    rows = Attendance.objects.filter(registration__convening=convening)
    found = rows.filter(registration__county__isnull=False).values_list("registration__county_id", "registration_id")
    counts = Counter(county for county, _registration in found.distinct())
    places = Place.objects.in_bulk(list(counts))
    latest: dict[int, int] = {}
    for count in TeacherCount.objects.filter(county_id__in=counts).order_by("year"):
        latest[count.county_id] = count.teachers
    lines = [CountyLine(places[pk], people, latest.get(pk)) for pk, people in counts.items()]
    return sorted(lines, key=lambda line: (-line.people, line.county.name))


def people_there(convening: Convening) -> int:
    """Everyone who was there, each once, also without a county."""
    return Attendance.objects.filter(registration__convening=convening).values("registration_id").distinct().count()


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


def travel_of(convening: Convening) -> Travel | None:
    """Great circle times the road factor, at the stated speed; None without two sites with points and a traveler."""
    sites = [
        site
        for site in Site.objects.filter(convening=convening, kind=SiteKind.IN_PERSON)
        if site.latitude is not None and site.longitude is not None
    ]
    rows = Attendance.objects.filter(registration__convening=convening, registration__place__latitude__isnull=False)
    found = rows.values_list(
        "registration_id", "site_id", "registration__place__latitude", "registration__place__longitude"
    ).distinct()
    starts = {registration: (site, latitude, longitude) for registration, site, latitude, longitude in found}
    if len(sites) < 2 or not starts:
        return None
    by_id = {site.pk: site for site in sites}
    driven = sum(
        hours_there_and_back(latitude, longitude, by_id[site])
        for site, latitude, longitude in starts.values()
        if site in by_id
    )
    totals = {
        site.pk: sum(hours_there_and_back(latitude, longitude, site) for _s, latitude, longitude in starts.values())
        for site in sites
    }
    best = min(totals, key=lambda pk: (totals[pk], pk))
    return Travel(len(starts), driven, totals[best], by_id[best].name)


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


def connections_of(convening: Convening) -> Connections:
    """Measured: who sat in one group, and whose question somebody of another county answered. Counted the first time.

    Pairs who had met at an earlier convening are not new and are left out.
    """
    tables = _pairs_in_groups(convening, GroupKind.TABLE)
    across = _pairs_in_groups(convening, GroupKind.ACROSS)
    asked = _pairs_who_asked(convening)
    counties = _counties(convening)
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


def _pairs_in_groups(convening: Convening, kind: str) -> set[Pair]:
    rows = GroupSeat.objects.filter(group__convening=convening, group__kind=kind)
    rows = rows.filter(registration__attendances__isnull=False)
    return _pairs(rows.values_list("group_id", "registration__person_id").distinct())


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


def _counties(convening: Convening) -> dict[int, str]:
    rows = convening.registrations.filter(county__isnull=False)
    return dict(rows.values_list("person_id", "county__name"))


def _differ(pair: Pair, counties: Mapping[int, str]) -> bool:
    return pair[0] in counties and pair[1] in counties and counties[pair[0]] != counties[pair[1]]


def _pairs_before(convening: Convening, people: set[int]) -> set[Pair]:
    rows = GroupSeat.objects.filter(
        group__convening__starts_at__lt=convening.starts_at, registration__attendances__isnull=False,
        registration__person__registrations__convening=convening,
    )  # fmt: skip
    found = rows.values_list("group_id", "registration__person_id").distinct()
    return _pairs((group, person) for group, person in found if person in people)


def shown_counts(lines: Sequence[CountyLine]) -> dict[str, int]:
    """By county code, for the map: attendance is always shown."""
    return {line.county.county: line.people for line in lines}
