"""Widgets drawn without templates look the same as Django's own."""

import re
from typing import Any

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates

from groundswell.ui.renderer import PlainRenderer
from groundswell.ui.widgets import DateInput, SuggestInput

CHOICES = [("", "–"), ("Far <north>", [("18", "Lassen & Modoc"), ("25", "Modoc")]), ("32", "Plumas")]
FLAT = [("1", "one"), ("2", "two & a half")]
NASTY = '"><script>alert(1)</script>&amp;'


class Everything(forms.Form):
    text = forms.CharField(widget=forms.TextInput(attrs={"data-x": NASTY, "autofocus": True, "hidden": False}))
    email = forms.EmailField(required=False)
    number = forms.IntegerField(min_value=0, max_value=9)
    area = forms.CharField(widget=forms.Textarea, required=False)
    one = forms.ChoiceField(choices=CHOICES)
    many = forms.MultipleChoiceField(choices=FLAT, widget=forms.SelectMultiple)
    radio = forms.ChoiceField(choices=FLAT, widget=forms.RadioSelect)
    boxes = forms.MultipleChoiceField(choices=FLAT, widget=forms.CheckboxSelectMultiple)
    yes = forms.BooleanField()
    day = forms.DateField(widget=DateInput)
    when = forms.SplitDateTimeField()
    secret = forms.CharField(widget=forms.PasswordInput)
    kept = forms.CharField(widget=forms.HiddenInput)
    file = forms.FileField()
    town = forms.CharField(widget=SuggestInput("/places/suggest/"))


DATA = [
    {},
    {
        "text": NASTY,
        "email": "a@b.example",
        "number": "forty",
        "area": "<b>\n & more",
        "one": "18",
        "many": ["1", "2"],
        "radio": "2",
        "boxes": ["2"],
        "yes": "on",
        "day": "2027-02-09",
        "kept": NASTY,
        "town": "Quincy",
    },
]


def squeezed(html: str) -> str:
    """Without the spaces between tags, which only Django's templates have, and with one name for each entity."""
    return re.sub(r"\s*(<(?!/textarea)[^>]*>)\s*", r"\1", html).replace("&#x27;", "&#39;")


@pytest.mark.parametrize("name", list(Everything.base_fields))
@pytest.mark.parametrize("data", DATA, ids=["empty", "filled"])
def test_widget_is_the_same_with_and_without_templates(name: str, data: dict[str, Any]) -> None:
    drawn = [
        squeezed(str(Everything(data or None, renderer=renderer)[name]))
        for renderer in (PlainRenderer(), DjangoTemplates())
    ]
    assert drawn[0] == drawn[1]


@pytest.mark.parametrize("name", ["radio", "boxes"])
def test_single_choices_are_the_same_with_and_without_templates(name: str) -> None:
    drawn = [
        [squeezed(choice.tag()) for choice in Everything(DATA[1], renderer=renderer)[name].subwidgets]
        for renderer in (PlainRenderer(), DjangoTemplates())
    ]
    assert drawn[0] == drawn[1]
