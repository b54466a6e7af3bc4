"""Planning in the browser: who leads a session stands in the program."""

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.convenings.models import SessionPerson
from groundswell.convenings.services.planning import SessionPlan, add_session, add_site, change_convening
from groundswell.instruments.models import Instrument
from groundswell.instruments.services.instruments import publish_version, start_draft
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import provide_person
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space
from tests.convenings.conftest import END, START

pytestmark = pytest.mark.django_db


@pytest.fixture
def keynote(convening):
    fields = {"title": "Whose ideas?", "mode": "joint", "starts_at": START, "ends_at": END}
    return add_session(by=None, convening=convening, plan=SessionPlan(fields))


@pytest.fixture
def organizer(convening, client):
    person = provide_person(by=None, email="organizer@example.org", given_name="Orla", family_name="Example")
    give_role(by=None, user=person.user, role="organizer", space=convening.space)
    client.force_login(person.user)
    return person


def people_of(session) -> list[tuple[str, str]]:
    rows = SessionPerson.objects.filter(session=session).select_related("person").order_by("pk")
    return [(row.person.name, row.part) for row in rows]


def name_leader(client, session, **said):
    path = reverse("convenings:leaders", args=[session.convening.key, session.pk])
    return client.post(path, {"part": "speaker", "client_id": said.get("given_name", "x"), **said})


def test_leader_named_in_the_browser_stands_in_the_program(client, organizer, keynote, redding):
    answer = name_leader(client, keynote, given_name="Naomi", family_name="Ferrar", email="naomi@example.org")
    assert answer.status_code == 302
    assert people_of(keynote) == [("Naomi Ferrar", "speaker")]
    page = client.get(reverse("convenings:convening", args=[keynote.convening.key])).content.decode()
    assert page.count("Naomi Ferrar") == 2  # beside the session, and among those who lead
    assert "Naomi Ferrar" in client.get(reverse("convenings:plan", args=[keynote.convening.key])).content.decode()


def test_leader_without_name_or_choice_is_asked_for_and_nothing_is_written(client, organizer, keynote):
    answer = name_leader(client, keynote)
    assert answer.status_code == 422
    assert "Choose somebody of the team, or write a name." in answer.content.decode()
    assert people_of(keynote) == []


def test_leader_named_twice_for_one_part_is_refused_in_words(client, organizer, keynote):
    for turn in ("1", "2"):
        answer = name_leader(client, keynote, given_name="Naomi", email="naomi@example.org", client_id=turn)
    assert answer.status_code == 422
    assert "has this part already" in answer.content.decode()
    assert people_of(keynote) == [("Naomi", "speaker")]


def test_take_off_removes_only_a_leader_of_this_session(client, organizer, keynote):
    name_leader(client, keynote, given_name="Naomi")
    name_leader(client, keynote, given_name="Wade", part="facilitator")
    naomi = keynote.people.get(part="speaker")
    path = reverse("convenings:take-off", args=[keynote.convening.key, keynote.pk])
    client.post(path, {"leader": naomi.pk})
    client.post(path, {"leader": "forged"})
    assert people_of(keynote) == [("Wade", "facilitator")]


def test_leaders_of_a_session_under_another_address_are_not_found(client, organizer, keynote):
    assert client.get(reverse("convenings:leaders", args=["elsewhere", keynote.pk])).status_code == 404


def test_leaders_page_is_closed_to_strangers(client, keynote, redding):
    path = reverse("convenings:leaders", args=[keynote.convening.key, keynote.pk])
    assert client.get(path).status_code == 404
    assert client.post(path, {"part": "speaker", "given_name": "Eve"}).status_code == 404
    assert people_of(keynote) == []


