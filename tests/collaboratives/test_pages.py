"""A collaborative's work in the browser: who leads forms it, members work in it, strangers read what is public."""

import pytest
from django.utils import translation

from groundswell.accounts.models import User
from groundswell.activity.models import Notice
from groundswell.collaboratives.choices import Bond, NeedState, Part, TaskState
from groundswell.collaboratives.models import Endorsement, Member, NeedEvidence, Participation, Task, VisionVersion
from groundswell.collaboratives.receivers import forget_parts, members_i_lead, parts_of
from groundswell.collaboratives.services.collaboratives import (
    add_place,
    change_collaborative,
    end_member,
    end_participation,
    form_collaborative,
)
from groundswell.collaboratives.services.tasks import add_task, finish_task, offer_task
from groundswell.collaboratives.services.vision import adopt_vision, draft_vision, raise_need
from groundswell.places.services.organizations import add_partner
from groundswell.spaces.naming import names_of
from tests.collaboratives.conftest import OWN, send, somebody

pytestmark = pytest.mark.django_db


def test_lead_changes_what_stands_on_the_page(client, lead, collaborative):
    answer = send(client, "about/", name="North State", about="Talk in math", about_es="Hablar", subject="both")
    collaborative.refresh_from_db()
    assert (answer.status_code, collaborative.name, collaborative.about_es) == (302, "North State", "Hablar")
    client.logout()
    page = client.get(f"{OWN}/", headers={"accept-language": "es"}).content.decode()
    assert ("Hablar" in page, "Talk in math" in page) == (True, False)


def test_county_joins_once_and_a_place_nobody_knows_is_asked_for_again(client, lead, collaborative, counties):
    first = send(client, "places/add/", place="county-18", bond=Bond.COUNTY, brings="Its kits", brings_es="Sus equipos")
    again = client.post(f"{OWN}/places/add/", {"place": "county-18", "bond": Bond.COUNTY, "client_id": "again"})
    unknown = client.post(f"{OWN}/places/add/", {"place": "Nowhere at all", "bond": Bond.COUNTY, "client_id": "x"})
    assert [answer.status_code for answer in (first, again, unknown)] == [302, 422, 422]
    assert "Lassen takes part already." in again.content.decode()
    assert list(Participation.objects.values_list("place__name", "brings")) == [("Lassen", "Its kits")]


def test_what_a_partner_brings_is_told_in_the_language_of_the_page(client, lead, collaborative):
    museum = add_partner(by=None, name="Tule Fog Museum", partner_kind="museum")
    add_place(
        by=None,
        collaborative=collaborative,
        place=museum,
        bond=Bond.PARTNER,
        brings="Its kits",
        brings_es="Sus equipos",
    )
    assert "Its kits" in client.get(f"{OWN}/").content.decode()
    client.logout()
    spanish = client.get(f"{OWN}/", headers={"accept-language": "es"}).content.decode()
    assert ("Sus equipos" in spanish, "Its kits" in spanish) == (True, False)


def test_county_that_left_may_join_again_and_both_times_are_kept(collaborative, counties):
    row = add_place(by=None, collaborative=collaborative, place=counties["lassen"])
    end_participation(by=None, participation=row)
    add_place(by=None, collaborative=collaborative, place=counties["lassen"])
    assert [row.left_on is None for row in Participation.objects.order_by("pk")] == [False, True]


def test_lead_adds_a_member_who_is_told_apart_by_part(client, lead, collaborative):
    fields = {"given_name": "Noa", "family_name": "Vale", "email": "noa@example.org", "part": Part.FACULTY}
    assert send(client, "people/add/", **fields).status_code == 302
    again = client.post(f"{OWN}/people/add/", {**fields, "client_id": "again"})
    assert (again.status_code, "Noa Vale has this part already." in again.content.decode()) == (422, True)
    assert list(Member.objects.filter(part=Part.FACULTY).values_list("person__given_name", flat=True)) == ["Noa"]
    page = client.get(f"{OWN}/people/").content.decode()
    assert page.index("Lea Example") < page.index("Noa Vale")  # who leads stands first


