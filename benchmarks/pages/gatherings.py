"""Twenty collaboratives with two hundred convenings in every state, and 60,000 registrations.

What is planned is planned by services. Registrations and attendance are written by sets, with the counters of their sites.
"""

import random
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.services.collaboratives import add_member, add_place, form_collaborative
from groundswell.convenings.choices import ConveningState, How, RegistrationState, SiteKind
from groundswell.convenings.models import Attendance, Convening, Registration, Session, Site
from groundswell.convenings.services.entrants import km_between
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    cancel_convening,
    plan_convening,
    postpone_convening,
    publish_convening,
    set_aims,
)
from groundswell.core import clock
from groundswell.people.models import Person, Position
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place

BEGIN = datetime(2027, 2, 9, 16, 30, tzinfo=UTC)  # the inside convening's day
NOW = BEGIN + timedelta(hours=2)
FIRST = BEGIN - timedelta(days=720)
CONVENINGS, REGISTRATIONS, LARGEST = 200, 60_000, 1_000
DEEP = (0, 40, 80, 120, 140)  # of these everything is there, see `depth`; the first is the inside
HELD_NO_MORE = {10: "draft", 11: "postponed", 12: "cancelled"}  # by the number's remainder of 20
INSIDE_COUNTIES = ("19", "30", "37", "33", "36", "56", "40", "42")


@dataclass
class Crowd:
    """Everybody, with the place of their position, by county."""

    people: dict[str, list[tuple[int, Place]]] = field(default_factory=dict)

    def some(self, rng: random.Random, counties: list[str], count: int) -> list[tuple[int, Place]]:
        """So many different people, from these counties while there are enough."""
        near = [one for county in counties for one in self.people.get(county, ())]
        if len(near) < count:
            near = [one for some in self.people.values() for one in some]
        return rng.sample(near, count)


@dataclass
class Gathering:
    """A convening with what was planned for it."""

    number: int
    convening: Convening
    sites: list[Site]
    sessions: list[Session]
    rows: list[Registration] = field(default_factory=list)


def read_crowd() -> Crowd:
    crowd = Crowd()
    for row in Position.objects.select_related("place").exclude(place=None).order_by("person_id").iterator(5_000):
        if row.place is not None:
            crowd.people.setdefault(row.place.county, []).append((row.person_id, row.place))
    return crowd


def form_collaboratives() -> list[tuple[Collaborative, list[Place], Person]]:
    """Each with its counties and its lead; the first is the inside."""
    counties = list(Place.objects.select_related("space").filter(kind=PlaceKind.COUNTY).order_by("county"))
    inside = [next(row for row in counties if row.county == code) for code in INSIDE_COUNTIES]
    rest = [row for row in counties if row not in inside]
    made = []
    for number in range(20):
        own = inside if number == 0 else rest[number - 1 :: 19]
        fields = {"name": f"Collaborative {number + 1}", "subject": "both", "scope": "region", "home": own[0]}
        row = form_collaborative(by=None, key=f"collaborative-{number + 1}", fields=fields)
        for place in own:
            add_place(by=None, collaborative=row, place=place)
        people = [
            provide_person(
                by=None, email=f"lead-{number}-{n}@example.org", given_name="Lead", family_name=f"{number} {n}",
                position=NewPosition("county_specialist", own[n % len(own)]),
            )
            for n in range(12)
        ]  # fmt: skip
        for n, person in enumerate(people):
            part = "lead" if n < 2 else "representative" if n < 8 else "faculty"
            add_member(by=None, collaborative=row, person=person, part=part, place=own[n % len(own)])
        made.append((row, own, people[0]))
    return made