@pytest.mark.parametrize(("role", "offered"), [("organizer", True), ("representative", False)])
def test_program_leads_to_the_plan_only_for_those_who_may_change_it(client, convening, redding, role, offered):
    person = provide_person(by=None, email=f"{role}@example.org", given_name="Orla")
    space = convening.space if role == "organizer" else convening.collaborative.space
    give_role(by=None, user=person.user, role=role, space=space)
    client.force_login(person.user)
    plan = reverse("convenings:plan", args=[convening.key])
    page = client.get(reverse("convenings:convening", args=[convening.key])).content.decode()
    assert (f'href="{plan}"' in page, client.get(plan).status_code) == (offered, 200 if offered else 404)


def test_plan_and_collaborative_speak_spanish_of_sites_and_titles(client, organizer, convening, redding):
    add_site(by=None, convening=convening, kind="online", fields={"name": "By link", "name_es": "Por enlace"})
    change_convening(by=None, convening=convening, fields={"title_es": "Hablar"})
    User.objects.update(language="es")
    page = client.get("/c/talk/plan/").content.decode()
    assert ("Por enlace" in page, "By link" in page) == (True, False)
    page = client.get("/collaboratives/north/").content.decode()
    assert ("Hablar" in page, "Talk" in page) == (True, False)


def test_asking_twice_keeps_the_questions_that_people_answer(client, organizer, convening):
    ask = reverse("convenings:ask-people", args=[convening.key])
    asked = []
    for _turn in range(2):
        client.post(ask, {"what": "questions"})
        convening.refresh_from_db()
        asked.append(convening.questions_id)
    assert (asked[0], Instrument.objects.count()) == (asked[1], 1)
    assert asked[0] is not None


def test_published_change_of_the_questions_is_asked_from_then_on(client, organizer, convening):
    client.post(reverse("convenings:ask-people", args=[convening.key]), {"what": "questions"})
    instrument = Instrument.objects.get()
    draft = start_draft(by=None, instrument=instrument)
    convening.refresh_from_db()
    assert convening.questions.number == 1
    publish_version(by=None, version=draft)
    convening.refresh_from_db()
    assert (convening.questions_id, convening.survey_id) == (draft.pk, None)


def test_collaborative_asks_what_it_made_itself_and_nothing_of_others(client, organizer, convening):
    give_role(by=None, user=organizer.user, role="lead", space=convening.collaborative.space)
    ask = reverse("convenings:ask-people", args=[convening.key])
    ours = make_from_starter(by=None, code="registration", owner=convening.collaborative.space, title="Rides")
    other = make_from_starter(by=None, code="registration", owner=make_space(kind=Kind.COLLABORATIVE), title="Theirs")
    page = client.get(reverse("convenings:plan", args=[convening.key])).content.decode()
    assert ("Ask “Rides”" in page, "Theirs" in page) == (True, False)
    assert client.post(ask, {"what": "questions", "instrument": other.pk}).status_code == 404
    assert client.post(ask, {"what": "survey", "instrument": ours.pk}).status_code == 404
    assert client.post(ask, {"what": "questions", "instrument": ours.pk}).status_code == 302
    convening.refresh_from_db()
    asked = convening.questions.instrument
    assert (asked.title, asked.owner_id, asked.pk == ours.pk) == ("Rides", convening.space_id, False)


def test_site_of_a_session_is_called_by_its_name_in_the_language_of_the_page(client, organizer, convening):
    add_site(by=None, convening=convening, kind="online", fields={"name": "By link", "name_es": "Por enlace"})
    User.objects.filter(pk=organizer.user_id).update(language="es")
    assert "Por enlace" in client.get(reverse("convenings:add-session", args=[convening.key])).content.decode()


def test_hours_finer_than_a_certificate_says_them_are_refused_beside_the_field(client, organizer, convening):
    about = {
        "title": "Talk", "format": "symposium", "subject": "both", "first_day": "2027-02-09", "begins": "08:30",
        "last_day": "2027-02-09", "ends": "15:15", "hours": "5.333", "client_id": "1",
    }  # fmt: skip
    answer = client.post(reverse("convenings:change", args=[convening.key]), about)
    assert (answer.status_code, list(answer.context["form"].errors)) == (422, ["hours"])
