"""What a lead puts right in the browser: words, evidence, tasks for every county, who is no longer part of it."""

import pytest

from groundswell.access.allow import allows
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.models import Notice
from groundswell.collaboratives.choices import Part
from groundswell.collaboratives.models import Collaborative, Member, Need, NeedEvidence, Participation, Task
from groundswell.collaboratives.services.collaboratives import add_member, add_place
from groundswell.collaboratives.services.vision import (
    add_need_evidence,
    adopt_vision,
    draft_vision,
    endorse_vision,
    raise_need,
)
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import collaborative, counties  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db
HOME = "/collaboratives/north"


def somebody(name: str, **more) -> Person:
    return provide_person(by=None, email=f"{name}@example.org", given_name=name.title(), family_name="Example", **more)


@pytest.fixture
def north(collaborative, counties) -> Collaborative:  # noqa: F811
    for county in counties.values():
        add_place(by=None, collaborative=collaborative, place=county)
    return collaborative


@pytest.fixture
def lead(north, client) -> Person:
    person = somebody("lea")
    add_member(by=None, collaborative=north, person=person, part=Part.LEAD)
    client.force_login(person.user)
    return person


@pytest.fixture
def lassen(north, counties) -> Person:  # noqa: F811
    person = somebody("lou")
    add_member(by=None, collaborative=north, person=person, part=Part.REPRESENTATIVE, place=counties["lassen"])
    return person


def send(client, path: str, **fields):
    return client.post(f"{HOME}/{path}/", {"client_id": f"{path}{fields}", **fields}, follow=True)


def text(client, path: str = "") -> str:
    return client.get(f"{HOME}/{path}").content.decode()


def test_task_for_every_county_goes_to_whoever_speaks_for_it(client, lead, lassen):
    send(client, "tasks/add", title="Book the room", due_on="2027-01-15", each="on", owner=lead.pk, notes="Forty seats")
    rows = Task.objects.select_related("county", "owner").order_by("county__name")
    assert [(row.county.name, row.owner.given_name, row.notes) for row in rows] == [
        ("Lassen", "Lou", "Forty seats"),
        ("Shasta", "Lea", "Forty seats"),
    ]
    assert Notice.objects.filter(user=lassen.user).count() == 1


def test_task_that_is_not_needed_is_dropped(client, lead):
    send(client, "tasks/add", title="Book the room")
    task = Task.objects.get()
    assert "Drop it: it is not needed" in text(client, f"tasks/{task.pk}/")
    send(client, f"tasks/{task.pk}/answer", answer="dropped")
    assert Task.objects.get().state == "dropped"
    assert "Drop it" not in text(client, f"tasks/{task.pk}/")


def test_need_gets_better_words_and_evidence_goes_that_was_wrong(client, lead, north, counties):  # noqa: F811
    need = raise_need(by=None, collaborative=north, title="Talk", statement="Too little", subject="both")
    fields = {"title": "Students talk little", "statement": "In 6 of 24 lessons", "subject": "math"}
    send(client, f"needs/{need.pk}", **fields)
    assert Need.objects.values_list("title", "subject").get() == ("Students talk little", "math")
    fields = {"kind": "number", "text": "6 of 24", "source": "Visits", "place": counties["lassen"].pk}
    send(client, f"needs/{need.pk}/evidence", **fields)
    assert "Visits · Lassen" in text(client, "needs/")
    send(client, f"needs/{need.pk}/evidence/remove", evidence="forged")
    send(client, f"needs/{need.pk}/evidence/remove", evidence=NeedEvidence.objects.get().pk)
    assert not NeedEvidence.objects.exists()


def test_evidence_of_another_need_stays(client, lead, north):
    one, other = (
        raise_need(by=None, collaborative=north, title=name, statement="…", subject="both") for name in ("One", "Other")
    )
    row = add_need_evidence(by=None, need=other, kind="survey", text="7 of 10", source="A survey")
    send(client, f"needs/{one.pk}/evidence/remove", evidence=row.pk)
    assert NeedEvidence.objects.count() == 1


def test_member_who_leaves_loses_the_role_and_the_last_lead_stays(client, lead, lassen, north):
    send(client, "people/end", member=lassen.memberships.get().pk)
    assert not allows(User.objects.get(pk=lassen.user_id), Permission.COLLABORATIVE_WORK, north.space_id)
    answer = send(client, "people/end", member=lead.memberships.get().pk)
    assert "Somebody must lead it." in answer.content.decode()
    assert list(Member.objects.filter(until=None).values_list("person__given_name", flat=True)) == ["Lea"]


def test_county_that_leaves_stays_on_record(client, lead, north):
    row = Participation.objects.get(place__name="Lassen")
    send(client, "places/end", participation=row.pk)
    row.refresh_from_db()
    assert row.left_on is not None
    assert [one.place.name for one in north.participations.select_related("place").filter(left_on=None)] == ["Shasta"]


def test_members_may_not_end_parts_of_others(client, lead, lassen):
    client.force_login(lassen.user)
    assert send(client, "people/end", member=lead.memberships.get().pk).status_code == 404
    assert Member.objects.filter(until=None).count() == 2


def test_adopted_vision_waits_on_the_page_of_each_member_until_endorsed(client, lead, lassen, north):
    draft_vision(
        by=lead.user, collaborative=north, text="Everyone talks", text_es="Todos hablan", goals=[("One", "Uno")]
    )
    vision = adopt_vision(by=lead.user, collaborative=north)
    assert list(Notice.objects.values_list("user__person__given_name", flat=True)) == ["Lou"]
    client.force_login(lassen.user)
    assert "Endorse the vision" in client.get("/today/").content.decode()
    endorse_vision(by=lassen.user, vision=vision, person=lassen)
    assert "Endorse the vision" not in client.get("/today/").content.decode()


def test_vision_speaks_the_readers_language(client, lead, north):
    draft_vision(by=None, collaborative=north, text="Everyone talks", text_es="Todos hablan", goals=[("One", "Uno")])
    User.objects.filter(pk=lead.user_id).update(language="es")
    page = text(client, "vision/")
    assert ("Todos hablan" in page, "Uno" in page, "Everyone talks" in page) == (True, True, False)


def test_collaborative_that_ends_before_it_begins_is_asked_for_again(client, lead, north):
    fields = {"name": "North", "subject": "math", "starts_on": "2027-02-01"}
    assert "It must end after it begins." in send(client, "about", **fields, ends_on="2026-02-01").content.decode()
    send(client, "about", **fields)
    assert Collaborative.objects.values_list("subject", "starts_on__year").get() == ("math", 2027)