def plan_all(formed: list[tuple[Collaborative, list[Place], Person]]) -> list[Gathering]:
    """Number 0 is on its day; the others are spread over two years before and half a year after."""
    made = []
    for number in range(CONVENINGS):
        collaborative, counties, lead = formed[number % len(formed)]
        starts = BEGIN + timedelta(days=0 if number == 0 else -700 + number * 860 // CONVENINGS)
        with clock.at(min(starts, NOW) - timedelta(days=60)):
            made.append(plan_one(number, collaborative, counties, lead, starts))
    return made


def plan_one(
    number: int, collaborative: Collaborative, counties: list[Place], lead: Person, starts: datetime
) -> Gathering:
    ends = starts + timedelta(hours=7)
    fields = {"title": f"Gathering {number}", "subject": "both", "starts_at": starts, "ends_at": ends, "hours": "5.5"}
    convening = plan_convening(by=lead.user, collaborative=collaborative, fields=fields)
    large = number == 0
    sites = []
    for n in range(8):
        county = counties[n % len(counties)]
        more = {"name": f"Town {n + 1}", "latitude": county.latitude, "longitude": county.longitude, "host": lead}
        more["capacity"] = (320 if n == 0 else 95) if large else 90 if number in DEEP else 36
        kind = SiteKind.ONLINE if n == 7 else SiteKind.IN_PERSON
        more |= {"capacity": None, "link": "https://video.example.org/room"} if n == 7 else {}
        sites.append(add_site(by=lead.user, convening=convening, kind=kind, county=county, fields=more))
    sessions = []
    for n in range(6):
        at = starts + timedelta(hours=n)
        said = {
            "title": f"Session {n + 1}",
            "mode": "local" if n % 2 else "joint",
            "starts_at": at,
            "host_notes": "Camera, sound.",
        }
        plan = SessionPlan(said | {"ends_at": at + timedelta(hours=1)}, people=[(lead, "speaker")])
        sessions.append(add_session(by=lead.user, convening=convening, plan=plan))
    set_aims(by=lead.user, convening=convening, aims=[(f"Aim {n}", f"Meta {n}") for n in range(1, 5)])
    state = None if number in DEEP else HELD_NO_MORE.get(number % 20)
    if state != "draft":
        publish_convening(by=lead.user, convening=convening)
    if state == "postponed":
        postpone_convening(by=lead.user, convening=convening, days=30)
        Convening.objects.filter(pk=convening.pk).update(state=ConveningState.POSTPONED)
    if state == "cancelled":
        cancel_convening(by=lead.user, convening=convening)
    if lead.user is not None:
        give_role(by=None, user=lead.user, role="organizer", space=convening.space)
    convening.refresh_from_db(fields=["state", "starts_at", "ends_at", "changes"])
    return Gathering(number, convening, sites, sessions)


def register_all(made: list[Gathering], crowd: Crowd, codes: dict[int, list[str]]) -> None:
    """60,000 in all: as many as fit have a seat, the others wait in order; one of 30 gave the place back."""
    rng = random.Random(9)
    counties = {row.county: row for row in Place.objects.filter(kind=PlaceKind.COUNTY)}
    open_ones = [one for one in made if one.convening.state != ConveningState.DRAFT]
    wanted = {one.number: 620 for one in open_ones if one.number in DEEP} | {0: LARGEST}
    rest = [one for one in open_ones if one.number not in wanted]
    left = REGISTRATIONS - sum(wanted.values())
    wanted |= {one.number: left // len(rest) + (n < left % len(rest)) for n, one in enumerate(rest)}
    for one in open_ones:
        people = crowd.some(rng, codes[one.convening.collaborative_id], wanted[one.number])
        register(one, people, counties, rng)


def register(one: Gathering, people: list[tuple[int, Place]], counties: dict[str, Place], rng: random.Random) -> None:
    taken, queued = [0] * 8, [0] * 8
    for number, (person, place) in enumerate(people):
        n = 0 if one.number == 0 and number % 3 == 0 else rng.randrange(8)
        site = one.sites[n]
        gone = number % 30 == 29
        seated = not gone and (site.capacity is None or taken[n] < site.capacity)
        taken[n] += seated
        queued[n] += not gone and not seated
        at = min(one.convening.starts_at, NOW) - timedelta(days=rng.uniform(1, 55))
        state = RegistrationState.REGISTERED if seated else RegistrationState.WAITING
        one.rows.append(
            Registration(
                convening=one.convening, person_id=person, site=site, secret=secrets.token_urlsafe(32), place=place,
                county=counties[place.county], role="teacher", teaches="both", grades=7, km_to_site=km_between(place, site),
                state=RegistrationState.CANCELLED if gone else state, waiting_number=None if gone or seated else queued[n],
                made_at=at, confirmed_at=at, cancelled_at=at if gone else None,
            )
        )  # fmt: skip
    Registration.objects.bulk_create(one.rows, batch_size=500)
    for n, site in enumerate(one.sites):
        Site.objects.filter(pk=site.pk).update(taken=taken[n], queued=queued[n])
    begun = one.convening.starts_at
    if begun <= NOW and one.convening.state == ConveningState.PUBLISHED:
        here = [row for row in one.rows if row.state == RegistrationState.REGISTERED and rng.random() < 0.9]
        day = begun.astimezone(clock.PACIFIC).date()
        how = (How.QR, How.NAME, How.CODE)
        Attendance.objects.bulk_create(
            [
                Attendance(registration=row, site_id=row.site_id, day=day, came_at=begun, how=how[row.pk % 3])
                for row in here
            ],
            batch_size=500,
        )
