"""What the day's pages cost: at most eight queries each, on a day as it is: eight sites, 300 people, questions, notes."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import How, SiteKind
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.services.checkin import check_in, make_code
from groundswell.convenings.services.entrants import Party
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import (
    SessionPlan,
    add_session,
    add_site,
    change_site_plan,
)
from groundswell.convenings.services.registering import settle_parties
from groundswell.convenings.services.room import call_question, close_question, move_room, tell_line
from groundswell.convenings.services.saying import Post, What, keep_posts
from groundswell.core import clock
from groundswell.instruments.services.starters import provide_discourse_tool
from groundswell.people.services.people import provide_person
from groundswell.spaces.services.platform import provide_platform
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db
MOST = 8
PEOPLE = 300


@dataclass
class Busy:
    """A convening in the middle of its day."""

    convening: Convening
    sites: list[Site]
    people: list[Registration]
    questions: list[Any]

    def address(self, name: str, *more: object) -> str:
        return reverse(f"convenings:{name}", args=[self.convening.key, *more])


def say(day: Busy, what: What, count: int) -> list[Any]:
    return keep_posts(
        [
            Post(
                what=what, convening=day.convening, site=day.sites[n % len(day.sites)], owner=f"v{n}",
                person=day.people[n].person, text=f"{what.value} {n}",
            )
            for n in range(count)
        ]
    )  # fmt: skip


@pytest.fixture
def busy(convening, redding, counties) -> Busy:
    """Eight sites, six sessions with materials, 300 registered, 40 here, at tables; 30 questions and 30 notes."""
    provide_discourse_tool(owner=provide_platform())
    change_site_plan(by=None, site=redding, fields={"capacity": None})
    more = [
        add_site(
            by=None,
            convening=convening,
            kind=SiteKind.IN_PERSON,
            county=counties["lassen"],
            fields={"name": f"Site {n}"},
        )
        for n in range(2, 9)
    ]
    day = Busy(convening, [redding, *more], [], [])
    sessions = []
    for number in range(6):
        at = START + timedelta(hours=number)
        fields = {"title": f"Session {number}", "mode": "joint", "starts_at": at, "ends_at": at + timedelta(hours=1)}
        sessions.append(add_session(by=None, convening=convening, plan=SessionPlan(fields)))
        for word in ("Sheet", "Slides"):
            add_material(by=None, convening=convening, session=sessions[-1], fields={"title": word})
    parties = [Party(None, convening, day.sites[n % 8], [entrant(f"p{n}")]) for n in range(PEOPLE)]
    settle_parties(parties)
    day.people = list(Registration.objects.select_related("person", "site").order_by("pk"))
    with clock.at(START):
        for site in day.sites:
            make_code(by=None, site=site)
            tell_line(by=None, site=site, ready=True)
        for row in day.people[:40]:
            check_in(by=None, registration=row, site=row.site, how=How.NAME)
        move_room(by=None, convening=convening, session=sessions[1], mode="joint", message="Welcome back")
        day.questions = say(day, What.QUESTION, 30)
        close_question(by=None, question=day.questions[0], state="answered")
        call_question(by=None, question=day.questions[1])
        say(day, What.NOTE, 30)
        at_redding = [row.pk for row in day.people if row.site_id == redding.pk]
        tables = {f"Table {n}": at_redding[n::6] for n in range(6)}
        seat_groups(by=None, convening=convening, kind="table", session=sessions[1], site=redding, tables=tables)
        yield day


def sign_in(convening: Convening) -> Client:
    lead = provide_person(by=None, email="lead@example.org", given_name="Lea")
    give_role(by=None, user=lead.user, role="organizer", space=convening.space)
    client = Client()
    client.force_login(lead.user)
    client.get(reverse("convenings:index"))  # a session writes down when it was last used, once in a while
    return client


def let_in(secret: str) -> Client:
    client = Client()
    client.get(reverse("convenings:enter", args=[secret]))
    return client


def count(client: Client, path: str, said: dict[str, Any] | None = None) -> int:
    """How many statements the page asks for, or its answer to a post; savepoints stand for begin and commit, and a lock keeps
    the live numbers in order where beginning alone does not.
    """
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(path) if said is None else client.post(path, said)
    assert answer.status_code in ((200,) if said is None else (302, 422))
    return sum(not any(word in query["sql"] for word in ("SAVEPOINT", "pg_advisory")) for query in asked)


def test_day_pages_ask_at_most_eight_queries(busy):
    inside, host = let_in(busy.people[0].secret), sign_in(busy.convening)
    guest = Client()
    with clock.at(START + timedelta(minutes=5)):
        code = busy.sites[2].codes.get().code
        guest.post(reverse("convenings:join"), {"code": code, "email": ""})
        counts = {
            "room": count(inside, busy.address("room")),
            "room of a guest": count(guest, busy.address("room")),
            "room of a host": count(host, busy.address("room")),
            "room again with an error": count(inside, busy.address("ask"), {"text": ""}),
            "desk": count(host, busy.address("desk")),
            "site": count(host, busy.address("host", 1)),
            "site, a name looked for": count(host, f"{busy.address('host', 1)}?q=p1"),
            "screen": count(host, busy.address("screen", 1)),
        }
    assert {name: asked for name, asked in counts.items() if asked > MOST} == {}


def test_room_takes_posts_with_at_most_eight_statements(busy):
    inside = let_in(busy.people[0].secret)
    with clock.at(START + timedelta(minutes=5)):
        counts = {
            "ask": count(inside, busy.address("ask"), {"text": "Who speaks first?"}),
            "note": count(inside, busy.address("write"), {"text": "Pairs spoke first."}),
            "vote": count(inside, busy.address("vote"), {"question": busy.questions[2].pk}),
        }
    assert {name: asked for name, asked in counts.items() if asked > MOST} == {}


def test_day_pages_ask_as_often_when_more_is_there(busy):
    inside, host = let_in(busy.people[0].secret), sign_in(busy.convening)
    pages = [(inside, busy.address("room")), (host, busy.address("desk")), (host, busy.address("host", 1))]
    with clock.at(START + timedelta(minutes=5)):
        few = [count(*page) for page in pages]
        say(busy, What.QUESTION, 20)
        say(busy, What.NOTE, 20)
        for row in busy.people[40:80]:
            check_in(by=None, registration=row, site=row.site, how=How.NAME)
        assert [count(*page) for page in pages] == few
