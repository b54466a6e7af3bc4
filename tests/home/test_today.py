"""What greets somebody on their own page."""

from datetime import UTC, datetime, timedelta

import pytest

from groundswell.collaboratives.services.tasks import add_task
from groundswell.core import clock
from groundswell.home.views import greeting
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import collaborative, counties  # noqa: F401 - fixtures

NOON = datetime(2027, 2, 9, 20, 0, tzinfo=UTC)


@pytest.mark.parametrize(("hour", "words"), [(16, "Good morning"), (22, "Good afternoon"), (27, "Good evening")])
def test_greeting_follows_the_hour_in_california(hour, words):
    with clock.at(datetime(2027, 2, 9, tzinfo=UTC) + timedelta(hours=hour)):
        assert (greeting(""), greeting("Ana")) == (words, f"{words}, Ana")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("days", "words"),
    [(None, "Nothing is due this week."), (3, "1 thing is due this week."), (-3, "1 thing is overdue.")],
)
def test_today_says_what_is_due(client, collaborative, days, words):  # noqa: F811
    ana = provide_person(by=None, email="ana@example.org", given_name="Ana")
    with clock.at(NOON):
        if days is not None:
            due_on = clock.today() + timedelta(days=days)
            add_task(by=None, collaborative=collaborative, title="Call", owner=ana, due_on=due_on)
        client.force_login(ana.user)
        page = client.get("/today/").content.decode()
    assert ("Good afternoon, Ana" in page, words in page) == (True, True)
