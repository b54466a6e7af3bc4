"""The form field of each kind of question."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.definition import Question
from groundswell.places.models import Place
from groundswell.places.selectors.finding import UnknownPlace, find_place
from groundswell.standards.models import Item
from groundswell.standards.selectors import items_in_text
from groundswell.ui.widgets import DateInput, ScaleGridField, SuggestInput

People = Sequence[tuple[int, str]]
LONGEST_TEXT = 5000
RADIOS = 9  # more choices than this are a list to open


class PlaceField(forms.CharField):
    """A place by its name or by a line that was suggested; what is in no directory stays as it was written."""

    def clean(self, value: Any) -> tuple[Place | None, str]:
        text = str(super().clean(value) or "")
        if not text:
            return None, ""
        try:
            return find_place(text), ""
        except UnknownPlace:
            return None, text


class StandardField(forms.CharField):
    """One or several codes, in any spelling."""

    def clean(self, value: Any) -> list[Item]:
        text = str(super().clean(value) or "")
        found = items_in_text(text)
        if text and not found:
            raise ValidationError(_("No standard is called so. Write its code, such as 5.NF.B.3 or 5-PS1-1."))
        return found


class GridField(ScaleGridField):
    """A scale for several statements; says how many lines are open, since the page shows which."""

    def clean(self, value: Any) -> dict[str, str]:
        answers = value if isinstance(value, Mapping) else {}
        still_open = sum(1 for row, _label in self.rows if row not in answers)
        if self.required and still_open:
            raise ValidationError(
                ngettext(
                    "Choose one for each line; %(open)d is open.",
                    "Choose one for each line; %(open)d are open.",
                    still_open,
                )
                % {"open": still_open}
            )
        return super().clean(value)


class ChoicesField(forms.MultipleChoiceField):
    """Several choices, at least and at most so many."""

    def __init__(self, *, least: float | None, most: float | None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if self.most is not None and len(value) > self.most:
            raise ValidationError(
                ngettext("Choose at most %(most)d.", "Choose at most %(most)d.", int(self.most)) % {"most": self.most}
            )
        if self.least is not None and value and len(value) < self.least:
            raise ValidationError(
                ngettext("Choose at least %(least)d.", "Choose at least %(least)d.", int(self.least))
                % {"least": self.least}
            )


def field_of(question: Question, language: str, people: People | None) -> forms.Field:
    """The field that asks this question in this language."""
    common: dict[str, Any] = {
        "label": question.label.say(language),
        "help_text": question.help.say(language),
        "required": question.required,
        "error_messages": {"required": _("Please answer this.")},
    }
    return BUILDERS[question.kind](question, language, people, common)


def _pairs(question: Question, language: str) -> list[tuple[str, str]]:
    return [(choice.code, choice.label.say(language)) for choice in question.choices]


def _single(question: Question, language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    pairs = _pairs(question, language)
    if len(pairs) > RADIOS:
        return forms.ChoiceField(choices=[("", "—"), *pairs], **common)
    return forms.ChoiceField(choices=pairs, widget=forms.RadioSelect, **common)


def _multiple(question: Question, language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    choices = _pairs(question, language)
    return ChoicesField(
        choices=choices, widget=forms.CheckboxSelectMultiple, least=question.least, most=question.most, **common
    )


def _grid(question: Question, language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    rows = [(row.code, row.label.say(language)) for row in question.rows]
    return GridField(rows=rows, columns=_pairs(question, language), **common)


def _text(question: Question, _language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    widget = forms.Textarea(attrs={"rows": question.lines}) if question.lines > 1 else forms.TextInput()
    least = int(question.least) if question.least else None
    return forms.CharField(
        max_length=int(question.most or LONGEST_TEXT), min_length=least, widget=widget, strip=True, **common
    )


def _number(question: Question, _language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    return forms.DecimalField(
        min_value=question.least,
        max_value=question.most,
        max_digits=14,
        decimal_places=4,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        **common,
    )


def _date(_question: Question, _language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    return forms.DateField(widget=DateInput(), input_formats=["%Y-%m-%d", "%m/%d/%Y"], **common)


def _place(_question: Question, _language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    return PlaceField(max_length=200, widget=SuggestInput(reverse("places:suggest")), **common)


def _person(question: Question, _language: str, people: People | None, common: dict[str, Any]) -> forms.Field:
    if people is None:
        return forms.CharField(max_length=200, **common)
    choices = [(str(pk), name) for pk, name in people]
    # A box of names that scrolls: a list for several choices needs a key held down, which few know.
    return ChoicesField(
        choices=choices, widget=forms.CheckboxSelectMultiple(), least=question.least, most=question.most, **common
    )


def _standard(_question: Question, _language: str, _people: People | None, common: dict[str, Any]) -> forms.Field:
    return StandardField(max_length=400, widget=SuggestInput(reverse("standards:suggest")), **common)


BUILDERS: dict[QuestionKind, Callable[[Question, str, People | None, dict[str, Any]], forms.Field]] = {
    QuestionKind.SINGLE: _single,
    QuestionKind.MULTIPLE: _multiple,
    QuestionKind.GRID: _grid,
    QuestionKind.TEXT: _text,
    QuestionKind.NUMBER: _number,
    QuestionKind.DATE: _date,
    QuestionKind.PLACE: _place,
    QuestionKind.PERSON: _person,
    QuestionKind.STANDARD: _standard,
}
