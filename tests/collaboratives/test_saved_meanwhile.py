"""Two who write at once, and what only the database can tell: each is told on the page, and nothing typed is lost."""

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from groundswell.collaboratives.models import VisionVersion
from groundswell.collaboratives.services.vision import change_need, draft_vision, raise_need
from groundswell.core.services.submissions import submit_once
from tests.collaboratives.conftest import OWN, send

pytestmark = pytest.mark.django_db


def test_two_leads_who_write_one_draft_do_not_overwrite_each_other_unseen(client, lead, collaborative):
    draft_vision(by=None, collaborative=collaborative, text="All talk.", why="Families asked")
    form = client.get(f"{OWN}/vision/write/").context["form"]
    seen = form["as_it_stood"].value()
    draft_vision(by=None, collaborative=collaborative, text="Some talk.", why="Families asked")
    mine = {"text": "Most talk.", "why": "Families asked", "as_it_stood": seen}
    refused = send(client, "vision/write/", **mine)
    page = refused.content.decode()
    assert (refused.status_code, "It says now: Some talk." in page, "Most talk." in page) == (422, True, True)
    assert VisionVersion.objects.get().text == "Some talk."
    mine["as_it_stood"] = refused.context["form"]["as_it_stood"].value()
    assert [send(client, "vision/write/", **mine).status_code for _press in range(2)] == [302, 302]
    assert VisionVersion.objects.get().text == "Most talk."


def test_draft_that_was_adopted_since_the_page_was_opened_leaves_every_word_of_the_next_one(
    client,
    lead,
    collaborative,
):
    draft_vision(by=None, collaborative=collaborative, text="All talk.", why="Families asked")
    seen = client.get(f"{OWN}/vision/write/").context["form"]["as_it_stood"].value()
    send(client, "vision/adopt/")
    mine = {"text": "Most talk.", "why": "Families asked", "as_it_stood": seen}
    assert send(client, "vision/write/", **mine).status_code == 302
    written = VisionVersion.objects.order_by("number").values_list("text", "why")
    assert list(written) == [("All talk.", "Families asked"), ("Most talk.", "Families asked")]


@pytest.fixture
def need(client, member, collaborative):
    """Mia has the page of this need open."""
    return raise_need(
        by=None, collaborative=collaborative, title="Talk", statement="Pupils do not talk.", subject="both"
    )


def press_late(client, monkeypatch, need, meanwhile):
    """Send what the page says with another title; `meanwhile` happens after the page is read and before anything is written."""
    form = client.get(f"{OWN}/needs/{need.pk}/").context["form"]
    said = {name: value or "" for name, value in form.initial.items()}

    def waits(*, key, act):
        meanwhile()
        return submit_once(key=key, act=act)

    monkeypatch.setattr("groundswell.ui.form_page.submit_once", waits)
    answer = send(client, f"needs/{need.pk}/", **{**said, "as_it_stood": form["as_it_stood"].value(), "title": "Mine"})
    return answer.status_code, answer.content.decode()


def test_what_is_saved_while_a_press_waits_for_its_turn_is_seen_too(client, monkeypatch, need):
    status, page = press_late(client, monkeypatch, need, lambda: change_need(by=None, need=need, title="Theirs"))
    assert (status, "It says now: Theirs" in page) == (422, True)
    need.refresh_from_db()
    assert need.title == "Theirs"


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (IntegrityError("duplicate key"), "at the same moment"),
        (ValidationError({"title": "Too many words."}), "Too many words."),
    ],
)
def test_what_only_the_database_or_the_row_can_tell_is_told_on_the_page(client, monkeypatch, need, error, said):
    def fail():
        raise error

    status, page = press_late(client, monkeypatch, need, fail)
    assert (status, said in page, 'value="Mine"' in page) == (422, True, True)


def test_what_is_taken_away_while_a_press_waits_for_its_turn_is_told(client, monkeypatch, need):
    status, page = press_late(client, monkeypatch, need, lambda: type(need).objects.all().delete())
    assert (status, "This was taken away" in page) == (422, True)
