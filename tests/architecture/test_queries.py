"""A list asks the database as often with three things on it as with one, and never more than twenty times."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.collaboratives.services.tasks import add_task
from groundswell.collaboratives.services.vision import raise_need
from groundswell.convenings.models import FollowUpRequest
from groundswell.convenings.services.planning import add_site, plan_convening, publish_convening
from groundswell.core import clock
from tests.architecture.visits import sign_in, visit
from tests.architecture.world import BEFORE, BEGIN, END, World, register

pytestmark = pytest.mark.django_db
MOST = 20


def more(world: World) -> None:
    """Two more of everything that lists show."""
    side = world.inside
    with clock.at(BEFORE):
        for word in ("Second", "Third"):
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
    few = {page: count(world, *page) for page in pages}
    more(world)
    many = {page: count(world, *page) for page in pages}
    assert many == few
    assert {path: asked for (_who, path), asked in few.items() if asked > MOST} == {}