def test_county_without_anybody_is_named(client, member, collaborative, counties):
    add_place(by=None, collaborative=collaborative, place=counties["shasta"])
    shown = client.get(f"{OWN}/people/").context
    assert [place.name for place in shown["without"]] == ["Shasta"]


def test_need_is_raised_shown_with_evidence_and_taken_up(client, member, collaborative):
    said = {"title": "Talk", "statement": "Students rarely talk", "subject": "both"}
    assert send(client, "needs/add/", **said).status_code == 302
    need = collaborative.needs.get()
    assert need.raised_by_id == member.pk
    evidence = {"kind": "number", "text": "Two of ten lessons", "source": "Visits in fall"}
    assert send(client, f"needs/{need.pk}/evidence/", **evidence).status_code == 302
    assert send(client, f"needs/{need.pk}/state/", state=NeedState.TAKEN_UP).status_code == 302
    need.refresh_from_db()
    assert (need.state, NeedEvidence.objects.get().text) == (NeedState.TAKEN_UP, "Two of ten lessons")
    page = client.get(f"{OWN}/needs/").content.decode()
    assert [words in page for words in ("Students rarely talk", "Two of ten lessons", "Visits in fall")] == [True] * 3


def test_vision_is_written_adopted_and_written_again_from_the_one_before(client, lead, collaborative):
    empty = client.get(f"{OWN}/vision/write/").context["form"].initial
    goals = "Every student talks | Cada estudiante habla\n\nTeachers plan together"
    assert send(client, "vision/write/", text="All talk.", text_es="Todos hablan.", goals=goals).status_code == 302
    assert send(client, "vision/adopt/").status_code == 302
    again = client.get(f"{OWN}/vision/write/").context["form"].initial
    assert (empty, again["text"]) == ({}, "All talk.")
    assert again["goals"] == "Every student talks | Cada estudiante habla\nTeachers plan together"
    version = VisionVersion.objects.get()
    assert list(version.goals.order_by("pk").values_list("text", "text_es")) == [
        ("Every student talks", "Cada estudiante habla"), ("Teachers plan together", ""),
    ]  # fmt: skip
    page = client.post(f"{OWN}/vision/adopt/", follow=True).content.decode()
    assert "Write a new version first." in page
    assert page.count(f"{OWN}/vision/write/") == 1  # also for a lead who does not stand behind the one that holds
    assert VisionVersion.objects.filter(adopted_at=None).count() == 0


def test_goal_too_long_to_read_aloud_is_refused(client, lead):
    answer = send(client, "vision/write/", text="All talk.", goals="x" * 301)
    assert (answer.status_code, "A goal has at most 300 letters." in answer.content.decode()) == (422, True)


def test_draft_keeps_why_it_is_written_in_both_languages(client, lead, collaborative):
    send(client, "vision/write/", text="All talk.", why="Families asked", why_es="Las familias lo pidieron")
    again = client.get(f"{OWN}/vision/write/").context["form"].initial
    assert (again["why"], again["why_es"]) == ("Families asked", "Las familias lo pidieron")
    assert "Families asked" in client.get(f"{OWN}/vision/").content.decode()
    User.objects.update(language="es")
    spanish = client.get(f"{OWN}/vision/").content.decode()
    assert ("Families asked" in spanish, "Las familias lo pidieron" in spanish) == (False, True)
    send(client, "vision/adopt/")
    assert "why" not in client.get(f"{OWN}/vision/write/").context["form"].initial


