"""Nobody overwrites what somebody else saved after the page was opened without seeing it."""

from datetime import date
from typing import Any

import pytest
from django import forms
from django.http import QueryDict

from groundswell.ui.meanwhile import STOOD, ChangedMeanwhile, refuse_unseen, watch


class Plan(forms.Form):
    """One field of each kind that the pages have."""

    title = forms.CharField(required=False)
    notes = forms.CharField(required=False, widget=forms.Textarea)
    day = forms.DateField(required=False)
    ready = forms.BooleanField(required=False)
    kind = forms.ChoiceField(choices=[("joint", "All together"), ("Rooms", [("local", "Each site alone")])])
    parts = forms.MultipleChoiceField(choices=[("a", "Morning"), ("b", "Evening")], required=False)
    sheet = forms.FileField(required=False)


STANDS: dict[str, Any] = {
    "title": "Talk", "notes": "One\nTwo", "day": date(2027, 2, 9), "ready": True, "kind": "joint", "parts": ["b", "a"],
}  # fmt: skip
SENT: dict[str, list[str]] = {
    "title": ["Talk"], "notes": ["One\r\nTwo"], "day": ["2027-02-09"], "ready": ["on"], "kind": ["joint"], "parts": ["a", "b"],
}  # fmt: skip


def page(**stands: Any) -> str:
    """What a page carries that was opened while this stood."""
    form = Plan(initial={**STANDS, **stands})
    watch(form)
    return str(form[STOOD].value())


def read(seen: str, typed: dict[str, list[str]]) -> Plan:
    """The form as it comes back; what was read for it before the transaction is old already."""
    data = QueryDict(mutable=True)
    for name, values in {**SENT, STOOD: [seen], **typed}.items():
        data.setlist(name, values)
    form = Plan(data, initial=STANDS)
    watch(form)
    assert form.is_valid(), form.errors
    return form


def send(seen: str, stands: dict[str, Any], **typed: list[str]) -> Plan:
    form = read(seen, typed)
    refuse_unseen(form, form.cleaned_data.pop(STOOD), {**STANDS, **stands})
    return form


def refused(seen: str, stands: dict[str, Any], **typed: list[str]) -> Plan:
    form = read(seen, typed)
    with pytest.raises(ChangedMeanwhile, match="This was saved again"):
        refuse_unseen(form, form.cleaned_data.pop(STOOD), {**STANDS, **stands})
    return form


def test_nothing_is_said_where_nobody_else_saved():
    send(page(), {}, title=["New"], ready=[], parts=["a"])


def test_nothing_is_said_where_both_wrote_the_same():
    send(page(title="Old"), {"title": "Talk"})


@pytest.mark.parametrize("seen", ["", "nonsense", "title", "unknown=1 ="])
def test_page_that_carries_no_mark_of_a_field_is_taken_as_it_is(seen: str):
    send(seen, {"title": "Theirs"})


def test_field_that_both_changed_keeps_mine_and_says_theirs():
    form = refused(page(), {"title": "Theirs"}, title=["Mine"])
    assert form.errors["title"] == ["This was changed after you opened the page. It says now: Theirs"]
    assert (form["title"].value(), list(form.errors)) == ("Mine", ["title"])


@pytest.mark.parametrize(
    ("stands", "shown"),
    [
        ({"title": "Theirs"}, "Theirs"),
        ({"notes": "Three"}, "Three"),
        ({"day": date(2027, 3, 1)}, "2027-03-01"),
        ({"day": None}, ""),
        ({"ready": False}, False),
        ({"kind": "local"}, "local"),
        ({"parts": []}, []),
    ],
)
def test_field_that_i_left_takes_what_they_wrote(stands: dict[str, Any], shown: Any):
    (name,) = stands
    form = refused(page(), stands)
    assert form.errors[name] == ["This was changed after you opened the page. What was written then stands here now."]
    assert form[name].value() == shown


@pytest.mark.parametrize(
    ("stands", "typed", "said"),
    [
        ({"kind": "local"}, {}, "Each site alone"),
        ({"parts": ["a"]}, {"parts": ["b"]}, "Morning"),
        ({"title": ""}, {"title": ["Mine"]}, "nothing"),
        ({"ready": False}, {}, "No"),
        ({"day": date(2027, 3, 1)}, {"day": ["2027-02-10"]}, "March 1, 2027"),
        ({"notes": "x" * 900}, {"notes": ["Mine"]}, "x" * 299 + "…"),
    ],
)
def test_what_they_wrote_is_said_in_words(stands: dict[str, Any], typed: dict[str, list[str]], said: str):
    (name,) = stands
    seen = page(kind="other") if name == "kind" else page(**({"ready": None} if name == "ready" else {}))
    form = refused(seen, stands, **typed)
    assert form.errors[name] == [f"This was changed after you opened the page. It says now: {said}"]


def test_saving_again_after_reading_it_replaces_theirs():
    form = refused(page(), {"title": "Theirs"}, title=["Mine"])
    again = send(str(form[STOOD].value()), {"title": "Theirs"}, title=["Mine"])
    assert again.cleaned_data["title"] == "Mine"
