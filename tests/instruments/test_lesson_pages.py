"""The discourse tool and lesson ideas in the browser."""

import uuid

import pytest
from django.urls import reverse

from groundswell.accounts.services.users import provide_user
from groundswell.instruments.given import Given
from groundswell.instruments.models import LessonIdea
from groundswell.instruments.services.lessons import keep_lesson_idea, share_lesson_idea
from groundswell.instruments.services.responses import submit_response
from groundswell.instruments.services.starters import provide_discourse_tool
from groundswell.people.services.people import provide_person
from groundswell.standards.services.load import load_standards

pytestmark = pytest.mark.django_db
WHOLE = {"came": "yes", "stand_knowledge": "d3", "stand_team": "d1", "why": "Because of Ms. Quill"}


def answer_url(instrument):
    return reverse("instruments:answer", kwargs={"token": instrument.token})


def words(response):
    return response.content.decode()


def test_discourse_tool_proposes_and_keeps_a_lesson_idea(client, owner, teacher):
    load_standards()
    tool = provide_discourse_tool(owner=owner)
    given = {
        "goal": ["explain"],
        "grade": "3-5",
        "subject": "math",
        "minutes": "12",
        "standards": "5nf3",
        "client_id": str(uuid.uuid4()),
    }
    result = client.post(answer_url(tool), given)
    shown = words(client.get(result.url))
    assert shown.index("Number talk") < shown.index("Turn and talk")
    keep = reverse(
        "instruments:keep", kwargs={"token": tool.token, "sent": given["client_id"], "option": "number-talk"}
    )
    assert client.get(keep).url.startswith("/sign-in/")
    client.force_login(teacher.user)
    assert 'value="5.NF.B.3"' in words(client.get(keep))
    idea = {
        "title": "Trails",
        "grade": "3-5",
        "subject": "math",
        "standards": "5.NF.B.3",
        "plan": "First…",
        "client_id": "c",
    }
    assert client.post(keep, idea).url == client.post(keep, idea).url
    held = LessonIdea.objects.get()
    assert (held.title, [item.code for item in held.standards.all()]) == ("Trails", ["5.NF.B.3"])
    assert "Number talk" in words(client.get(f"/my/lessons/{held.pk}/"))
    client.post(f"/my/lessons/{held.pk}/", idea | {"title": "Longer trails"})
    assert "Longer trails" in words(client.get("/my/lessons/"))
    assert client.post(keep, idea | {"title": ""}).status_code == 200
    client.force_login(provide_user(email="other@example.org"))
    assert client.get(f"/my/lessons/{held.pk}/").status_code == 404
    client.force_login(teacher.user)
    client.post(f"/my/lessons/{held.pk}/drop/")
    assert LessonIdea.objects.count() == 0


def test_activity_stands_on_the_wall_with_its_times(client, owner):
    tool = provide_discourse_tool(owner=owner)
    shown = words(client.get(f"/i/{tool.token}/activity/number-talk/"))
    assert 'data-seconds="360"' in shown
    assert client.get(f"/i/{tool.token}/activity/nothing/").status_code == 404


def test_time_that_fits_nothing_says_what_to_do(client, owner):
    tool = provide_discourse_tool(owner=owner)
    given = {"goal": ["share"], "grade": "k-2", "subject": "math", "minutes": "2", "client_id": str(uuid.uuid4())}
    assert "Nothing fits all of it" in words(client.get(client.post(answer_url(tool), given).url))


@pytest.fixture
def idea(owner, teacher):
    tool = provide_discourse_tool(owner=owner)
    version = tool.versions.get()
    given = [Given("goal", choice="explain"), Given("grade", choice="3-5"), Given("subject", choice="math")]
    sent = submit_response(version=version, given=given, person=teacher, client_id=uuid.uuid4())
    return keep_lesson_idea(
        by=teacher.user, person=teacher, title="Trails", plan="First…", subject="math", grade="3-5",
        activity="number-talk", response=sent,
    )  # fmt: skip


def test_lesson_idea_is_shared_by_a_link_that_stops(client, idea, teacher):
    client.force_login(teacher.user)
    client.post(f"/my/lessons/{idea.pk}/share/")
    client.post(f"/my/lessons/{idea.pk}/share/")
    idea.refresh_from_db()
    link = f"/lessons/{idea.token}/"
    assert link in words(client.get(f"/my/lessons/{idea.pk}/"))
    client.logout()
    shown = words(client.get(link))
    assert ("Trails" in shown, "First…" in shown, "Number talk" in shown, teacher.name in shown) == (True,) * 4
    client.force_login(teacher.user)
    client.post(f"/my/lessons/{idea.pk}/share/", {"act": "stop"})
    assert client.get(link).status_code == 404


def test_colleague_takes_a_shared_lesson_idea_once_and_changes_their_own(client, idea, teacher):
    shared = share_lesson_idea(by=teacher.user, idea=idea)
    other = provide_person(by=None, email="other@example.org", given_name="Odo")
    assert client.post(f"/lessons/{shared.token}/take/").url.startswith("/sign-in/")
    client.force_login(other.user)
    assert client.get(f"/lessons/{shared.token}/take/").url == f"/lessons/{shared.token}/"
    first, again = (client.post(f"/lessons/{shared.token}/take/").url for _n in range(2))
    assert first == again
    mine = LessonIdea.objects.get(person=other)
    assert (mine.title, mine.plan, mine.activity, mine.token, mine.taken_from_id) == (
        "Trails", "First…", "number-talk", None, idea.pk,
    )  # fmt: skip
    client.force_login(teacher.user)
    assert client.post(f"/lessons/{shared.token}/take/").url == f"/my/lessons/{idea.pk}/"
    assert "Number talk" in words(client.get(f"/my/lessons/{idea.pk}/sheet/"))
