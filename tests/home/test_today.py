"""What greets somebody on their own page."""

from datetime import UTC, datetime, timedelta

import pytest

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.collaboratives.services.tasks import add_task
from groundswell.convenings.choices import How
from groundswell.convenings.models import Convening
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.hosting import name_host
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.home.views import greeting
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    END,
    START,
    collaborative,
    convening,
    counties,
    entrant,
    redding,
    school,
)

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


@pytest.mark.django_db
def test_today_names_a_convening_in_the_reader_s_language(client, redding, school):  # noqa: F811
    Convening.objects.filter(pk=redding.convening_id).update(title_es="Hablar")
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    client.force_login(row.person.user)
    seen = []
    for language in ("en", "es"):
        User.objects.filter(pk=row.person.user_id).update(language=language)
        page = client.get("/today/").content.decode()
        seen.append(("Talk" in page, "Hablar" in page))
    assert seen == [(True, False), (False, True)]


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("en", "Tuesday, February 9"), ("es", "martes, 9 de febrero")])
def test_today_is_written_as_the_language_writes_it(client, language, words):
    ana = provide_person(by=None, email="ana@example.org", given_name="Ana")
    User.objects.filter(pk=ana.user_id).update(language=language)
    client.force_login(ana.user)
    with clock.at(NOON):
        assert words in client.get("/today/").content.decode()


@pytest.mark.django_db
def test_host_finds_the_list_until_it_is_closed(client, redding):  # noqa: F811
    hana = provide_person(by=None, email="hana@example.org", given_name="Hana")
    name_host(by=None, site=redding, person=hana)
    client.force_login(hana.user)
    seen = []
    for days in (13, 15):
        with clock.at(END + timedelta(days=days)):
            seen.append("You host" in client.get("/today/").content.decode())
    assert seen == [True, False]


@pytest.mark.django_db
def test_reports_alone_are_not_announced_as_nothing(client, redding, school, collaborative):  # noqa: F811
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    reader = provide_person(by=None, email="reader@example.org", given_name="Rea")
    give_role(by=None, user=reader.user, role="evaluator", space=collaborative.space)
    with clock.at(START):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
    with clock.at(START + timedelta(days=1)):
        client.force_login(reader.user)
        page = client.get("/today/").content.decode()
    assert ("Nothing waits for you" in page, "1 person was there" in page) == (False, True)
