"""When a question is shown. The same rules run in the page (`static/instruments/js/conditions.js`); one table tests both.

Answers are as a form holds them: a list of texts for each question, a grid's lines under "question.row". A question that
is not shown counts as not answered, whatever was typed into it before.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from django.utils.translation import gettext as _

TESTS = ("any_of", "none_of", "answered", "not_answered", "at_least", "at_most")
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?", re.IGNORECASE | re.ASCII)
Answers = Mapping[str, list[str]]


def as_number(text: str) -> float | None:
    """A number as people type it, with a point or a comma; nothing when it is none."""
    plain = text.strip().replace(",", ".")
    if not NUMBER.fullmatch(plain):
        return None
    number = float(plain)
    return number if abs(number) < 1e15 else None


@dataclass(frozen=True, slots=True)
class Condition:
    """A test of one earlier answer. `any_of` and `none_of` look at choices, `at_least` and `at_most` at a number."""

    question: str
    test: str
    values: tuple[str, ...] = ()
    row: str = ""

    @property
    def key(self) -> str:
        return f"{self.question}.{self.row}" if self.row else self.question

    def holds(self, given: list[str]) -> bool:
        given = [value.strip() for value in given if value.strip()]
        if self.test == "answered":
            return bool(given)
        if self.test == "not_answered":
            return not given
        if self.test == "any_of":
            return any(value in self.values for value in given)
        if self.test == "none_of":
            return not any(value in self.values for value in given)
        number, bound = as_number(given[0]) if given else None, as_number(self.values[0])
        if number is None or bound is None:
            return False
        return number >= bound if self.test == "at_least" else number <= bound


@dataclass(frozen=True, slots=True)
class ShowIf:
    """`match` is all or any."""

    match: str
    conditions: tuple[Condition, ...]

    def problem(self) -> str:
        """What is wrong with it, as a sentence; empty when nothing is."""
        if self.match not in {"all", "any"} or not self.conditions:
            return _("say whether all or any of its conditions must hold, and name at least one.")
        for condition in self.conditions:
            if condition.test not in TESTS:
                return _("“%(test)s” is no test that is known.") % {"test": condition.test}
            if condition.test in {"any_of", "none_of"} and not condition.values:
                return _("name the choices on which it depends.")
            if condition.test in {"at_least", "at_most"} and (
                not condition.values or as_number(condition.values[0]) is None
            ):
                return _("name the number on which it depends.")
        return ""

    def holds(self, answers: Answers) -> bool:
        found = (condition.holds(answers.get(condition.key, [])) for condition in self.conditions)
        return all(found) if self.match == "all" else any(found)


class Shows(Protocol):
    """A question, as far as this module needs it."""

    @property
    def code(self) -> str: ...
    @property
    def show_if(self) -> ShowIf | None: ...


def shown(questions: Iterable[Shows], answers: Answers) -> list[str]:
    """The codes of the questions that are shown, in order."""
    held = dict(answers)
    visible = []
    for question in questions:
        if question.show_if is None or question.show_if.holds(held):
            visible.append(question.code)
        else:
            for key in [key for key in held if key == question.code or key.startswith(f"{question.code}.")]:
                del held[key]
    return visible
