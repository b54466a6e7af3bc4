"""One's own page is one list: due, next, new, whom to meet; the first thing that is due has the button."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import translation

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.activity.models import Activity, Notice
from groundswell.collaboratives.models import Participation, Task
from groundswell.collaboratives.services.tasks import add_task
from groundswell.convenings.choices import How, RegistrationState
from groundswell.convenings.models import Introduction, Registration
from groundswell.convenings.selectors.registrations import registration_by_secret
from groundswell.convenings.services.after import answer_survey
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.follow_ups import plan_follow_up
from groundswell.convenings.services.planning import (
    cancel_convening,
    change_convening,
    change_site_plan,
    postpone_convening,
)
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.home.agenda import Kind, Line, short_day, what_is_due
from groundswell.instruments.given import Given
from groundswell.instruments.services.instruments import close_instrument
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition, add_position
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.services.commitments import make_commitment, say_what_became
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    START,
    collaborative,
    convening,
    counties,
    entrant,
    redding,
    school,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(redding, school) -> Registration:  # noqa: F811
    return register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))


def lines_on(page: str) -> list[tuple[str, str]]:
    """(why it is there, title) of each line."""
    found = re.findall(r'<p class="when"><b>([^<]+)</b>[^<]*</p><h3>(.*?)</h3>', page)
    return [(kind, re.sub("<[^>]+>", "", title)) for kind, title in found]


def today_page(client: Client, user: Any) -> str:
    client.force_login(user)
    return client.get("/today/").content.decode()


@pytest.mark.parametrize(
    ("days", "words"),
    [(-400, "Jan 6, 2026"), (-3, "Feb 7"), (-1, "yesterday"), (0, "today"), (1, "tomorrow"), (2, "Fri"), (7, "Feb 17")],
)
def test_day_is_told_as_one_says_it(days, words):
    with clock.at(START + timedelta(days=1)):
        assert short_day(date(2027, 2, 10) + timedelta(days=days)) == words


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ([], "Nothing is due this week."),
        ([30], "Nothing is due this week."),
        ([None, 30], "1 thing waits for you."),
        ([None, 7], "1 thing is due this week."),
        ([0, -1, -2], "2 things are overdue."),
    ],
)
def test_sentence_says_the_most_pressing(days, words):
    with clock.at(START):
        lines = [Line(Kind.DUE, clock.today() + timedelta(days=n) if n is not None else None, "x") for n in days]
        assert what_is_due([*lines, Line(Kind.NEXT, clock.today(), "y")]) == words


def test_what_is_due_stands_first_by_its_day_and_only_its_first_has_a_button(client, collaborative, ana):  # noqa: F811
    for title, days in (("Later", 9), ("Sooner", 2), ("Some day", None)):
        due_on = clock.today() + timedelta(days=days) if days else None
        add_task(by=None, collaborative=collaborative, title=title, owner=ana.person, due_on=due_on)
    page = today_page(client, ana.person.user)
    assert lines_on(page)[:4] == [("Due", "Sooner"), ("Due", "Later"), ("Due", "Some day"), ("Next", "Talk")]
    assert page.count("Open the task") == 1


def test_after_a_convening_who_was_there_is_asked_for_the_survey_until_it_is_sent(client, ana, redding):  # noqa: F811
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    asked = ("Due", "Say what you took away from Talk")
    with clock.at(START):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    with clock.at(START + timedelta(days=1)):
        assert lines_on(today_page(client, ana.person.user)) == [asked, ("New", "Talk")]
        answer_survey(
            registration=registration_by_secret(ana.secret), given=[Given("follow_up", choice="no")], language="en"
        )
        assert lines_on(today_page(client, ana.person.user)) == [("New", "Talk")]
    with clock.at(START + timedelta(days=90)):
        assert lines_on(today_page(client, ana.person.user)) == []


def test_who_was_not_there_is_asked_nothing_afterwards(client, ana):
    with clock.at(START + timedelta(days=1)):
        assert "Nothing waits for you" in today_page(client, ana.person.user)


def test_colleague_is_asked_whether_they_come_and_who_waits_is_told_so(client, ana):
    Registration.objects.filter(pk=ana.pk).update(confirmed_at=None, state=RegistrationState.WAITING, waiting_number=1)
    page = today_page(client, ana.person.user)
    assert lines_on(page) == [("Due", "Will you come to Talk?"), ("Next", "Talk")]
    assert ("on the waiting list" in page, "Say yes or no" in page) == (True, True)


def test_commitment_is_next_until_it_is_due_and_what_was_kept_is_told(client, ana):
    due_on = clock.today() + timedelta(days=20)
    row = make_commitment(
        by=ana.person.user,
        person=ana.person,
        convening=ana.convening,
        kind=CommitmentKind.TRY,
        text="One move",
        due_on=due_on,
    )
    assert ("Next", "One move") in lines_on(today_page(client, ana.person.user))
    with clock.at(clock.now() + timedelta(days=15)):
        assert lines_on(today_page(client, ana.person.user))[0] == ("Due", "One move")
    say_what_became(by=ana.person.user, commitment=row, person=ana.person, word=Word.KEPT, reached=4)
    page = today_page(client, ana.person.user)
    assert "You kept 1 thing that you meant to do. You count 4 colleagues whom it reached." in page


def test_notices_are_new_until_read(client, ana):
    told = Activity.objects.create(verb="access.role_given", space=ana.convening.space, facts={"role": "host"})
    notice = Notice.objects.create(user=ana.person.user, activity=told)
    assert [kind for kind, _title in lines_on(today_page(client, ana.person.user))] == ["Next", "New"]
    Notice.objects.filter(pk=notice.pk).update(read_at=clock.now())
    assert [kind for kind, _title in lines_on(today_page(client, ana.person.user))] == ["Next"]


@pytest.mark.parametrize("both", [False, True])
def test_whom_one_was_introduced_to_is_there_to_meet_with_an_address_only_where_both_agreed(client, ana, both):
    ben = provide_person(by=None, email="ben@example.org", given_name="Ben")
    at = clock.now() if both else None
    Introduction.objects.create(convening=ana.convening, person=ana.person, other=ben, address_at=at)
    with clock.at(START):
        check_in(by=None, registration=ana, site=ana.site, how=How.NAME)
    page = today_page(client, ana.person.user)
    assert ("Meet", "Ben") in lines_on(page)
    assert ("mailto:ben@example.org" in page) is both


def test_page_is_in_the_reader_s_language(client, ana):
    User.objects.filter(pk=ana.person.user_id).update(language="es")
    Registration.objects.filter(pk=ana.pk).update(confirmed_at=None)
    with translation.override("es"):
        page = today_page(client, User.objects.get(pk=ana.person.user_id))
    assert [kind for kind, _title in lines_on(page)] == ["Falta", "Sigue"]


def test_page_costs_the_same_with_two_lines_of_a_kind_and_with_four(
    client,
    collaborative,  # noqa: F811
    ana,
    django_assert_max_num_queries,
):
    add_task(by=None, collaborative=collaborative, title="Call", owner=ana.person)
    today_page(client, ana.person.user)
    costs = []
    for _n in range(2):
        for _m in range(2):
            add_task(by=None, collaborative=collaborative, title="Call", owner=ana.person)
        with django_assert_max_num_queries(20) as asked:
            client.get("/today/")
        costs.append(len(asked))
    assert costs[0] == costs[1]


def test_what_is_open_to_people_of_one_s_county_is_offered_until_one_has_registered(
    client,
    collaborative,  # noqa: F811
    counties,  # noqa: F811
    redding,  # noqa: F811
    school,  # noqa: F811
):
    Participation.objects.create(collaborative=collaborative, place=counties["shasta"], bond="county")
    ben = provide_person(by=None, email="ben@example.org", given_name="Ben")
    offered = "Open to you"
    assert offered not in today_page(client, ben.user)
    add_position(by=None, person=ben, new=NewPosition(place=school, role="teacher"))
    assert offered in today_page(client, ben.user)
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ben", school))
    assert offered not in today_page(client, ben.user)


def test_follow_up_is_due_once_its_day_is_over_and_nobody_has_said_that_it_was_held(client, ana, counties):  # noqa: F811
    fields = {"title": "Planning together", "owner": ana.person, "starts_at": START}
    plan_follow_up(by=None, convening=ana.convening, county=counties["shasta"], fields=fields)
    assert ("Next", "Planning together") in lines_on(today_page(client, ana.person.user))
    with clock.at(START + timedelta(days=2)):
        page = today_page(client, ana.person.user)
        assert ("Due", "Planning together") in lines_on(page)
        assert "Say that it was held" in page


def test_task_that_its_owner_hands_over_is_offered_to_the_other_alone(client, collaborative, ana):  # noqa: F811
    ben = provide_person(by=None, email="ben@example.org", given_name="Ben")
    task = add_task(by=None, collaborative=collaborative, title="Call", owner=ana.person)
    Task.objects.filter(pk=task.pk).update(offered_to=ben)
    offered = [("offered to you" in today_page(client, person.user)) for person in (ana.person, ben)]
    assert offered == [False, True]


def test_convening_that_is_canceled_asks_nobody_whether_they_come_and_is_called_so(client, ana):
    Registration.objects.filter(pk=ana.pk).update(confirmed_at=None)
    cancel_convening(by=None, convening=ana.convening)
    page = today_page(client, ana.person.user)
    assert (lines_on(page), "canceled" in page) == ([("Next", "Talk")], True)


def test_convening_that_is_postponed_stays_in_sight_without_its_old_day(client, ana):
    postpone_convening(by=None, convening=ana.convening, days=None)
    for days in (0, 100):
        with clock.at(START + timedelta(days=days)):
            client.force_login(ana.person.user)
            (line,) = client.get("/today/").context["lines"]
            assert (line.kind, line.title, line.day, line.mark[1]) == (Kind.NEXT, "Talk", None, "postponed")


def test_convening_that_goes_on_for_days_is_of_today_on_its_second_day(client, ana, redding):  # noqa: F811
    change_convening(by=None, convening=redding.convening, fields={"ends_at": START + timedelta(days=1, hours=7)})
    with clock.at(START + timedelta(days=1)):
        page = today_page(client, ana.person.user)
    assert re.search(r"<b>Next</b>\s*<[^>]*>\s*today|<b>Next</b>[^<]*today", page), page


def test_organizers_and_hosts_keep_a_postponed_convening_in_sight(client, redding, collaborative):  # noqa: F811
    for role, space in (("lead", collaborative.space), ("site-host", redding.space)):
        person = provide_person(by=None, email=f"{role}@example.org", given_name=role, family_name="Example")
        give_role(by=None, user=person.user, role=role, space=space)
        if role == "site-host":
            change_site_plan(by=None, site=redding, fields={"host": person})
        postpone_convening(by=None, convening=redding.convening, days=None)
        with clock.at(START + timedelta(days=100)):
            assert ("Next", "Talk") in lines_on(today_page(client, person.user)), role


def test_survey_that_is_closed_is_not_due_any_more(client, ana, redding):  # noqa: F811
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    with clock.at(START):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    asked = ("Due", "Say what you took away from Talk")
    with clock.at(START + timedelta(days=1)):
        assert asked in lines_on(today_page(client, ana.person.user))
        close_instrument(by=None, instrument=survey)
        assert asked not in lines_on(today_page(client, ana.person.user))