def test_vision_that_was_adopted_since_the_page_was_opened_is_not_endorsed_unread(client, member, collaborative):
    draft_vision(by=None, collaborative=collaborative, text="All talk.")
    adopt_vision(by=None, collaborative=collaborative)
    read = client.get(f"{OWN}/vision/endorse/").context["form"].initial["number"]
    draft_vision(by=None, collaborative=collaborative, text="Nobody talks.")
    adopt_vision(by=None, collaborative=collaborative)
    User.objects.update(language="es")
    client.force_login(User.objects.get(pk=member.user_id))
    answer = client.post(f"{OWN}/vision/endorse/", {"number": read, "client_id": "7"})
    assert (answer.status_code, "Desde que abrió esta página" in answer.content.decode()) == (422, True)
    now_read = client.get(f"{OWN}/vision/endorse/").context["form"].initial["number"]
    assert client.post(f"{OWN}/vision/endorse/", {"number": now_read, "client_id": "8"}).status_code == 302


def test_vision_is_endorsed_for_the_county_one_speaks_for(client, member, collaborative, counties):
    early = send(client, "vision/endorse/", note="Early")
    assert (early.status_code, "There is nothing to endorse yet." in early.content.decode()) == (422, True)
    draft_vision(by=None, collaborative=collaborative, text="All talk.")
    adopt_vision(by=None, collaborative=collaborative)
    add_place(by=None, collaborative=collaborative, place=counties["shasta"])
    assert client.post(f"{OWN}/vision/endorse/", {"note": "We do", "client_id": "2"}).status_code == 302
    row = Endorsement.objects.get()
    assert (row.person_id, row.place_id, row.note) == (member.pk, counties["lassen"].pk, "We do")
    shown = client.get(f"{OWN}/vision/").context
    assert ([place.name for place in shown["without"]], shown["mine"]) == (["Shasta"], True)


def test_task_is_added_and_every_field_of_it_changed(client, member, collaborative, counties):
    add_place(by=None, collaborative=collaborative, place=counties["shasta"])
    other = somebody(collaborative, "Ola", Part.MEMBER)
    fields = {"title": "Book rooms", "due_on": "2027-03-01", "owner": member.pk, "county": counties["lassen"].pk}
    assert send(client, "tasks/add/", **fields).status_code == 302
    task = Task.objects.get()
    fields = {"title": "Book halls", "due_on": "2027-03-08", "owner": other.pk, "county": counties["shasta"].pk}
    assert send(client, f"tasks/{task.pk}/", notes="Two of them", **fields).status_code == 302
    task.refresh_from_db()
    assert (task.title, task.notes, str(task.due_on)) == ("Book halls", "Two of them", "2027-03-08")
    assert (task.owner_id, task.county_id) == (other.pk, counties["shasta"].pk)
    assert list(Notice.objects.values_list("user_id", flat=True)) == [other.user_id]  # only whoever it was given to


def test_task_is_written_in_both_languages_for_one_and_for_every_county(client, member, collaborative):
    said = {"title": "Book rooms", "title_es": "Reserve salas", "notes": "Two", "notes_es": "Dos"}
    send(client, "tasks/add/", owner=member.pk, **said)
    send(client, "tasks/add/", each="on", client_id="each", **said)
    both = [{name: getattr(task, name) for name in said} for task in Task.objects.all()]
    assert (len(both) > 1, all(task == said for task in both)) == (True, True)
    assert "Book rooms" in client.get(f"{OWN}/tasks/").content.decode()
    User.objects.update(language="es")
    client.force_login(User.objects.get(pk=member.user_id))
    for path in (f"{OWN}/tasks/", "/today/"):
        page = client.get(path).content.decode()
        assert ("Reserve salas" in page, "Book rooms" in page) == (True, False), path
    [task] = Task.objects.filter(county=None)
    form = client.get(f"{OWN}/tasks/{task.pk}/").content.decode()
    assert ('value="Reserve salas"' in form, "Dos</textarea>" in form) == (True, True)


def test_tasks_are_narrowed_by_state_and_county(client, member, collaborative, counties):
    for county, title in ((counties["lassen"], "Here"), (None, "Anywhere")):
        add_task(by=None, collaborative=collaborative, title=title, county=county)
    done = add_task(by=None, collaborative=collaborative, title="Done", owner=member)
    finish_task(by=None, task=done)

    def titles(asked: str) -> list[str]:
        return [row.title for row in client.get(f"{OWN}/tasks/{asked}").context["page"]]

    assert titles("") == ["Here", "Anywhere"]
    assert titles(f"?county={counties['lassen'].key}") == ["Here"]
    assert titles("?state=done") == ["Done"]
    assert titles("?state=forged") == ["Here", "Anywhere"]
    assert client.get(f"{OWN}/tasks/").context["workload"] == [("Mia Example", 0, 1)]


