"""The program and the sites in the browser: hosts named, materials handed out, what will not be taken out, the run of show."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from groundswell.access.allow import allows
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.collaboratives.choices import Part
from groundswell.collaboratives.services.collaboratives import add_member
from groundswell.collaboratives.services.vision import adopt_vision, draft_vision, raise_need
from groundswell.convenings.models import Convening, Material, Session, Site
from groundswell.convenings.services.materials import add_material
from groundswell.convenings.services.planning import SessionPlan, add_session, postpone_convening
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question
from tests.convenings.conftest import END, START, entrant
from tests.convenings.test_planning_work import ABOUT

pytestmark = pytest.mark.django_db
PLAN = "/c/talk/plan"


@pytest.fixture
def keynote(convening):
    fields = {
        "title": "Whose ideas?",
        "mode": "joint",
        "starts_at": START,
        "ends_at": END,
        "host_notes": "Test the line",
    }
    return add_session(by=None, convening=convening, plan=SessionPlan(fields))


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def send(client, path: str, **fields):
    return client.post(path, {"client_id": f"{len(fields)}{path}{fields}", **fields})


def text(client, path: str) -> str:
    return client.get(path).content.decode()


def signed_in(client, email: str):
    client.force_login(User.objects.get(email=email))
    return client


def test_host_named_in_the_browser_gets_the_site_and_a_letter_and_the_one_before_gives_it_back(client, lead, redding):
    host = {"given_name": "Hal", "family_name": "Example", "email": "hal@example.org"}
    assert send(client, f"{PLAN}/sites/1/host/", **host).status_code == 302
    redding.refresh_from_db()
    hal = User.objects.get(email="hal@example.org")
    assert redding.host.name == "Hal Example"
    assert allows(hal, Permission.CONVENING_HOST, redding.space_id)
    letter = Letter.objects.get(kind="site-host")
    assert (letter.to, "/c/talk/sites/1/" in letter.text, "/c/talk/run/" in letter.text) == (hal.email, True, True)
    send(client, f"{PLAN}/sites/1/host/", given_name="Ida", family_name="Example", email="ida@example.org")
    assert not allows(User.objects.get(pk=hal.pk), Permission.CONVENING_HOST, redding.space_id)
    client.post(f"{PLAN}/sites/1/host/release/")
    redding.refresh_from_db()
    ida = User.objects.get(email="ida@example.org")
    assert (redding.host, allows(ida, Permission.CONVENING_HOST, redding.space_id)) == (None, False)


def test_host_is_chosen_from_those_who_work_on_it(client, lead, redding, collaborative):
    add_member(by=None, collaborative=collaborative, person=lead, part=Part.LEAD)
    assert send(client, f"{PLAN}/sites/1/host/", person=lead.pk).status_code == 302
    redding.refresh_from_db()
    assert redding.host == lead


@pytest.mark.parametrize("said", [{}, {"given_name": "Hal"}, {"email": "hal@example.org"}])
def test_host_without_name_or_address_is_asked_for(client, lead, redding, said):
    answer = send(client, f"{PLAN}/sites/1/host/", **said)
    assert (answer.status_code, "write a name and an address" in answer.content.decode()) == (422, True)


def test_plan_says_what_is_still_missing_and_where_it_is_put_right(client, lead, redding, susanville):
    page = text(client, f"{PLAN}/")
    assert "Who hosts Redding?" in page
    assert "The program." in page


def test_site_without_anybody_can_be_taken_out_and_one_with_people_cannot(client, lead, redding, susanville, school):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    assert "People registered at this site." in client.post(f"{PLAN}/sites/1/remove/", follow=True).content.decode()
    client.post(f"{PLAN}/sites/2/remove/")
    assert list(Site.objects.values_list("name", flat=True)) == ["Redding"]


def test_session_can_be_taken_out_until_something_was_asked_in_it(client, lead, redding, keynote):
    add_material(by=None, convening=redding.convening, session=keynote, fields={"title": "A lamp"})
    question = {"site": redding, "person": None, "owner": "me", "text": "Why?"}
    asked = ask_question(by=None, convening=redding.convening, **question)
    type(asked).objects.update(session=keynote)
    page = client.post(f"{PLAN}/sessions/{keynote.pk}/remove/", follow=True).content.decode()
    assert "so it stays in the program" in page
    type(asked).objects.all().delete()
    client.post(f"{PLAN}/sessions/{keynote.pk}/remove/")
    assert (Session.objects.count(), Material.objects.count()) == (0, 0)


def test_material_is_a_file_that_whoever_sees_the_convening_can_take(client, lead, redding, keynote):
    sheet = SimpleUploadedFile("sheet.html", b"<script>alert(1)</script>", content_type="text/html")
    send(client, f"{PLAN}/materials/add/?session={keynote.pk}", title="The sheet", title_es="La hoja", file=sheet)
    material = Material.objects.get()
    client.logout()
    assert f"/c/talk/materials/{material.pk}/" in text(client, "/c/talk/")
    got = client.get(f"/c/talk/materials/{material.pk}/")
    assert b"".join(got.streaming_content) == b"<script>alert(1)</script>"
    assert got["Content-Disposition"].startswith("attachment;")
    assert "La hoja" in client.get("/c/talk/", headers={"accept-language": "es"}).content.decode()


def test_what_hosts_prepare_is_for_hosts(client, lead, redding, keynote):
    sheet = SimpleUploadedFile("key.txt", b"the answer")
    send(client, f"{PLAN}/materials/add/?session={keynote.pk}", title="The answer", file=sheet, for_hosts="on")
    path = f"/c/talk/materials/{Material.objects.get().pk}/"
    assert b"".join(client.get(path).streaming_content) == b"the answer"
    client.logout()
    assert client.get(path).status_code == 404
    assert "The answer" not in text(client, "/c/talk/")


def test_material_changes_and_goes_with_its_file(
    client, lead, redding, keynote, tmp_path, django_capture_on_commit_callbacks
):
    send(client, f"{PLAN}/materials/add/", title="One", file=SimpleUploadedFile("one.txt", b"1"))
    material = Material.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        fields = {"title": "Two", "file": SimpleUploadedFile("two.txt", b"2")}
        assert send(client, f"{PLAN}/materials/{material.pk}/", **fields).status_code == 302
    material.refresh_from_db()
    assert [path.name for path in tmp_path.rglob("*.txt")] == ["two.txt"]
    assert material.title == "Two"
    send(client, f"{PLAN}/materials/{material.pk}/", title="Three")
    material.refresh_from_db()
    assert (material.title, material.file_name) == ("Three", "two.txt")
    with django_capture_on_commit_callbacks(execute=True):
        client.post(f"{PLAN}/materials/{material.pk}/remove/")
    assert (Material.objects.count(), list(tmp_path.rglob("*.txt"))) == (0, [])


def test_file_that_nobody_would_get_on_a_weak_line_is_refused(client, lead, redding, monkeypatch):
    monkeypatch.setattr("groundswell.convenings.services.materials.LARGEST", 0)
    answer = send(client, f"{PLAN}/materials/add/", title="Film", file=SimpleUploadedFile("film.mp4", b"12345"))
    assert (answer.status_code, "Share a larger one by link." in answer.content.decode()) == (422, True)


def test_session_says_where_in_the_building_it_is(client, lead, redding, keynote):
    fields = {
        "title": "Whose ideas?", "mode": "joint", "day": "2027-02-09", "begins": "09:00", "ends": "10:00", "room": "The gym",
    }  # fmt: skip
    assert send(client, f"{PLAN}/sessions/change/?session={keynote.pk}", **fields).status_code == 302
    assert "The gym" in text(client, "/c/talk/")


def test_run_of_show_is_the_same_for_every_host_and_closed_to_others(client, lead, redding, susanville, keynote):
    add_material(by=None, convening=redding.convening, session=keynote, fields={"title": "A lamp", "for_hosts": True})
    send(client, f"{PLAN}/sites/2/host/", given_name="Hal", family_name="Example", email="hal@example.org")
    for email in ("lead@example.org", "hal@example.org"):
        page = text(signed_in(client, email), "/c/talk/run/")
        assert all(words in page for words in ("Whose ideas?", "Test the line", "A lamp", "Hal Example"))
    client.logout()
    assert client.get("/c/talk/run/").status_code == 404


def test_convening_answers_a_need_and_serves_a_goal_of_its_collaborative(client, lead, collaborative, noon):
    need = raise_need(by=None, collaborative=collaborative, title="Students talk little", statement="…", subject="both")
    draft_vision(by=None, collaborative=collaborative, text="All talk", goals=[("Every student talks", "Todos hablan")])
    goal = adopt_vision(by=None, collaborative=collaborative).goals.get()
    fields = {**ABOUT, "need": need.pk, "goal": goal.pk, "audience": "Teachers", "audience_es": "Docentes"}
    fields |= {"register_from": "2027-01-05", "register_by": "2027-01-22"}
    assert send(client, "/collaboratives/north/convenings/add/", **fields).status_code == 302
    made = Convening.objects.get()
    assert (made.need_id, made.goal_id, made.register_from.isoformat()) == (
        need.pk,
        goal.pk,
        "2027-01-05T08:00:00+00:00",
    )
    assert "Students talk little" in text(client, f"{PLAN}/")
    Convening.objects.update(state="published")
    client.logout()
    assert "Todos hablan" in client.get("/c/talk/", headers={"accept-language": "es"}).content.decode()


def test_registration_that_closes_before_it_opens_is_asked_for_again(client, lead, collaborative):
    fields = {**ABOUT, "register_from": "2027-01-22", "register_by": "2027-01-05"}
    answer = send(client, "/collaboratives/north/convenings/add/", **fields)
    assert "Registration must close after it opens." in answer.content.decode()


def test_postponed_without_a_date_pauses_registration_and_comes_back_with_the_date(client, lead, redding, school):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    Letter.objects.all().delete()
    said = {"notice": "The pass is closed by snow.", "notice_es": "El paso está cerrado por nieve."}
    assert send(client, f"{PLAN}/postpone/", first_day="", **said).status_code == 302
    letter = Letter.objects.get()
    assert ("The pass is closed by snow." in letter.text, "METHOD:CANCEL" in letter.calendar) == (True, True)
    public, own = text(client, "/c/talk/"), text(client, f"/r/{row.secret}/")
    assert "the new date is not known yet" in public
    assert "The pass is closed by snow." in public
    assert "Postponed: the new date is not known yet" in own
    assert "Registration goes on when the new date is known." in text(client, "/c/talk/register/")
    Letter.objects.all().delete()
    send(client, f"{PLAN}/postpone/", first_day="2027-03-23")
    letter = Letter.objects.get()
    assert ("METHOD:REQUEST" in letter.calendar, "SEQUENCE:2" in letter.calendar) == (True, True)
    assert Convening.objects.get().state == "published"


@pytest.mark.parametrize(
    ("day", "words"),
    [("2027-01-31", "This day is over."), ("2027-02-09", "It is on this day already."), ("soon", "Write the day as")],
)
def test_day_that_cannot_be_meant_is_asked_for_again_and_nobody_is_written_to(
    client, lead, redding, school, day, words
):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    before = Letter.objects.count()
    answer = send(client, f"{PLAN}/postpone/", first_day=day)
    assert (answer.status_code, words in answer.content.decode(), Letter.objects.count()) == (422, True, before)


def test_canceling_tells_why_once_and_what_is_canceled_is_not_postponed(client, lead, redding, school):
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    assert "1 person comes or waits and gets a letter." in text(client, f"{PLAN}/cancel/")
    for turn in ("a", "b"):
        client.post(f"{PLAN}/cancel/", {"client_id": turn, "notice": "Too few came."})
    letters = Letter.objects.filter(kind="registration-convening-cancelled")
    assert [("Too few came." in letter.text) for letter in letters] == [True]
    assert (
        "It is canceled. Plan a new one." in send(client, f"{PLAN}/postpone/", first_day="2027-03-23").content.decode()
    )
    client.post(f"{PLAN}/publish/")
    assert Convening.objects.get().state == "cancelled"


def test_draft_can_be_moved_and_stays_a_draft(convening):
    postpone_convening(by=None, convening=convening, days=None)
    convening.refresh_from_db()
    assert (convening.state, convening.starts_at) == ("draft", START)
