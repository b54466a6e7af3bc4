"""A list asks the database as often with three things on it as with one; no page asks more than twenty times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from tools.addresses import addresses

from groundswell.collaboratives.services.tasks import add_task
from groundswell.collaboratives.services.vision import raise_need
from groundswell.convenings.models import FollowUpRequest
from groundswell.convenings.services.planning import add_site, plan_convening, publish_convening
from groundswell.core import clock
from tests.architecture.visits import sign_in, visit
from tests.architecture.world import BEFORE, BEGIN, END, World, register

pytestmark = pytest.mark.django_db
TRANSACTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK")
MOST = 20  # the day's own pages have less: tests/convenings/test_queries_of_the_day.py
RECORDED = 3  # statements that write down who took a file
ROLES = (
    "county-coordinator",
    "evaluator",
    "operator",
    "organizer",
    "site-host",
    "stranger",
    "superintendent",
    "teacher",
)


def more(world: World, *words: str) -> None:
    """As many more of everything that lists show."""
    side = world.inside
    with clock.at(BEFORE):
        for word in words:
            raise_need(by=None, collaborative=side.collaborative, title=word, statement=word, subject="both")
            add_task(by=None, collaborative=side.collaborative, title=word, county=side.county, owner=side.lead)
            row = register(side.convening, side.site, side.county.county, word, side.school)
            request = FollowUpRequest(registration=row, county=side.county, topic="team", words=word)
            request.full_clean()
            request.save()
            fields = {"title": word, "subject": "both", "starts_at": BEGIN, "ends_at": END}
            convening = plan_convening(by=None, collaborative=side.collaborative, fields=fields)
            add_site(by=None, convening=convening, kind="online", fields={"name": "By link"})
            publish_convening(by=None, convening=convening)


def count(world: World, who: str, path: str) -> int:
    client = sign_in(world.users[who])
    visit(client, "get", path)  # what is read once for a process is read
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert visit(client, "get", path).status_code == 200
    return sum(1 for query in asked if "SAVEPOINT" not in query["sql"])


def pages_of(world: World) -> list[tuple[str, str]]:
    side = world.inside
    own, day = f"/collaboratives/{side.collaborative.key}", f"/c/{side.convening.key}"
    return [
        ("lead", "/collaboratives/"), ("lead", "/convenings/"), ("lead", f"{day}/sites/1/"), ("lead", f"{own}/tasks/"),
        ("lead", f"{own}/needs/"), ("county-coordinator", f"/counties/{side.county.key}/follow-ups/"),
        ("lead", "/today/"), ("lead", f"{day}/report/"),
    ]  # fmt: skip


def test_lists_ask_as_often_with_three_things_as_with_one(world):
    pages = pages_of(world)
    more(world, "Second")
    few = {page: count(world, *page) for page in pages}
    more(world, "Third", "Fourth")
    many = {page: count(world, *page) for page in pages}
    assert many == few
    assert {path: asked for (_who, path), asked in few.items() if asked > MOST} == {}


def asks_too_often(world: World, who: str) -> dict[str, int]:
    """Pages of the inside that answer 200 to this person with more queries than they may have."""
    client = sign_in(None if who == "stranger" else world.users[who])
    found = {}
    for address in addresses():
        path = address.at(world.inside)
        if (first := visit(client, "get", path)).status_code != 200:
            continue
        most = MOST + RECORDED if first.streaming else MOST
        with CaptureQueriesContext(connection) as asked:
            visit(client, "get", path)
        queries = sum(not query["sql"].startswith(TRANSACTION) for query in asked)
        if queries > most:
            found[path] = queries
    return found


def test_no_page_of_a_lead_asks_too_often(world):
    assert asks_too_often(world, "lead") == {}


@pytest.mark.slow
@pytest.mark.parametrize("who", ROLES)
def test_no_page_of_another_role_asks_too_often(world, who):
    assert asks_too_often(world, who) == {}