def test_task_is_handed_over_in_the_browser(client, member, collaborative):
    other = somebody(collaborative, "Ola", Part.MEMBER)
    task = add_task(by=None, collaborative=collaborative, title="Book rooms", owner=member)
    assert send(client, f"tasks/{task.pk}/hand-over/", to=other.pk).status_code == 302
    refused = client.post(f"{OWN}/tasks/{task.pk}/answer/", {"answer": "yes"}, follow=True).content.decode()
    client.force_login(other.user)
    assert "Yes, I take it" in client.get(f"{OWN}/tasks/").content.decode()
    send(client, f"tasks/{task.pk}/answer/", answer="yes")
    task.refresh_from_db()
    assert ("This task was not offered to you" in refused, task.owner_id) == (True, other.pk)


@pytest.mark.parametrize(
    ("answers", "state"),
    [
        (["done"], TaskState.DONE),
        (["dropped"], TaskState.DROPPED),
        (["done", "open"], TaskState.OPEN),
        (["forged"], TaskState.OPEN),
    ],
)
def test_task_is_done_dropped_or_open_again(client, member, collaborative, answers, state):
    task = add_task(by=None, collaborative=collaborative, title="Book rooms", owner=member)
    for answer in answers:
        send(client, f"tasks/{task.pk}/answer/", answer=answer)
    task.refresh_from_db()
    assert (task.state, task.done_at is None) == (state, state == TaskState.OPEN)


def test_task_that_was_refused_stays_where_it_was(client, member, collaborative):
    other = somebody(collaborative, "Ola", Part.MEMBER)
    task = add_task(by=None, collaborative=collaborative, title="Book rooms", owner=other)
    offer_task(by=None, task=task, to=member)
    send(client, f"tasks/{task.pk}/answer/", answer="no")
    task.refresh_from_db()
    assert (task.owner_id, task.offered_to_id) == (other.pk, None)


def test_closed_task_is_not_handed_over(client, member, collaborative):
    task = add_task(by=None, collaborative=collaborative, title="Book rooms", owner=member)
    finish_task(by=None, task=task)
    answer = send(client, f"tasks/{task.pk}/hand-over/", to=member.pk)
    assert (answer.status_code, "This task is closed. Open it again first." in answer.content.decode()) == (422, True)


def test_strangers_read_what_is_public_and_nothing_of_the_work(client, member, collaborative):
    client.logout()
    assert client.get(f"{OWN}/").status_code == 200
    closed = ["needs/", "vision/", "tasks/", "people/", "history/", "about/", "tasks/add/"]
    assert {client.get(f"{OWN}/{page}").status_code for page in closed} <= {302, 404}
    assert client.get("/collaboratives/elsewhere/").status_code == 404


def test_member_who_does_not_lead_changes_nothing_of_the_collaborative(client, member, collaborative):
    assert send(client, "about/", name="Mine").status_code in {403, 404}
    collaborative.refresh_from_db()
    assert collaborative.name == "North"


def test_list_of_collaboratives_is_narrowed_and_counted(client, collaborative, counties):
    fields = {"name": "Shasta Math", "subject": "math", "scope": "county", "home": counties["shasta"]}
    other = form_collaborative(by=None, fields=fields)
    assert list(client.get("/collaboratives/").context["page"]) == [collaborative, other]
    assert list(client.get("/collaboratives/?scope=county").context["page"]) == [other]
    assert list(client.get("/collaboratives/?subject=both").context["page"]) == [collaborative]
    assert list(client.get("/collaboratives/?scope=forged&subject=x").context["page"]) == [collaborative, other]
    counted = client.get("/collaboratives/").context["scopes"]
    assert [(code, count) for code, _label, count in counted] == [("region", 1), ("county", 1)]


