"""Changing a draft one question at a time, as the editor page does. Every change is checked as a whole definition."""

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.core.errors import Refused
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.models import InstrumentVersion
from groundswell.instruments.services.instruments import edit_draft

type Data = dict[str, Any]

FIRST_CHOICES: list[Data] = [
    {"code": "yes", "label": {"en": "Yes", "es": "Sí"}},
    {"code": "no", "label": {"en": "No", "es": "No"}},
]
FIRST_DEGREES: list[Data] = [
    {"code": f"d{n}", "label": {"en": en, "es": es}}
    for n, (en, es) in enumerate(
        [
            ("Not at all", "Nada"),
            ("A little", "Un poco"),
            ("Somewhat", "Algo"),
            ("Much", "Mucho"),
            ("Very much", "Muchísimo"),
        ],
        start=1,
    )
]


class NoSuchQuestion(Refused):
    """The question was removed meanwhile."""


def add_question(*, by: User | None, version: InstrumentVersion, kind: str, revision: int) -> str:
    """A new question at the end, with texts to replace. Returns its code."""
    kind = QuestionKind(kind)
    versions = InstrumentVersion.objects.filter(instrument=version.instrument_id).values_list("definition", flat=True)
    code = free_code([*versions, version.definition], kind)
    question: Data = {
        "code": code,
        "kind": kind,
        "label": {"en": "New question" if kind != QuestionKind.SECTION else "New heading"},
    }
    if kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}:
        question["choices"] = copy.deepcopy(FIRST_CHOICES)
    if kind == QuestionKind.GRID:
        question |= {
            "choices": copy.deepcopy(FIRST_DEGREES),
            "rows": [{"code": "r1", "label": {"en": "New statement"}}],
        }
    _change(by, version, revision, lambda questions: questions.append(question))
    return code


def change_question(
    *, by: User | None, version: InstrumentVersion, code: str, data: Mapping[str, Any], revision: int
) -> None:
    """Put this in place of the question; its code and kind stay."""

    def change(questions: list[Data]) -> None:
        place = _place(questions, code)
        questions[place] = {**data, "code": code, "kind": questions[place]["kind"]}

    _change(by, version, revision, change)


def move_question(*, by: User | None, version: InstrumentVersion, code: str, down: bool, revision: int) -> None:
    """One place up or down; at the end of the list it stays."""

    def change(questions: list[Data]) -> None:
        place = _place(questions, code)
        other = place + (1 if down else -1)
        if 0 <= other < len(questions):
            questions[place], questions[other] = questions[other], questions[place]

    _change(by, version, revision, change)


def remove_question(*, by: User | None, version: InstrumentVersion, code: str, revision: int) -> None:
    """Away with it; refused while another question depends on it."""
    _change(by, version, revision, lambda questions: questions.pop(_place(questions, code)))


def set_frame(
    *, by: User | None, version: InstrumentVersion, intro: Mapping[str, str], thanks: Mapping[str, str], revision: int
) -> None:
    """What stands above the questions, and what is said after sending."""
    definition = {**version.definition, "intro": dict(intro), "thanks": dict(thanks)}
    edit_draft(by=by, version=version, definition=definition, revision=revision)


def free_code(definitions: Iterable[Mapping[str, Any]], kind: str) -> str:
    """One that no version has: the answers to a question that was taken out must not be read as those to a new one."""
    taken = {question["code"] for definition in definitions for question in definition.get("questions", [])}
    number = len(taken) + 1
    while f"{kind}-{number}" in taken:
        number += 1
    return f"{kind}-{number}"


def _place(questions: list[Data], code: str) -> int:
    for place, question in enumerate(questions):
        if question["code"] == code:
            return place
    raise NoSuchQuestion(_("This question is not there any more."))


def _change(by: User | None, version: InstrumentVersion, revision: int, change: Callable[[list[Data]], Any]) -> None:
    definition = copy.deepcopy(version.definition)
    change(definition.setdefault("questions", []))
    edit_draft(by=by, version=version, definition=definition, revision=revision)
