"""Posts of the day without leaving the page: sentences instead of redirects; and who may follow, vote and see seats."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client, RequestFactory
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings import policies
from groundswell.convenings.choices import ConveningState, QuestionState
from groundswell.convenings.models import Attendance, Question, QuestionVote, Room, SiteLine, WallNote
from groundswell.convenings.services.checkin import make_code
from groundswell.convenings.services.groups import move_seat, seat_groups
from groundswell.convenings.services.planning import SessionPlan, add_session
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question, move_room, post_note, render_next
from groundswell.core import clock
from groundswell.core.models import LiveEvent
from groundswell.people.services.people import provide_person
from groundswell.ui.in_place import HEADER
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def today(convening):
    with clock.at(START):
        yield convening


@pytest.fixture
def ana(redding):
    return register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))


@pytest.fixture
def inside(today, ana) -> Client:
    client = Client()
    client.get(reverse("convenings:enter", args=[ana.secret]))
    return client


@pytest.fixture
def host(convening) -> Client:
    lead = provide_person(by=None, email="lead@example.org", given_name="Lea")
    give_role(by=None, user=lead.user, role="organizer", space=convening.space)
    client = Client()
    client.force_login(lead.user)
    return client


def send(client: Client, name: str, convening: Any, said: dict[str, Any], *more: object) -> tuple[int, dict[str, str]]:
    """Post as in-place.js does: the status and what it is told."""
    address = reverse(f"convenings:{name}", args=[convening.key, *more])
    answer = client.post(address, said, headers={HEADER: "1"})
    return answer.status_code, answer.json()


def test_room_takes_posts_in_place_and_says_so(inside, today):
    assert send(inside, "ask", today, {"text": "Why?"}) == (200, {"said": "Your question stands in the line."})
    assert send(inside, "write", today, {"text": "Heard it."}) == (200, {"said": "Your note is on the wall."})
    question = Question.objects.get()
    assert send(inside, "vote", today, {"question": question.pk}) == (200, {"said": ""})
    assert (WallNote.objects.get().text, QuestionVote.objects.count()) == ("Heard it.", 1)


def test_room_says_in_place_what_is_wrong_and_how_often_is_too_often(inside, today):
    assert send(inside, "ask", today, {"text": ""}) == (422, {"problem": "Fill in “Your question”."})
    assert send(inside, "write", today, {"text": " "}) == (422, {"problem": "Fill in “A note for the wall”."})
    assert [send(inside, "ask", today, {"text": f"Why {n}?"})[0] for n in range(7)] == [200] * 6 + [429]
    assert [send(inside, "write", today, {"text": f"So {n}."})[0] for n in range(7)] == [200] * 6 + [429]
    page = inside.post(reverse("convenings:ask", args=[today.key]), {"text": "Once more?"})
    assert (page.status_code, "too often" in page.content.decode()) == (422, True)
    page = inside.post(reverse("convenings:write", args=[today.key]), {"text": "Once more."})
    assert (page.status_code, "Once more." in page.content.decode()) == (422, True)


def test_post_of_somebody_who_was_not_let_in_leads_to_the_door(today, redding):
    for name in ("ask", "write"):
        answer = Client().post(reverse(f"convenings:{name}", args=[today.key]), {"text": "Why?"}, headers={HEADER: "1"})
        assert (answer.status_code, answer["Location"]) == (302, "/join/")
    assert (Question.objects.count(), WallNote.objects.count()) == (0, 0)
    assert Client().get(reverse("convenings:room", args=[today.key]))["Location"] == "/join/"


def test_ours_too_counts_for_a_host_who_was_not_let_in_and_for_nobody_else(today, redding, host):
    question = ask_question(by=None, convening=today, site=redding, owner="v1", text="Why?")
    address = reverse("convenings:vote", args=[today.key])
    Client().post(address, {"question": question.pk})
    for said in (question.pk, "many", "9" * 20):
        host.post(address, {"question": said})
    assert QuestionVote.objects.count() == 1
    assert 'form="vote"' in host.get(reverse("convenings:room", args=[today.key])).content.decode()


def test_votes_that_are_too_many_are_refused_in_words(inside, today, redding):
    question = ask_question(by=None, convening=today, site=redding, owner="v1", text="Why?")
    told = [send(inside, "vote", today, {"question": question.pk})[0] for _n in range(31)]
    assert told == [200] * 30 + [429]


def test_desk_acts_in_place(today, redding, host):
    fields = {"title": "Keynote", "mode": "joint", "starts_at": START, "ends_at": START + timedelta(hours=1)}
    session = add_session(by=None, convening=today, plan=SessionPlan(fields))
    said = {"session": session.pk, "mode": "joint", "message": "Welcome"}
    assert send(host, "desk-move", today, said) == (200, {"said": "All sites see this now."})
    assert Room.objects.get().message == "Welcome"
    assert send(host, "desk-move", today, {"mode": "sideways"})[0] == 422
    one, two = (ask_question(by=None, convening=today, site=redding, owner=f"v{n}", text=f"Why {n}?") for n in (1, 2))
    assert send(host, "desk-question", today, {"act": "merge", "question": one.pk, "into": two.pk})[0] == 200
    assert send(host, "desk-question", today, {"act": "merge", "question": two.pk, "into": two.pk}) == (
        422, {"problem": "Choose another question of this convening."},
    )  # fmt: skip
    assert send(host, "desk-question", today, {"act": "call", "question": "9" * 30}) == (
        422, {"problem": "This question is not in the line any more."},
    )  # fmt: skip
    assert [row.state for row in Question.objects.order_by("pk")] == [QuestionState.MERGED, QuestionState.QUEUED]
    note = post_note(by=None, convening=today, site=redding, owner="v1", text="Heard it.")
    assert send(host, "desk-note", today, {"note": note.pk})[0] == 200
    assert send(host, "desk-note", today, {"note": note.pk})[0] == 200  # it is off already
    assert send(host, "desk-note", today, {"note": "none"})[0] == 200
    assert WallNote.objects.get().hidden_at is not None


def test_desk_without_a_script_goes_back_to_itself(today, redding, host):
    desk = reverse("convenings:desk", args=[today.key])
    answer = host.post(reverse("convenings:desk-move", args=[today.key]), {"mode": "sideways"}, follow=True)
    assert (answer.redirect_chain, "Choose whether the sites" in answer.content.decode()) == ([(desk, 302)], True)
    answer = host.post(reverse("convenings:desk-question", args=[today.key]), {"act": "call"}, follow=True)
    assert "not in the line any more" in answer.content.decode()


def test_site_page_checks_in_and_tells_its_line_in_place(today, redding, host, ana):
    assert send(host, "arrive", today, {"registration": ana.pk}, 1) == (200, {"said": ""})
    assert Attendance.objects.count() == 1
    assert send(host, "arrive", today, {"registration": ana.pk, "undo": "1"}, 1) == (200, {"said": ""})
    assert Attendance.objects.count() == 0
    assert send(host, "arrive", today, {"registration": "who"}, 1) == (
        422, {"problem": "Choose somebody of this convening."},
    )  # fmt: skip
    assert send(host, "line", today, {"ready": "on"}, 1) == (200, {"said": "The other sites see it now."})
    assert SiteLine.objects.get().ready
    assert send(host, "line", today, {"trouble": "x" * 300}, 1)[0] == 422
    with clock.at(START + timedelta(days=20)):
        told = send(host, "arrive", today, {"registration": ana.pk}, 1)
    assert told == (422, {"problem": "The lists of this convening are closed: it was more than two weeks ago."})


def test_tables_are_told_to_all_without_words_and_shown_to_their_own(inside, today, redding, ana):
    ben = register_person(by=None, convening=today, site=redding, entrant=entrant("ben"))
    fields = {"title": "Puzzle", "mode": "local", "starts_at": START, "ends_at": START + timedelta(hours=1)}
    session = add_session(by=None, convening=today, plan=SessionPlan(fields))
    groups = seat_groups(
        by=None, convening=today, kind="table", session=session, site=redding,
        tables={"Table 1": [ana.pk, ben.pk], "Table 2": []},
    )  # fmt: skip
    move_seat(by=None, seating=groups[0].seating, registration=ana.pk, group=groups[1])
    told = LiveEvent.objects.filter(topic=f"seats:{today.pk}").order_by("id").values_list("body", flat=True)
    assert [(body["action"], body["target"], body["html"]) for body in told] == [("refresh", "own-seats", "")] * 2
    for address in (
        reverse("convenings:room-seats", args=[today.key]),
        reverse("convenings:mine-seats", args=[ana.secret]),
    ):
        part = inside.get(address).content.decode()
        assert ("Table 2" in part, "Table 1" in part, "Ben" in part) == (True, False, False)
    assert "Table" not in Client().get(reverse("convenings:room-seats", args=[today.key])).content.decode()


def test_seats_of_another_session_are_hidden_while_one_with_tables_runs(inside, today, redding, ana):
    made = []
    for number, title in enumerate(("Keynote", "Puzzle")):
        at = START + timedelta(hours=number)
        fields = {"title": title, "mode": "local", "starts_at": at, "ends_at": at + timedelta(hours=1)}
        made.append(add_session(by=None, convening=today, plan=SessionPlan(fields)))
        seat_groups(
            by=None, convening=today, kind="table", session=made[-1], site=redding, tables={f"By {title}": [ana.pk]}
        )
    part = reverse("convenings:room-seats", args=[today.key])
    assert inside.get(part).content.decode().count(" hidden") == 0
    move_room(by=None, convening=today, session=made[1], mode="local")
    assert f'data-session="{made[0].pk}" hidden' in inside.get(part).content.decode()


def test_desk_is_told_where_it_goes_on(today, redding):
    assert "<button" not in render_next(str(today.pk))
    fields = {"title": "Keynote", "mode": "joint", "starts_at": START, "ends_at": START + timedelta(hours=1)}
    session = add_session(by=None, convening=today, plan=SessionPlan(fields))
    assert "Go on to “Keynote”" in render_next(str(today.pk))
    move_room(by=None, convening=today, session=session, mode="joint")
    assert "<button" not in render_next(str(today.pk))


def test_code_lets_in_a_guest_and_checks_in_whom_the_address_names(today, redding, ana):
    code = make_code(by=None, site=redding).code
    join = reverse("convenings:join")
    assert Client().post(join, {"code": "WRONG", "email": ""}).status_code == 422
    guest = Client()
    assert guest.post(join, {"code": code.lower(), "email": ""})["Location"] == reverse(
        "convenings:room", args=[today.key]
    )
    assert guest.get(reverse("convenings:room", args=[today.key])).status_code == 200
    Client().post(join, {"code": code, "email": "ana@example.org"})
    assert Attendance.objects.get().registration_id == ana.pk


def test_one_who_gave_the_place_back_is_led_to_their_page(today, ana):
    type(ana).objects.filter(pk=ana.pk).update(state="cancelled")
    answer = Client().get(reverse("convenings:enter", args=[ana.secret]))
    assert answer["Location"] == reverse("convenings:mine", args=[ana.secret])


def test_who_may_follow_what(today, redding, ana, inside):
    stranger = RequestFactory().get("/live/")
    stranger.user = AnonymousUser()
    let_in = RequestFactory().get("/live/", headers={"Cookie": inside.cookies.output(header="", sep=";", attrs=[])})
    let_in.user = AnonymousUser()
    topics = [
        (policies.may_follow_room, today.pk), (policies.may_follow_desk, today.pk),
        (policies.may_follow_site, redding.pk), (policies.may_follow_seats, today.pk),
    ]  # fmt: skip
    assert [may(stranger, str(key)) for may, key in topics] == [False, False, False, True]
    assert [may(let_in, str(key)) for may, key in topics] == [True, False, False, True]
    assert [may(let_in, "none") for may, _key in topics] == [False] * 4
    type(today).objects.filter(pk=today.pk).update(state=ConveningState.DRAFT)
    assert not policies.may_follow_seats(stranger, str(today.pk))
