"""The room and the desk: time that is left, who is here, questions called with one press, “ours too” from the desk."""

from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import How, QuestionState
from groundswell.convenings.models import Question, Room
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.planning import SessionPlan, add_session
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question, move_room
from groundswell.core import clock
from groundswell.instruments.services.starters import provide_discourse_tool
from groundswell.people.services.people import provide_person
from groundswell.spaces.services.platform import provide_platform
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def sessions(convening):
    """An hour together, then an hour at each site."""
    made = []
    for number, (title, mode) in enumerate((("Keynote", "joint"), ("Puzzle", "local"))):
        begins = START + timedelta(hours=number)
        fields = {"title": title, "mode": mode, "starts_at": begins, "ends_at": begins + timedelta(hours=1)}
        made.append(add_session(by=None, convening=convening, plan=SessionPlan(fields)))
    return made


@pytest.fixture
def lead(convening, client):
    person = provide_person(by=None, email="lead@example.org", given_name="Lea")
    give_role(by=None, user=person.user, role="organizer", space=convening.space)
    client.force_login(person.user)
    return person


@pytest.mark.parametrize(("minutes", "left", "done"), [(37, 23, 62), (0, 60, 0), (61, None, 100)])
def test_room_counts_the_minutes_of_its_session(convening, sessions, minutes, left, done):
    room = Room(convening=convening, session=sessions[0], mode="joint")
    with clock.at(START + timedelta(minutes=minutes)):
        assert (room.minutes_left, room.percent_done) == (left, done)


@pytest.mark.parametrize(("hours", "said"), [(-1, "It begins soon"), (0, "It has begun"), (30, "It is over")])
def test_room_of_a_convening_without_a_program_says_where_the_day_is(client, convening, redding, lead, hours, said):
    with clock.at(START + timedelta(hours=hours)):
        page = client.get(reverse("convenings:host", args=[convening.key, redding.number])).content.decode()
    assert f"<h2>{said}</h2>" in page


def test_room_shows_time_left_who_is_here_and_the_tool(client, convening, redding, sessions):
    provide_discourse_tool(owner=provide_platform())
    row = register_person(by=None, convening=convening, site=redding, entrant=entrant("ana"))
    with clock.at(START + timedelta(minutes=37)):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
        move_room(by=None, convening=convening, session=sessions[0], mode="joint")
        page = client.get(reverse("convenings:enter", args=[row.secret]), follow=True).content.decode()
    assert "23 minutes left" in page
    assert "of 1</small>" in page
    assert "Find a talk activity" in page


def test_program_leads_to_the_tool_and_names_what_goes_home(client, convening, redding):
    provide_discourse_tool(owner=provide_platform())
    page = client.get(reverse("convenings:convening", args=[convening.key])).content.decode()
    assert "What goes home with you" in page
    assert "Find a talk activity" in page


def test_desk_goes_on_to_the_next_session_with_one_press(client, convening, redding, sessions, lead):
    with clock.at(START):
        move_room(by=None, convening=convening, session=sessions[0], mode="joint")
        page = client.get(reverse("convenings:desk", args=[convening.key])).content.decode()
        assert "Go on to “Puzzle”" in page
        client.post(reverse("convenings:desk-move", args=[convening.key]), {"session": sessions[1].pk, "mode": "local"})
        after = client.get(reverse("convenings:desk", args=[convening.key])).content.decode()
    room = Room.objects.get(convening=convening)
    assert (room.session_id, room.mode) == (sessions[1].pk, "local")
    assert "Go on to" not in after


def test_desk_calls_answers_hides_and_adds_its_voice_with_one_press_each(client, convening, redding, sessions, lead):
    with clock.at(START):
        first, second = (
            ask_question(by=None, convening=convening, site=redding, owner=f"v{n}", text=f"Question {n}")
            for n in (1, 2)
        )
        address = reverse("convenings:desk-question", args=[convening.key])
        for act, question in (("too", second), ("too", second), ("call", first), ("answered", first), ("hide", second)):
            client.post(address, {"act": act, "question": question.pk})
    rows = Question.objects.order_by("pk").values_list("state", "votes")
    assert list(rows) == [(QuestionState.ANSWERED, 0), (QuestionState.HIDDEN, 1)]
