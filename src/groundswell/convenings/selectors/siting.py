"""Which county seats to open for whom: what is known goes to the engine, what comes back is put into places and hours."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from groundswell.collaboratives.choices import Bond
from groundswell.collaboratives.models import Collaborative, Participation
from groundswell.convenings.choices import RegistrationState, SiteKind
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.selectors.travel import KM_PER_HOUR
from groundswell.core.errors import Refused
from groundswell.engines.distance import ROAD_FACTOR
from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Limit
from groundswell.engines.siting import REMOTE, Hubs, Question, Team, answer
from groundswell.engines.siting import Site as Candidate
from groundswell.places import atlas
from groundswell.places.choices import PlaceKind, Status
from groundswell.places.models import Place

STEPS = 200  # of the search: within a second or two for all districts of a region
AUTHORITY = Q(kind=PlaceKind.DISTRICT) | Q(district_cds__isnull=False)


class CannotPropose(Refused):
    """What was asked cannot be kept; the text says what to change."""


@dataclass(frozen=True)
class Hub:
    """A proposed site: who would come and how far, one way on average. `site` where it is one already."""

    county: Place | None
    name: str
    latitude: float
    longitude: float
    teams: int
    people: int
    km: float
    site: Site | None

    @property
    def key(self) -> str:
        return self.county.key if self.county else ""


@dataclass(frozen=True)
class Going:
    """A team and where it would go, with hours on the road one way; no hub and None where it joins by link."""

    name: str
    county: str
    people: int
    hub: str
    hours: float | None


@dataclass(frozen=True)
class Proposal:
    """Hours are there and back, for all people. `alone` is the one site that makes them least; `gap` what could be saved yet."""

    hubs: Sequence[Hub]
    closed: Sequence[Hub]
    going: Sequence[Going]
    county_hours: dict[str, float]
    hours: float
    alone: float
    alone_name: str
    gap: float

    @property
    def saved(self) -> float:
        return self.alone - self.hours


@dataclass(frozen=True)
class Wish:
    """What a planner says: how many sites, for whom, with how many seats."""

    counties: Sequence[Place]
    open_sites: int
    each: int  # people from each district
    seats: int | None = None
    far: float | None = None  # hours one way; teams with a longer way join by link
    registered: bool = False  # those who have registered, not all districts


def counties_of_collaborative(collaborative: Collaborative) -> list[Place]:
    """Those that take part and whose seat has a point."""
    ids = Participation.objects.filter(collaborative=collaborative, bond=Bond.COUNTY, left_on=None).values("place_id")
    rows = Place.objects.filter(pk__in=ids, kind=PlaceKind.COUNTY, latitude__isnull=False, longitude__isnull=False)
    return list(rows.order_by("name"))


def expected_teams(convening: Convening, wish: Wish) -> list[tuple[Team, str]]:
    """Who would come from where, each with its name: the districts of these counties, or those who have registered."""
    if wish.registered:
        rows = Registration.objects.filter(
            convening=convening, state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING],
            place__latitude__isnull=False, place__longitude__isnull=False,
        )  # fmt: skip
        found = rows.values_list("place_id", "place__name", "place__county", "place__latitude", "place__longitude")
        counted = found.annotate(n=Count("pk")).order_by("place__name")
        return [
            (Team(str(pk), lat or 0.0, lon or 0.0, n, county or ""), name) for pk, name, county, lat, lon, n in counted
        ]
    codes = [county.county for county in wish.counties]
    places = Place.objects.filter(AUTHORITY, county__in=codes, status=Status.OPEN, longitude__isnull=False)
    read = places.order_by("name").values_list("pk", "name", "county", "latitude", "longitude")
    return [(Team(str(pk), lat or 0.0, lon or 0.0, wish.each, county), name) for pk, name, county, lat, lon in read]


def propose_hubs(convening: Convening, wish: Wish) -> Proposal | None:
    """The sites to open and who goes where; None where nobody is expected. Raises CannotPropose with a sentence.

    Sites in person that the convening has already stay open; they stand for their county's seat.
    """
    teams = expected_teams(convening, wish)
    held = Site.objects.filter(convening=convening, kind=SiteKind.IN_PERSON, latitude__isnull=False)
    places = _places(wish, list(held.select_related("county").order_by("number")))
    if not teams or not places:
        return None
    candidates = [
        Candidate(key, hub.latitude, hub.longitude, _seats(hub, wish), 0, hub.site is not None)
        for key, hub in places.items()
    ]
    most = min(max(wish.open_sites, _fixed(places)), len(candidates))
    beyond = None if wish.far is None else wish.far * KM_PER_HOUR
    question = Question(
        tuple(team for team, _place in teams), tuple(candidates), most, ROAD_FACTOR, remote_beyond=beyond
    )
    _check_room(question)
    try:
        found = answer(question, limit=Limit(steps=STEPS))
    except Infeasible:
        raise CannotPropose(
            _("The teams do not fit into so many sites. Open more sites, or give more seats.")
        ) from None
    free = tuple(one._replace(capacity=None, fixed=False) for one in candidates)
    alone = answer(Question(question.teams, free, 1, ROAD_FACTOR), limit=Limit(steps=STEPS))
    return _proposal(teams, places, found, alone)


def _check_room(question: Question) -> None:
    """The engine would say so too, but in English alone."""
    if question.remote_beyond is not None or any(one.capacity is None for one in question.sites):
        return
    rooms = sorted(question.sites, key=lambda one: (not one.fixed, -(one.capacity or 0)))[: question.open_sites]
    people, seats = sum(team.people for team in question.teams), sum(one.capacity or 0 for one in rooms)
    if people > seats:
        words = {"people": people, "sites": len(rooms), "seats": seats}
        raise CannotPropose(
            _("%(people)d people are expected, but %(sites)d sites hold %(seats)d. Open more sites, give more seats, or "
              "let teams with a long way join by link.") % words
        )  # fmt: skip


def _places(wish: Wish, held: Iterable[Site]) -> dict[str, Hub]:
    places: dict[str, Hub] = {}
    taken = set()
    for site in held:
        taken.add(site.county_id)
        places[f"site-{site.number}"] = Hub(
            site.county, site.name, site.latitude or 0.0, site.longitude or 0.0, 0, 0, 0.0, site
        )
    for county in wish.counties:
        if county.pk not in taken:
            seat = atlas.counties()[county.county].seat if county.county in atlas.counties() else county.name
            places[county.key] = Hub(county, seat, county.latitude or 0.0, county.longitude or 0.0, 0, 0, 0.0, None)
    return places


def _seats(hub: Hub, wish: Wish) -> int | None:
    return hub.site.capacity if hub.site is not None and hub.site.capacity is not None else wish.seats


def _fixed(places: dict[str, Hub]) -> int:
    return sum(hub.site is not None for hub in places.values())


def _proposal(teams: list[tuple[Team, str]], places: dict[str, Hub], found: Hubs, alone: Hubs) -> Proposal:
    names = {code: county.name for code, county in atlas.counties().items()}
    going = [
        Going(name, names.get(team.county, ""), int(team.people), places[hub].name, found.km[team.id] / KM_PER_HOUR)
        if (hub := found.assignment[team.id]) != REMOTE
        else Going(name, names.get(team.county, ""), int(team.people), "", None)
        for team, name in teams
    ]  # fmt: skip
    hubs = [
        _with_people(places[key], [team for team, _place in teams if found.assignment[team.id] == key], found)
        for key in found.open
    ]
    only = alone.open[0] if alone.open else ""
    return Proposal(
        hubs=sorted(hubs, key=lambda hub: -hub.people),
        closed=[hub for key, hub in places.items() if key not in found.open],
        going=sorted(going, key=lambda one: (one.county, one.name)),
        county_hours={code: km / KM_PER_HOUR for code, km in found.county_km.items()},
        hours=sum(2 * one.people * one.hours for one in going if one.hours is not None),
        alone=sum(2 * team.people * alone.km[team.id] / KM_PER_HOUR for team, _place in teams),
        alone_name=places[only].name if only else "",
        gap=found.gap,
    )


def _with_people(hub: Hub, teams: list[Team], found: Hubs) -> Hub:
    people = sum(team.people for team in teams)
    km = sum(found.km[team.id] * team.people for team in teams) / people if people else 0.0
    return Hub(hub.county, hub.name, hub.latitude, hub.longitude, len(teams), int(people), km, hub.site)
