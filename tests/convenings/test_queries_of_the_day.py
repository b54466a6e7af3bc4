"""What the day's pages cost: as many queries with many questions and people as with one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.convenings.choices import How
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.planning import SessionPlan, add_session, change_site_plan
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question, move_room, post_note
from groundswell.core import clock
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db


def count(client, path) -> int:
    """How many queries the page asks, the second time that it is shown."""
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


def test_room_asks_as_often_for_three_as_for_one(client, convening, redding):
    change_site_plan(by=None, site=redding, fields={"capacity": None})
    fields = {"title": "Keynote", "mode": "joint", "starts_at": START, "ends_at": END}
    session = add_session(by=None, convening=convening, plan=SessionPlan(fields))
    people = [
        register_person(by=None, convening=convening, site=redding, entrant=entrant(n)) for n in ("ana", "ben", "cem")
    ]
    counts = []
    with clock.at(START):
        move_room(by=None, convening=convening, session=session, mode="joint")
        client.get(reverse("convenings:enter", args=[people[0].secret]))
        for number in (1, 3):
            for row in people[:number]:
                check_in(by=None, registration=row, site=redding, how=How.NAME)
                ask_question(by=None, convening=convening, site=redding, owner=f"v{row.pk}", text="Why?")
                post_note(by=None, convening=convening, site=redding, owner=f"v{row.pk}", text="Heard it.")
            seat_groups(
                by=None, convening=convening, kind="table", session=session, site=redding,
                tables={"Table 1": [row.pk for row in people[:number]]},
            )  # fmt: skip
            counts.append(count(client, reverse("convenings:room", args=[convening.key])))
    assert counts[0] == counts[1]
    assert counts[0] <= 14
