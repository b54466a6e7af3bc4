"""The no-code editor: one form for every kind of question, choices and statements as lines of text.

A line is "English | Español"; a star at its end asks to write what else. A choice keeps its short name as long as its
English or Spanish words or its place stay, so that old and new answers count together.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.instruments.choices import OpenTo, Purpose, QuestionKind
from groundswell.instruments.definition import MOST, Definition, Question
from groundswell.instruments.services.starters import STARTERS

LINES = gettext_lazy("One a line: English | Español.")
LINES_STAR = gettext_lazy("One a line: English | Español. A star at the end of a line asks to write what else.")
HAS_CHOICES = {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.GRID}
MEASURABLE = {QuestionKind.SINGLE, QuestionKind.NUMBER}
BOUNDED = {QuestionKind.NUMBER, QuestionKind.MULTIPLE, QuestionKind.TEXT, QuestionKind.PERSON}

type Line = Mapping[str, Any]


def as_lines(lines: Sequence[Line]) -> str:
    """Choices or statements as the text that one edits."""
    return "\n".join(
        line["label"]["en"]
        + (f" | {line['label']['es']}" if line["label"].get("es") else "")
        + (" *" if line.get("other") else "")
        for line in lines
    )


def from_lines(text: str, before: Sequence[Line], *, stars: bool) -> list[dict[str, Any]]:
    """The text as choices or statements, with the short names and scores that they had."""
    rows = [line.strip() for line in text.splitlines() if line.strip()]
    by_words = {line["label"]["en"]: line for line in before}
    by_spanish = {line["label"]["es"]: line for line in before if line["label"].get("es")}
    same_places = len(rows) == len(before)
    found: list[dict[str, Any]] = []
    taken: set[str] = set()
    parsed = []
    for row in rows:
        other = stars and row.endswith("*")
        en, _bar, es = row.removesuffix("*").partition("|") if other else row.partition("|")
        parsed.append((en.strip(), es.strip(), other))
    kept = {by_words[en]["code"] for en, _es, _other in parsed if en in by_words}
    for place, (en, es, other) in enumerate(parsed):
        held = by_words.get(en)
        if held is None and by_spanish.get(es, {"code": ""})["code"] not in {"", *kept}:
            held = by_spanish[es]
        elif held is None and same_places and before[place]["code"] not in kept:
            held = before[place]
        code = held["code"] if held and held["code"] not in taken else _new_code(en, taken | kept)
        taken.add(code)
        line = {**(held or {}), "code": code, "label": {"en": en[:300], "es": es[:300]}}
        line.pop("other", None)
        found.append(line | ({"other": True} if other else {}))
    return found


def _new_code(words: str, taken: set[str]) -> str:
    stem = re.sub(r"[^a-z0-9-]", "", slugify(words))[:24].strip("-") or "line"
    number, code = 1, stem
    while code in taken:
        number += 1
        code = f"{stem}-{number}"
    return code


class QuestionForm(forms.Form):
    """One question of the draft. `to_data` is what `services.editing.change_question` takes."""

    label_en = forms.CharField(label=gettext_lazy("Text in English"), max_length=400)
    label_es = forms.CharField(label=gettext_lazy("Text in Spanish"), max_length=400, required=False)
    help_en = forms.CharField(
        label=gettext_lazy("Help in English"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    help_es = forms.CharField(
        label=gettext_lazy("Help in Spanish"), max_length=600, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    rows = forms.CharField(
        label=gettext_lazy("Statements"), help_text=LINES, widget=forms.Textarea(attrs={"rows": 5}), max_length=10_000
    )
    choices = forms.CharField(
        label=gettext_lazy("Choices"), help_text=LINES_STAR, widget=forms.Textarea(attrs={"rows": 6}), max_length=10_000
    )
    scored = forms.BooleanField(label=gettext_lazy("Count the choices 1, 2, 3 … for averages"), required=False)
    least = forms.FloatField(label=gettext_lazy("At least"), required=False, min_value=0, max_value=1e9)
    most = forms.FloatField(label=gettext_lazy("At most"), required=False, min_value=0, max_value=1e9)
    lines = forms.IntegerField(label=gettext_lazy("Lines to write in"), required=False, min_value=1, max_value=20)
    measures = forms.SlugField(
        label=gettext_lazy("What it measures"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "One word, the same before and after, compares the two. Leave it empty if nothing is compared."
        ),
    )
    required = forms.BooleanField(label=gettext_lazy("An answer is required"), required=False)
    shown_if = forms.MultipleChoiceField(
        label=gettext_lazy("Show it only when somebody chose"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Nothing marked: it is always shown."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, data: Any, *, raw: Mapping[str, Any], earlier: Sequence[Question], revision: int) -> None:
        super().__init__(data, initial=_initial(raw) | {"revision": revision})
        self.raw, self.kind = raw, QuestionKind(raw["kind"])
        self.fields["shown_if"].choices = _conditions(earlier)  # type: ignore[attr-defined]
        if self.kind == QuestionKind.GRID:
            self.fields["choices"].label = _("Degrees of the scale")
            self.fields["choices"].help_text = _("From the lowest to the highest, one a line: English | Español.")
        unfit = [
            ("rows", self.kind != QuestionKind.GRID),
            ("choices", self.kind not in HAS_CHOICES),
            ("scored", self.kind != QuestionKind.SINGLE),
            ("least", self.kind not in BOUNDED),
            ("most", self.kind not in BOUNDED),
            ("lines", self.kind != QuestionKind.TEXT),
            ("measures", self.kind not in MEASURABLE),
            ("required", self.kind == QuestionKind.SECTION),
            ("shown_if", not _conditions(earlier) or not _simple(raw.get("show_if"))),
        ]
        for name, away in unfit:
            if away:
                del self.fields[name]

    def clean_choices(self) -> list[dict[str, Any]]:
        found = from_lines(
            self.cleaned_data["choices"], self.raw.get("choices", []), stars=self.kind != QuestionKind.GRID
        )
        if not 2 <= len(found) <= MOST["choices"]:
            raise ValidationError(_("Write at least two and at most %(most)d lines.") % {"most": MOST["choices"]})
        return found

    def clean_rows(self) -> list[dict[str, Any]]:
        found = from_lines(self.cleaned_data["rows"], self.raw.get("rows", []), stars=False)
        if not 1 <= len(found) <= MOST["rows"]:
            raise ValidationError(_("Write at least one and at most %(most)d lines.") % {"most": MOST["rows"]})
        return found

    def to_data(self) -> dict[str, Any]:
        given = self.cleaned_data
        data = {
            **self.raw,
            "label": _both(given, "label"),
            "help": _both(given, "help"),
            "required": given.get("required", False),
        }
        for name in ("least", "most", "lines", "measures", "rows", "choices"):
            if name in given:
                data[name] = given[name]
        if "scored" in given:
            for n, choice in enumerate(data["choices"], start=1):
                choice.pop("score", None)
                if given["scored"]:
                    choice["score"] = n
        if "shown_if" in given:
            data["show_if"] = _show_if(given["shown_if"])
        return data


def _both(given: Mapping[str, Any], name: str) -> dict[str, str]:
    return {"en": given[f"{name}_en"].strip(), "es": given[f"{name}_es"].strip()}


def _initial(raw: Mapping[str, Any]) -> dict[str, Any]:
    label, more = raw.get("label", {}), raw.get("help", {})
    choices = raw.get("choices", [])
    return {
        "label_en": label.get("en", ""), "label_es": label.get("es", ""), "help_en": more.get("en", ""),
        "help_es": more.get("es", ""), "rows": as_lines(raw.get("rows", [])), "choices": as_lines(choices),
        "scored": any(choice.get("score") is not None for choice in choices), "least": raw.get("least"),
        "most": raw.get("most"), "lines": raw.get("lines"), "measures": raw.get("measures", ""),
        "required": raw.get("required", False),
        "shown_if": _marked(raw.get("show_if") or {}),
    }  # fmt: skip


def _marked(show_if: Mapping[str, Any]) -> list[str]:
    pairs = [(one["question"], one.get("values", [])) for one in show_if.get("conditions", [])]
    return [f"{question}={value}" for question, values in pairs for value in values]


def _conditions(earlier: Sequence[Question]) -> list[tuple[str, str]]:
    """Choices of earlier questions, each with the words of its question."""
    choosing = [one for one in earlier if one.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}]
    return [
        (f"{one.code}={choice.code}", f"{one.label.en} {choice.label.en}") for one in choosing for choice in one.choices
    ]


def _simple(show_if: Mapping[str, Any] | None) -> bool:
    """Whether the form can show it: choices of one or several questions, all of which must fit."""
    if not show_if:
        return True
    return show_if.get("match", "all") == "all" and all(
        one.get("test") == "any_of" for one in show_if.get("conditions", [])
    )


def _show_if(marked: Sequence[str]) -> dict[str, Any] | None:
    by_question: dict[str, list[str]] = {}
    for one in marked:
        question, _equals, value = one.partition("=")
        by_question.setdefault(question, []).append(value)
    if not by_question:
        return None
    conditions = [
        {"question": question, "test": "any_of", "values": values} for question, values in by_question.items()
    ]
    return {"match": "all", "conditions": conditions}


class FrameForm(forms.Form):
    """What stands around the questions."""

    intro_en = forms.CharField(
        label=gettext_lazy("Before the questions, in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    intro_es = forms.CharField(
        label=gettext_lazy("Before the questions, in Spanish"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    thanks_en = forms.CharField(
        label=gettext_lazy("After sending, in English"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    thanks_es = forms.CharField(
        label=gettext_lazy("After sending, in Spanish"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput)

    @staticmethod
    def initial_of(definition: Definition, revision: int) -> dict[str, Any]:
        return {
            "intro_en": definition.intro.en, "intro_es": definition.intro.es, "thanks_en": definition.thanks.en,
            "thanks_es": definition.thanks.es, "revision": revision,
        }  # fmt: skip


class InstrumentForm(forms.Form):
    """An instrument's title and who may answer."""

    title = forms.CharField(label=gettext_lazy("Title in English"), max_length=160)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=160, required=False)
    open_to = forms.ChoiceField(
        label=gettext_lazy("Who may answer by its own page"),
        choices=OpenTo.choices,
        widget=forms.RadioSelect,
        initial=OpenTo.NOBODY,
    )
    repeats = forms.BooleanField(label=gettext_lazy("A person may answer again and again"), required=False)


STARTER_NAMES = {
    "registration": gettext_lazy("Registration questions"),
    "symposium-before": gettext_lazy("Before the symposium"),
    "symposium-after": gettext_lazy("After the symposium"),
    "discourse-tool": gettext_lazy("Find a talk activity"),
}


class NewInstrumentForm(forms.Form):
    """From an empty page or from a shipped instrument."""

    title = forms.CharField(label=gettext_lazy("Title in English"), max_length=160)
    title_es = forms.CharField(label=gettext_lazy("Title in Spanish"), max_length=160, required=False)
    purpose = forms.ChoiceField(label=gettext_lazy("What it is for"), choices=Purpose.choices, initial=Purpose.SURVEY)
    starter = forms.ChoiceField(
        label=gettext_lazy("Begin with"),
        required=False,
        choices=[("", gettext_lazy("an empty page")), *((code, STARTER_NAMES[code]) for code in STARTERS)],
    )
