"""Tasks and their owners: reminded before the day and once after it; what somebody leaves behind goes to another in one step."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.activity.models import Letter, Notice
from groundswell.activity.services.notices import choose_mail
from groundswell.collaboratives.choices import Part
from groundswell.collaboratives.models import Task
from groundswell.collaboratives.services.collaboratives import add_member, change_collaborative
from groundswell.collaboratives.services.reminding import remind_owners
from groundswell.collaboratives.services.tasks import add_task, change_task, finish_task, offer_task
from groundswell.core import clock
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import collaborative, counties  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
DUE = date(2027, 2, 11)


def somebody(name: str):
    return provide_person(by=None, email=f"{name}@example.org", given_name=name.title(), family_name="Example")


@pytest.fixture
def lena(collaborative):  # noqa: F811
    person = somebody("lena")
    add_member(by=None, collaborative=collaborative, person=person, part=Part.LEAD)
    return person


@pytest.fixture
def omar(collaborative, lena, noon):  # noqa: F811
    person = somebody("omar")
    add_member(by=None, collaborative=collaborative, person=person, part=Part.REPRESENTATIVE)
    return person


@pytest.fixture
def tasks(collaborative, omar, noon):  # noqa: F811
    made = [add_task(by=None, collaborative=collaborative, title=f"Task {n}", owner=omar, due_on=DUE) for n in (1, 2)]
    Letter.objects.all().delete()
    return made


def remind(day: date, hour: int = 12) -> int:
    with clock.at(datetime(day.year, day.month, day.day, hour, tzinfo=clock.PACIFIC)):
        return remind_owners()


def browser(person) -> Client:
    client = Client()
    client.force_login(User.objects.get(pk=person.user_id))
    return client


def test_owner_is_told_of_all_that_is_due_in_one_letter_and_once_more_when_it_is_overdue(tasks):
    assert remind(DUE - timedelta(days=4)) == 0
    assert remind(DUE - timedelta(days=3)) == 1
    assert remind(DUE - timedelta(days=2)) == 0
    letter = Letter.objects.get()
    assert (letter.to, letter.subject, letter.kind) == ("omar@example.org", "2 tasks are due soon", "notice")
    assert ("Task 1" in letter.text, "Task 2" in letter.text, "/collaboratives/north/tasks/" in letter.text) == (
        True,
    ) * 3
    finish_task(by=None, task=tasks[0])
    assert remind(DUE) == 0
    assert remind(DUE + timedelta(days=1)) == 1
    assert remind(DUE + timedelta(days=2)) == 0
    assert Letter.objects.order_by("pk").last().subject == "1 task is overdue"


def test_another_day_is_another_reminder(tasks):
    remind(DUE - timedelta(days=3))
    later = DUE + timedelta(days=10)
    change_task(by=None, task=tasks[0], title="Task 1", notes="", county=None, owner=tasks[0].owner, due_on=later)
    assert remind(later - timedelta(days=2)) == 1
    assert "Task 1" in Letter.objects.order_by("pk").last().text


def test_quiet_hours_are_kept_and_who_wants_no_notices_gets_none(tasks, omar):
    remind(DUE - timedelta(days=3), hour=22)
    due = Letter.objects.get().due_at.astimezone(clock.PACIFIC)
    assert (due.date(), due.hour) == (DUE - timedelta(days=2), 7)
    choose_mail(user=User.objects.get(pk=omar.user_id), notices=False)
    assert remind(DUE + timedelta(days=1)) == 1
    assert Letter.objects.count() == 1


def test_nobody_is_told_of_what_has_just_been_given_or_has_ended(collaborative, tasks, omar):  # noqa: F811
    with clock.at(clock.now() + timedelta(days=8)):
        add_task(by=None, collaborative=collaborative, title="New", owner=omar, due_on=DUE)
    remind(DUE - timedelta(days=2), hour=13)
    assert "New" not in Letter.objects.get().text
    change_collaborative(by=None, collaborative=collaborative, fields={"ends_on": DUE - timedelta(days=1)})
    assert remind(DUE + timedelta(days=1)) == 0


def test_letter_is_in_the_owners_language(tasks, omar):
    User.objects.filter(pk=omar.user_id).update(language="es")
    remind(DUE - timedelta(days=3))
    assert Letter.objects.get().subject == "2 tareas vencen pronto"


def test_what_somebody_leaves_behind_is_shown_and_goes_to_another_in_one_step(collaborative, tasks, lena, omar):  # noqa: F811
    asked = add_task(by=None, collaborative=collaborative, title="Asked", owner=lena)
    offer_task(by=None, task=asked, to=omar)
    orphan = add_task(by=None, collaborative=collaborative, title="Nobody's yet")
    client = browser(lena)
    left = client.post("/collaboratives/north/people/end/", {"member": collaborative.members.get(person=omar).pk})
    page = client.get(left["Location"]).content.decode()
    assert "3 open tasks have no owner." in page
    assert page.count(" checked") == 2  # of the one who left; the third was nobody's before
    asked.refresh_from_db()
    assert (asked.offered_to_id, asked.owner_id) == (None, lena.pk)
    notices = Notice.objects.count()
    sent = {"tasks": [row.pk for row in tasks], "to": lena.pk, "client_id": "1"}
    said = client.post("/collaboratives/north/tasks/without-owner/", sent, follow=True).content.decode()
    assert "Lena Example does 2 tasks now." in said
    assert "1 open task has no owner." in said
    assert set(Task.objects.filter(owner=lena).values_list("title", flat=True)) == {"Task 1", "Task 2", "Asked"}
    assert Notice.objects.count() == notices  # she gave them to herself
    orphan.refresh_from_db()
    assert orphan.owner_id is None


def test_who_gets_tasks_is_told(collaborative, tasks, lena, omar):  # noqa: F811
    ana = somebody("ana")
    add_member(by=None, collaborative=collaborative, person=ana, part=Part.MEMBER)
    Task.objects.update(owner=None)
    sent = {"tasks": [row.pk for row in tasks], "to": ana.pk, "client_id": "1"}
    browser(lena).post("/collaboratives/north/tasks/without-owner/", sent)
    assert Notice.objects.filter(user=ana.user_id).count() == 1


def test_task_that_got_an_owner_meanwhile_keeps_them(collaborative, tasks, lena, omar):  # noqa: F811
    Task.objects.filter(pk=tasks[0].pk).update(owner=None)
    sent = {"tasks": [row.pk for row in tasks], "to": lena.pk, "client_id": "1"}
    assert browser(lena).post("/collaboratives/north/tasks/without-owner/", sent).status_code == 422
    tasks[1].refresh_from_db()
    assert tasks[1].owner_id == omar.pk


def test_another_part_keeps_the_tasks(collaborative, tasks, lena, omar):  # noqa: F811
    add_member(by=None, collaborative=collaborative, person=omar, part=Part.MEMBER)
    member = collaborative.members.get(person=omar, part=Part.REPRESENTATIVE)
    left = browser(lena).post("/collaboratives/north/people/end/", {"member": member.pk})
    assert left["Location"] == "/collaboratives/north/people/"
    assert Task.objects.filter(owner=omar).count() == 2


def test_only_leads_give_tasks(collaborative, tasks, omar):  # noqa: F811
    client = browser(omar)
    assert client.get("/collaboratives/north/tasks/without-owner/").status_code == 404
    Task.objects.update(owner=None)
    assert "has no owner" not in client.get("/collaboratives/north/tasks/").content.decode()


def test_need_is_written_in_both_languages(collaborative, lena):  # noqa: F811
    client = browser(lena)
    give_role(by=None, user=User.objects.get(pk=lena.user_id), role="lead", space=collaborative.space)
    typed = {
        "title": "Students explain little", "title_es": "Explican poco", "statement": "Few answer", "subject": "both",
        "statement_es": "Pocos responden", "audience": "Teachers", "audience_es": "Docentes", "client_id": "1",
    }  # fmt: skip
    client.post("/collaboratives/north/needs/add/", typed)
    english = client.get("/collaboratives/north/needs/").content.decode()
    User.objects.filter(pk=lena.user_id).update(language="es")
    spanish = client.get("/collaboratives/north/needs/").content.decode()
    said = ("Students explain little", "Few answer", "· Teachers")
    assert [words in english for words in said] == [True, True, True]
    assert [words in spanish for words in said] == [False, False, False]
    assert [words in spanish for words in ("Explican poco", "Pocos responden", "· Docentes")] == [True, True, True]


def test_task_given_to_whom_it_was_offered_waits_for_no_answer(lena, tasks):
    offer_task(by=None, task=tasks[0], to=lena)
    row = change_task(
        by=None, task=tasks[0], title="Task 1", notes="", county=None, owner=lena, due_on=DUE
    )  # fmt: skip
    assert (row.owner, row.offered_to) == (lena, None)
