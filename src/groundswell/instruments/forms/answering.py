"""The form of a version, for this app's own page and for pages of higher apps.

    form = form_for(version, language, data=request.POST, prefix="questions")
    if form.is_valid():
        response = submit_response(…, given=form.given())

In the template: `{% form form _("Send") %}{% include "instruments/questions.html" with questions=form.parts %}{% endform %}`.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.conditions import Answers, Condition, ShowIf, shown
from groundswell.instruments.definition import Choice, Definition, Question
from groundswell.instruments.forms.fields import People, field_of
from groundswell.instruments.given import Given
from groundswell.instruments.models import InstrumentVersion
from groundswell.places.models import Place

LONGEST_OTHER = 300


@dataclass(frozen=True, slots=True)
class Part:
    """One thing of the page: a heading (no field) or a question, with what else was chosen and when it shows."""

    question: Question
    label: str
    help: str
    field: BoundField | None = None
    other: BoundField | None = None
    show_if: str = ""
    other_show_if: str = ""


def as_attribute(show_if: ShowIf | None) -> str:
    """For the page's script."""
    return json.dumps(asdict(show_if), separators=(",", ":")) if show_if else ""


def form_for(
    version: InstrumentVersion,
    language: str,
    data: Mapping[str, Any] | None = None,
    initial: Answers | None = None,
    prefix: str = "",
    *,
    people: People | None = None,
) -> "AnswerForm":
    """`initial` are plain answers (`selectors.answers_of`); `people` are the ids and names from which may be picked."""
    return AnswerForm(
        version.questions, language, data=data, initial=initial or {}, prefix=prefix or None, people=people
    )


class AnswerForm(forms.Form):
    """Questions that are not shown are neither required nor kept, whatever the browser sent."""

    def __init__(
        self,
        definition: Definition,
        language: str,
        *,
        data: Mapping[str, Any] | None,
        initial: Answers,
        prefix: str | None,
        people: People | None,
    ) -> None:
        super().__init__(data, prefix=prefix)
        self.definition, self.language = definition, language
        for question in definition.asked:
            field = field_of(question, language, people)
            field.initial = _initial(question, initial, picks=people is not None)
            self.fields[question.code] = field
            other = _other(question)
            if other is not None:
                self.fields[f"{question.code}__other"] = forms.CharField(
                    label=_("Please say what"),
                    required=False,
                    max_length=LONGEST_OTHER,
                    initial=" ".join(initial.get(f"{question.code}__other", [])),
                )

    def plain(self) -> dict[str, list[str]]:
        """What the browser sent, as conditions read it."""
        held: dict[str, list[str]] = {}
        for question in self.definition.asked:
            bound = self[question.code]
            value = bound.field.widget.value_from_datadict(self.data, self.files, bound.html_name)
            if isinstance(value, Mapping):
                held |= {f"{question.code}.{row}": [degree] for row, degree in value.items()}
            elif isinstance(value, Sequence) and not isinstance(value, str):
                held[question.code] = [str(one) for one in value]
            elif value:
                held[question.code] = [str(value)]
        return held

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        visible = set(shown(self.definition.questions, self.plain()))
        for question in self.definition.asked:
            name = f"{question.code}__other"
            if question.code not in visible:
                for hidden in (question.code, name):
                    self.errors.pop(hidden, None)
                    cleaned.pop(hidden, None)
                continue
            other = _other(question)
            if other is None or name not in self.fields:
                continue
            chosen = cleaned.get(question.code) or []
            if other.code not in ([chosen] if isinstance(chosen, str) else chosen):
                self.errors.pop(name, None)
                cleaned.pop(name, None)
            elif not cleaned.get(name) and name not in self.errors:
                self.add_error(
                    name, _("Please write what you mean by “%(choice)s”.") % {"choice": other.label.say(self.language)}
                )
        return cleaned

    def parts(self) -> list[Part]:
        """Everything in order, as the template draws it."""
        parts = []
        for question in self.definition.questions:
            other = _other(question)
            parts.append(
                Part(
                    question=question,
                    label=question.label.say(self.language),
                    help=question.help.say(self.language),
                    field=self[question.code] if question.asks else None,
                    other=self[f"{question.code}__other"] if other else None,
                    show_if=as_attribute(question.show_if),
                    other_show_if=as_attribute(
                        ShowIf("all", (Condition(question.code, "any_of", (other.code,)),)) if other else None
                    ),
                )
            )
        return parts

    def given(self) -> list[Given]:
        """The answers of a valid form as rows, in the order of the questions."""
        rows: list[Given] = []
        for question in self.definition.asked:
            if question.code in self.cleaned_data:
                other = str(self.cleaned_data.get(f"{question.code}__other") or "")
                rows += _rows(question, self.cleaned_data[question.code], other)
        return rows


def _other(question: Question) -> Choice | None:
    return next((choice for choice in question.choices if choice.other), None)


def _initial(question: Question, answers: Answers, *, picks: bool) -> Any:
    held = answers.get(question.code, [])
    if question.kind == QuestionKind.GRID:
        degrees = ((row.code, answers.get(f"{question.code}.{row.code}", [])) for row in question.rows)
        return {row: degree[0] for row, degree in degrees if degree}
    if question.kind == QuestionKind.MULTIPLE or (question.kind == QuestionKind.PERSON and picks):
        return list(held)
    return ", ".join(held) if question.kind == QuestionKind.STANDARD else (held[0] if held else None)


def _rows(question: Question, value: Any, other: str) -> list[Given]:
    if value in (None, "", [], {}):
        return []
    return ROWS.get(question.kind, _as_text)(question, value, other)


def _as_text(question: Question, value: Any, _other: str) -> list[Given]:
    return [Given(question.code, text=str(value))]


def _grid(question: Question, value: Mapping[str, str], _other: str) -> list[Given]:
    return [_chosen(question, degree, row=row) for row, degree in value.items()]


def _choices(question: Question, value: str | list[str], other: str) -> list[Given]:
    return [_chosen(question, one, other=other) for one in ([value] if isinstance(value, str) else value)]


def _place(question: Question, value: tuple[Place | None, str], _other: str) -> list[Given]:
    place, text = value
    return [Given(question.code, place_id=place.pk if place else None, text=text)] if place or text else []


def _people(question: Question, value: str | list[str], other: str) -> list[Given]:
    """Picked from those offered, or written by hand where none were."""
    if isinstance(value, str):
        return _as_text(question, value, other)
    return [Given(question.code, picked_id=int(one)) for one in value]


ROWS: dict[QuestionKind, Callable[[Question, Any, str], list[Given]]] = {
    QuestionKind.GRID: _grid,
    QuestionKind.SINGLE: _choices,
    QuestionKind.MULTIPLE: _choices,
    QuestionKind.NUMBER: lambda question, value, _other: [Given(question.code, number=Decimal(value))],
    QuestionKind.DATE: lambda question, value, _other: [Given(question.code, date=value)],
    QuestionKind.PLACE: _place,
    QuestionKind.STANDARD: lambda question, value, _other: [Given(question.code, item_id=item.pk) for item in value],
    QuestionKind.PERSON: _people,
}


def _chosen(question: Question, code: str, *, row: str = "", other: str = "") -> Given:
    choice = question.choice(code)
    score = None if choice is None or choice.score is None else Decimal(str(choice.score))
    return Given(question.code, row=row, choice=code, number=score, text=other if choice and choice.other else "")
