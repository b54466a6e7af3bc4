"""What is posted: held until a host lets it through, hidden and shown again, said by a host, sent twice and kept once."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import QuestionState
from groundswell.convenings.models import Question, WallNote
from groundswell.convenings.services.checkin import make_code
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import (
    ask_question,
    call_question,
    merge_questions,
    render_held,
    render_held_count,
    render_site_held_count,
    render_site_posts,
)
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
def guest(today, redding) -> Client:
    client = Client()
    client.post(reverse("convenings:join"), {"code": make_code(by=None, site=redding).code})
    return client


def signed_in(role: str, space: object) -> Client:
    person = provide_person(by=None, email=f"{role}@example.org", given_name="Lea")
    give_role(by=None, user=person.user, role=role, space=space)
    client = Client()
    client.force_login(person.user)
    return client


@pytest.fixture
def lead(convening) -> Client:
    return signed_in("organizer", convening.space)


def send(client: Client, name: str, convening, **said: object) -> str:
    address = reverse(f"convenings:{name}", args=[convening.key])
    return client.post(address, said, headers={HEADER: "1"}).json().get("said", "")


def shown(client: Client, convening, name: str = "room") -> str:
    return client.get(reverse(f"convenings:{name}", args=[convening.key])).content.decode()


def test_posts_wait_until_a_host_lets_them_through(today, guest, lead):
    send(lead, "desk-hold", today, holds="yes")
    assert send(guest, "ask", today, text="Who pays?").startswith("Thank you.")
    assert send(guest, "write", today, text="Tables talk.").startswith("Thank you.")
    topics = set(LiveEvent.objects.values_list("topic", flat=True))
    site = WallNote.objects.get().site_id
    assert topics == {f"desk:{today.pk}", f"posts:{site}", f"site:{site}"}
    question, note = Question.objects.get(), WallNote.objects.get()
    assert (question.state, note.held) == (QuestionState.HELD, True)
    desk = shown(lead, today, "desk-posts")
    assert '<b id="held-count">2</b>' in shown(lead, today, "desk")
    assert ("Who pays?" in desk, "Tables talk." in desk, 'data-waiting="2"' in render_held(str(today.pk))) == (
        True,
    ) * 3
    send(lead, "desk-question", today, question=question.pk, act="show")
    send(lead, "desk-note", today, note=note.pk, act="show")
    room = guest.get(reverse("convenings:room", args=[today.key]) + f"?seen={10**9}").content.decode()
    assert ("Who pays?" in room, "Tables talk." in room) == (True, True)
    assert f"room:{today.pk}" in set(LiveEvent.objects.values_list("topic", flat=True))
    send(lead, "desk-hold", today, holds="no")
    assert send(guest, "ask", today, text="And when?") == "Your question stands in the line."


def test_held_post_can_be_hidden_and_a_hidden_one_shown_again(today, guest, lead):
    send(lead, "desk-hold", today, holds="yes")
    send(guest, "ask", today, text="Rude?")
    send(guest, "write", today, text="Rude.")
    question, note = Question.objects.get(), WallNote.objects.get()
    send(lead, "desk-question", today, question=question.pk, act="hide")
    send(lead, "desk-note", today, note=note.pk)
    question.refresh_from_db()
    note.refresh_from_db()
    assert (question.state, note.held, note.hidden_at) == (QuestionState.HIDDEN, False, START)
    assert "2 hidden" in shown(lead, today, "desk-posts")
    send(lead, "desk-question", today, question=question.pk, act="show")
    send(lead, "desk-note", today, note=note.pk, act="show")
    question.refresh_from_db()
    note.refresh_from_db()
    assert (question.state, note.hidden_at) == (QuestionState.QUEUED, None)


def test_answered_question_cannot_be_let_through_again(today, guest, lead):
    send(guest, "ask", today, text="Why?")
    question = Question.objects.get()
    send(lead, "desk-question", today, question=question.pk, act="answered")
    send(lead, "desk-question", today, question=question.pk, act="show")
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED


def test_host_asks_and_notes_for_a_site_without_a_code_and_is_never_held(today, redding, susanville, lead):
    host = signed_in("site-host", susanville.space)
    send(lead, "desk-hold", today, holds="yes")
    assert "Ask from Susanville" in shown(host, today)
    send(host, "ask", today, text="From our tables: why?")
    send(lead, "write", today, text="Four tables said so.", site=susanville.pk)
    send(lead, "write", today, text="Elsewhere.", site=10**9)
    assert Question.objects.values_list("site", "state").get() == (susanville.pk, QuestionState.QUEUED)
    assert list(WallNote.objects.order_by("pk").values_list("site", flat=True)) == [susanville.pk]


def test_post_that_arrives_twice_is_kept_once(today, guest, redding):
    for _n in range(2):
        assert send(guest, "ask", today, text="Why?", client_id="one") == "Your question stands in the line."
        send(guest, "write", today, text="So.", client_id="one")
    send(guest, "ask", today, text="Why?", client_id="two")
    other = Client()
    row = register_person(by=None, convening=today, site=redding, entrant=entrant("ana"))
    other.get(reverse("convenings:enter", args=[row.secret]))
    send(other, "ask", today, text="Why?", client_id="one")
    assert (Question.objects.count(), WallNote.objects.count()) == (3, 1)


def decide(client: Client, site, **said: object) -> tuple[int, dict[str, str]]:
    address = reverse("convenings:decide-post", args=[site.convening.key, site.number])
    answer = client.post(address, said, headers={HEADER: "1"})
    return answer.status_code, answer.json() if answer.status_code != 404 else {}


def test_host_of_a_site_decides_about_posts_of_that_site_and_no_other(today, guest, redding, susanville, lead):
    own, other = signed_in("site-host", redding.space), provide_person(by=None, email="other@example.org")
    give_role(by=None, user=other.user, role="site-host", space=susanville.space)
    elsewhere = Client()
    elsewhere.force_login(other.user)
    send(lead, "desk-hold", today, holds="yes")
    send(guest, "ask", today, text="Who pays?")
    send(guest, "write", today, text="Tables talk.")
    question, note = Question.objects.get(), WallNote.objects.get()
    page = reverse("convenings:site-posts", args=[today.key, redding.number])
    assert elsewhere.get(page).status_code == 404
    assert decide(elsewhere, redding, question=question.pk, act="show")[0] == 404
    assert decide(elsewhere, susanville, question=question.pk, act="show")[0] == 422
    assert decide(elsewhere, susanville, note=note.pk)[0] == 422
    door = reverse("convenings:host", args=[today.key, redding.number])
    assert '<b id="held-count">2</b>' in own.get(door).content.decode()
    assert render_site_held_count(f"{today.pk}-{redding.pk}") == render_held_count(str(today.pk))
    assert decide(own, redding, question=question.pk, act="show")[0] == 200
    assert decide(own, redding, note=note.pk, act="show")[0] == 200
    shown_now = render_site_posts(str(redding.pk))
    assert ("Who pays?" in shown_now, "Waiting for you" in shown_now) == (True, False)
    assert "Who pays?" not in render_site_posts(str(susanville.pk))
    decide(own, redding, note=note.pk)
    decide(own, redding, question=question.pk)
    question.refresh_from_db()
    note.refresh_from_db()
    assert (question.state, note.hidden_at, note.hidden_by_id) == (QuestionState.HIDDEN, START, own_user(own))
    assert "2 hidden" in own.get(page).content.decode()
    assert "Who pays?" not in shown(guest, today)


def test_host_cannot_bring_an_answered_question_back_or_hide_it(today, guest, redding, lead):
    own = signed_in("site-host", redding.space)
    send(guest, "ask", today, text="Why?")
    question = Question.objects.get()
    send(lead, "desk-question", today, question=question.pk, act="answered")
    decide(own, redding, question=question.pk)
    question.refresh_from_db()
    assert question.state == QuestionState.ANSWERED


def test_host_of_a_site_does_not_show_again_what_the_desk_hid(today, guest, redding, lead):
    own = signed_in("site-host", redding.space)
    send(guest, "ask", today, text="Rude?")
    send(guest, "write", today, text="Rude.")
    question, note = Question.objects.get(), WallNote.objects.get()
    send(lead, "desk-question", today, question=question.pk, act="hide")
    send(lead, "desk-note", today, note=note.pk)
    page = own.get(reverse("convenings:site-posts", args=[today.key, redding.number])).content.decode()
    assert (page.count("hidden for all sites"), "Show again" in page) == (2, False)
    for said in ({"question": question.pk}, {"note": note.pk}):
        status, answer = decide(own, redding, **said, act="show")
        assert (status, answer["problem"]) == (
            422, "Whoever moderates all sites has hidden this. Only they show it again."
        )  # fmt: skip
    send(lead, "desk-question", today, question=question.pk, act="show")
    send(lead, "desk-note", today, note=note.pk, act="show")
    decide(own, redding, question=question.pk)
    decide(own, redding, note=note.pk)
    for said in ({"question": question.pk}, {"note": note.pk}):  # what they hid themselves they do show again
        assert decide(own, redding, **said, act="show")[0] == 200
    question.refresh_from_db()
    note.refresh_from_db()
    assert (question.state, note.hidden_at) == (QuestionState.QUEUED, None)


def own_user(client: Client) -> int:
    return int(client.session["_auth_user_id"])


def test_two_questions_asked_as_one_count_both_once_however_often_it_is_pressed(today, redding):
    one, two = (ask_question(by=None, convening=today, site=redding, owner=f"v{n}", text=f"Why {n}?") for n in range(2))
    merge_questions(by=None, question=one, into=two)
    merge_questions(by=None, question=one, into=two)
    two.refresh_from_db()
    assert two.votes == 1


@pytest.mark.skipif(connection.vendor == "sqlite", reason="it has one writer at a time")
def test_hosts_who_call_questions_at_one_instant_take_turns(today, redding):
    asked = ask_question(by=None, convening=today, site=redding, owner="v1", text="Why?")
    with CaptureQueriesContext(connection) as queries:
        call_question(by=None, question=asked)
    held = [
        one["sql"] for one in queries.captured_queries if "FOR UPDATE" in one["sql"] or one["sql"].startswith("UPDATE")
    ]
    assert ('FROM "convenings_room"' in held[0], "FOR UPDATE" in held[0]) == (True, True)
