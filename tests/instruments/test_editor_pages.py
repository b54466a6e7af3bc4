"""Making and changing instruments in the browser, without code."""

import pytest
from django.urls import reverse

from groundswell.instruments.models import Instrument
from groundswell.instruments.services.instruments import publish_version, rename_instrument, start_draft

pytestmark = pytest.mark.django_db
WHOLE = {"came": "yes", "stand_knowledge": "d3", "stand_team": "d1", "why": "Because of Ms. Quill"}


def page(name, instrument, **more):
    return reverse(f"instruments:{name}", kwargs={"pk": instrument.pk, **more})


def words(response):
    return response.content.decode()


def test_editor_builds_an_instrument_without_code(client, owner, lead):
    client.force_login(lead)
    made = client.post(f"/instruments/new/{owner.pk}/", {"title": "Pulse", "purpose": "survey", "starter": ""})
    survey = Instrument.objects.get(title="Pulse")
    assert made.url == page("draft", survey)
    change, revision = page("change", survey), 1
    added = client.post(change, {"act": "add", "kind": "single", "revision": revision})
    assert added.url == page("question", survey, code="single-1")
    question = {
        "label_en": "Did it help?", "label_es": "¿Sirvió?", "required": "on", "revision": 2,
        "choices": "Yes | Sí\nIn part | En parte\nElse | Otra cosa *",
    }  # fmt: skip
    assert client.post(added.url, question).url == f"{page('draft', survey)}#single-1"
    client.post(change, {"act": "add", "kind": "text", "revision": 3})
    shown_if = {"label_en": "What helped?", "label_es": "", "lines": 3, "shown_if": ["single-1=yes"], "revision": 4}
    client.post(page("question", survey, code="text-2"), shown_if)
    client.post(change, {"act": "frame", "intro_en": "Hello", "revision": 5})
    definition = survey.versions.get().questions
    assert [(choice.code, choice.label.es, choice.other) for choice in definition.question("single-1").choices] == [
        ("yes", "Sí", False), ("in-part", "En parte", False), ("else", "Otra cosa", True),
    ]  # fmt: skip
    assert definition.question("text-2").show_if.conditions[0].values == ("yes",)
    draft = words(client.get(page("draft", survey)))
    assert "What helped?" in draft
    moved = client.post(change, {"act": "up", "code": "text-2", "revision": 6}, follow=True)
    assert "depends on a question that does not come before it" in words(moved)
    client.post(change, {"act": "publish", "revision": 6})
    assert survey.versions.get().published_at is not None
    assert "¿Sirvió?" in words(client.get(page("preview", survey, number=1) + "?language=es"))


def test_two_who_change_the_settings_do_not_overwrite_each_other_unseen(client, survey, lead):
    client.force_login(lead)
    form = client.get(page("instrument", survey)).context["form"]
    said = {
        "title": "Mine",
        "title_es": survey.title_es,
        "open_to": survey.open_to,
        "as_it_stood": form["as_it_stood"].value(),
    }
    rename_instrument(by=None, instrument=survey, title="Theirs", title_es="", open_to="nobody", repeats=False)
    refused = client.post(page("instrument", survey), said)
    survey.refresh_from_db()
    assert (survey.title, "It says now: Theirs" in words(refused)) == ("Theirs", True)
    said["as_it_stood"] = refused.context["form"]["as_it_stood"].value()
    assert client.post(page("instrument", survey), said).status_code == 302
    survey.refresh_from_db()
    assert survey.title == "Mine"


def test_stale_page_changes_nothing(client, survey, lead):
    client.force_login(lead)
    start_draft(by=None, instrument=survey)
    shown = client.post(page("change", survey), {"act": "remove", "code": "why", "revision": 7}, follow=True)
    assert "Somebody changed these questions meanwhile" in words(shown)
    unseen = client.post(page("change", survey), {"act": "publish", "revision": 7}, follow=True)
    assert "Somebody changed these questions meanwhile" in words(unseen)
    assert survey.versions.filter(published_at=None).exists()


def test_question_form_keeps_codes_and_shows_mistakes(client, survey, lead):
    client.force_login(lead)
    draft = start_draft(by=None, instrument=survey)
    url = page("question", survey, code="liked")
    assert "Something else | Otra cosa *" in words(client.get(url))
    wrong = client.post(url, {"label_en": "", "choices": "One", "least": 9, "most": 2, "revision": 1})
    assert "Write at least two and at most 60 lines." in words(wrong)
    client.post(
        url, {"label_en": "Liked?", "choices": "The talks | Las charlas\nThe food\nSomething else *", "revision": 1}
    )
    draft.refresh_from_db()
    assert [choice.code for choice in draft.questions.question("liked").choices] == ["talk", "food", "other"]


@pytest.mark.parametrize("value", ["", "x" * 12_000, "|", "*", "a\n" * 70, "<b>", "-1", "1e400", "\x00", "¿ñ | *"])
def test_editor_takes_anything_without_falling_over(client, survey, lead, value):
    client.force_login(lead)
    draft = start_draft(by=None, instrument=survey)
    before = draft.definition
    fields = ["label_en", "label_es", "help_en", "rows", "choices", "least", "most", "lines", "measures", "shown_if"]
    for code in ("about", "came", "stand", "liked", "why", "students"):
        shown = client.post(page("question", survey, code=code), dict.fromkeys(fields, value) | {"revision": "x"})
        assert (shown.status_code, "<b></label>" in words(shown)) == (200, False)
    names = ("act", "code", "kind", "revision", "intro_en", "thanks_es")
    assert client.post(page("change", survey), dict.fromkeys(names, value)).status_code == 302
    for act in ("add", "up", "remove", "frame"):
        sent = {"act": act, "code": value, "kind": value, "revision": value, "intro_en": value}
        assert client.post(page("change", survey), sent).status_code == 302
    draft.refresh_from_db()
    assert draft.definition == before


def test_settings_close_and_open(client, survey, lead):
    client.force_login(lead)
    client.post(page("instrument", survey), {"title": "New name", "title_es": "", "open_to": "signed_in"})
    survey.refresh_from_db()
    assert (survey.title, survey.open_to, survey.repeats) == ("New name", "signed_in", False)
    assert client.post(page("instrument", survey), {"title": "", "open_to": "x"}).status_code == 200
    for _press in range(2):  # a second press does not open it again
        client.post(page("set_open", survey), {"act": "close"})
        survey.refresh_from_db()
        assert survey.closed_at is not None
    client.post(page("set_open", survey), {"act": "open"})
    survey.refresh_from_db()
    assert survey.closed_at is None
    client.post(page("draft", survey))
    assert survey.versions.count() == 2
    publish_version(by=None, version=start_draft(by=None, instrument=survey))
    assert "Version 2" in words(client.get(page("instrument", survey)))