def test_collaborative_of_a_name_that_is_taken_gets_an_address_of_its_own(collaborative, counties):
    fields = {"name": "North", "subject": "math", "scope": "county", "home": counties["shasta"]}
    made = [form_collaborative(by=None, fields=fields) for _ in range(2)]
    nameless = form_collaborative(by=None, fields={**fields, "name": "数学"})
    assert [row.key for row in (*made, nameless)] == ["north-2", "north-3", "collaborative"]


def test_unknown_field_of_a_collaborative_is_a_mistake_of_the_caller(collaborative):
    with pytest.raises(TypeError):
        change_collaborative(by=None, collaborative=collaborative, fields={"key": "elsewhere"})


def test_my_data_tells_of_parts_endorsements_and_tasks_and_erasing_ends_them(member, collaborative):
    draft_vision(by=None, collaborative=collaborative, text="All talk.")
    send_endorsement(member, adopt_vision(by=None, collaborative=collaborative))
    task = add_task(by=None, collaborative=collaborative, title="Book rooms", owner=member)
    rows = [tuple(row.values()) for row in parts_of(member)]
    assert rows == [("North", "member"), (rows[1][0], "Gladly"), ("Book rooms", "open")]
    forget_parts(member)
    task.refresh_from_db()
    assert (task.owner_id, Endorsement.objects.get().note, Member.objects.filter(until=None).count()) == (None, "", 0)


def send_endorsement(person, vision) -> None:
    Endorsement.objects.create(vision=vision, person=person, note="Gladly")


def test_whoever_leads_sees_members_of_what_they_lead_alone(lead, collaborative, counties):
    fields = {"name": "Other", "subject": "math", "scope": "county", "home": counties["shasta"]}
    elsewhere = somebody(form_collaborative(by=None, fields=fields), "Eve", Part.MEMBER)
    mine = somebody(collaborative, "Mo", Part.MEMBER)
    gone = somebody(collaborative, "Gil", Part.MEMBER)
    end_member(by=None, member=Member.objects.get(person=gone))
    assert {row["person_id"] for row in members_i_lead(lead.user)} == {lead.pk, mine.pk}
    assert members_i_lead(elsewhere.user) is None


def test_need_in_a_state_that_is_none_is_refused(client, member, collaborative):
    need = raise_need(by=None, collaborative=collaborative, title="Talk", statement="More", subject="both")
    answer = send(client, f"needs/{need.pk}/state/", state="forged")
    need.refresh_from_db()
    assert (answer.status_code, need.state) == (422, NeedState.OPEN)


def test_evidence_and_the_name_are_read_in_spanish(client, lead, collaborative):
    need = raise_need(by=None, collaborative=collaborative, title="Talk", statement="More of it.", subject="both")
    said = {
        "text": "Seven of ten ask.",
        "text_es": "Siete de diez lo piden.",
        "source": "A survey",
        "source_es": "Una encuesta",
    }
    assert send(client, f"needs/{need.pk}/evidence/", kind="survey", **said).status_code == 302
    send(client, "about/", name="North State", name_es="Norte del estado", subject="both")
    User.objects.update(language="es")
    page = client.get(f"{OWN}/needs/").content.decode()
    assert ("Siete de diez lo piden." in page, "Una encuesta" in page, "Norte del estado" in page) == (True,) * 3
    assert ("Seven of ten ask." in page, "A survey" in page, "North State" in page) == (False,) * 3
    for path in ("/collaboratives/", "/search/?q=norte"):
        found = client.get(path).content.decode()
        assert ("Norte del estado" in found, "North State" in found) == (True, False)


def test_record_names_a_collaborative_in_the_readers_language(collaborative):
    change_collaborative(by=None, collaborative=collaborative, fields={"name_es": "Norte"})
    with translation.override("es"):
        assert names_of([collaborative.space_id])[collaborative.space_id].text == "Norte"
    assert names_of([collaborative.space_id])[collaborative.space_id].text == "North"
