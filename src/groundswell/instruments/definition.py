"""What a version asks, as frozen dataclasses read from JSON. Reading checks everything and says in a sentence what is wrong.

    {"questions": [{"code": "enough", "kind": "single", "label": {"en": "Enough time?", "es": "…"}, "required": true,
                    "choices": [{"code": "yes", "label": {"en": "Yes", "es": "Sí"}}, …],
                    "show_if": {"match": "all", "conditions": [{"question": "came", "any_of": ["yes"]}]}}, …],
     "result": {…see ranking.py…}}

Conditions look back only: a question may depend on earlier ones.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from groundswell.core.errors import Refused
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.conditions import Condition, ShowIf
from groundswell.instruments.ranking import Option, Result, Rule, Step
from groundswell.instruments.wording import LANGUAGES, Words

CODE = re.compile(r"[a-z0-9][a-z0-9_-]{0,38}")
MOST = {"questions": 200, "choices": 60, "rows": 40}
CHOOSING = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.GRID})


class BadDefinition(Refused):
    """The questions cannot be kept as they are; the text says which and why."""


@dataclass(frozen=True, slots=True)
class Choice:
    """`other` asks to write what else; `score` counts towards means (the degree of a scale)."""

    code: str
    label: Words
    other: bool = False
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """A statement of a scale grid. `measures` names what it measures, the same before and after and across instruments."""

    code: str
    label: Words
    measures: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """`least` and `most` bound a number, the letters of a text, or how many choices may be made."""

    code: str
    kind: QuestionKind
    label: Words
    help: Words = field(default_factory=Words)
    required: bool = False
    choices: tuple[Choice, ...] = ()
    rows: tuple[Line, ...] = ()
    least: float | None = None
    most: float | None = None
    lines: int = 1
    measures: str = ""
    show_if: ShowIf | None = None

    @property
    def asks(self) -> bool:
        return self.kind != QuestionKind.SECTION

    def choice(self, code: str) -> Choice | None:
        return next((choice for choice in self.choices if choice.code == code), None)


@dataclass(frozen=True, slots=True)
class Definition:
    """A whole version. `thanks` is said after sending."""

    questions: tuple[Question, ...] = ()
    intro: Words = field(default_factory=Words)
    thanks: Words = field(default_factory=Words)
    result: Result | None = None

    def question(self, code: str) -> Question | None:
        return next((question for question in self.questions if question.code == code), None)

    @property
    def asked(self) -> tuple[Question, ...]:
        """Without headings."""
        return tuple(question for question in self.questions if question.asks)

    def untranslated(self, language: str) -> list[str]:
        """The English texts that have none in this language, in order."""
        texts = [words for words in self.all_words() if words.en and not words.has(language)]
        return list(dict.fromkeys(words.en for words in texts))

    def all_words(self) -> Iterator[Words]:
        yield self.intro
        for question in self.questions:
            yield question.label
            yield question.help
            yield from (choice.label for choice in question.choices)
            yield from (row.label for row in question.rows)
        if self.result is not None:
            yield from self.result.all_words()
        yield self.thanks


def read_definition(data: Any) -> Definition:
    """Raises BadDefinition."""
    if not isinstance(data, Mapping):
        raise BadDefinition(_("The questions are not in a form that can be read."))
    raw = data.get("questions", [])
    if not isinstance(raw, Sequence) or isinstance(raw, str) or len(raw) > MOST["questions"]:
        raise BadDefinition(_("An instrument has a list of at most %(most)d questions.") % {"most": MOST["questions"]})
    questions: list[Question] = []
    for one in raw:
        question = _question(one, questions)
        if any(question.code == earlier.code for earlier in questions):
            raise BadDefinition(
                _("Two questions are called “%(code)s”. Give one of them another name.") % {"code": question.code}
            )
        questions.append(question)
    result = _result(data["result"], questions) if data.get("result") else None
    return Definition(tuple(questions), _words(data.get("intro")), _words(data.get("thanks")), result)


def _words(data: Any) -> Words:
    if data is None:
        return Words()
    if isinstance(data, str):
        return Words(data)
    if not isinstance(data, Mapping) or not all(isinstance(data.get(code, ""), str) for code in LANGUAGES):
        raise BadDefinition(_("A text of the instrument is not in a form that can be read."))
    return Words(data.get("en", "").strip(), data.get("es", "").strip())


def _code(data: Mapping[str, Any], where: str) -> str:
    code = data.get("code", "")
    if not isinstance(code, str) or not CODE.fullmatch(code):
        raise BadDefinition(
            _("%(where)s: the short name “%(code)s” may have only small letters, digits, - and _.")
            % {"where": where, "code": code}
        )
    return code


def _number(data: Mapping[str, Any], key: str, where: str) -> float | None:
    value = data.get(key)
    if value is None or value == "":
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise BadDefinition(_("%(where)s: “%(value)s” should be a number.") % {"where": where, "value": value})
    return value


def _question(data: Any, earlier: Sequence[Question]) -> Question:
    if not isinstance(data, Mapping):
        raise BadDefinition(_("A question is not in a form that can be read."))
    code = _code(data, _("A question"))
    if data.get("kind") not in QuestionKind.values:
        raise BadDefinition(_("The question “%(code)s” has a kind that is not known.") % {"code": code})
    kind = QuestionKind(data["kind"])
    label = _words(data.get("label"))
    if not label.en:
        raise BadDefinition(_("The question “%(code)s” has no text. Write what it asks.") % {"code": code})
    where = f"“{label.en}”"
    choices = tuple(_choice(one, n, where, kind) for n, one in enumerate(_list(data, "choices", where)))
    rows = tuple(_line(one, where) for one in _list(data, "rows", where))
    _unique([choice.code for choice in choices], where)
    _unique([row.code for row in rows], where)
    if kind in CHOOSING and len(choices) < 2:
        raise BadDefinition(_("%(where)s needs at least two choices.") % {"where": where})
    if kind == QuestionKind.GRID and not rows:
        raise BadDefinition(_("%(where)s needs at least one statement.") % {"where": where})
    least, most = _number(data, "least", where), _number(data, "most", where)
    if least is not None and most is not None and least > most:
        raise BadDefinition(
            _("%(where)s: the least (%(least)g) is more than the most (%(most)g).")
            % {"where": where, "least": least, "most": most}
        )
    return Question(
        code=code, kind=kind, label=label, help=_words(data.get("help")), required=data.get("required") is True,
        choices=choices, rows=rows, least=least, most=most, lines=int(_number(data, "lines", where) or 1),
        measures=str(data.get("measures") or "")[:40], show_if=_show_if(data.get("show_if"), earlier, where),
    )  # fmt: skip


def _list(data: Mapping[str, Any], key: str, where: str) -> Sequence[Any]:
    found = data.get(key) or []
    if not isinstance(found, list | tuple) or len(found) > MOST[key]:
        raise BadDefinition(
            (
                _("%(where)s may have at most %(most)d choices.")
                if key == "choices"
                else _("%(where)s may have at most %(most)d statements.")
            )
            % {"where": where, "most": MOST[key]}
        )
    return found


def _unique(codes: Sequence[str], where: str) -> None:
    if len(set(codes)) < len(codes):
        raise BadDefinition(_("%(where)s has two lines with the same short name.") % {"where": where})


def _choice(data: Any, place: int, where: str, kind: QuestionKind) -> Choice:
    if not isinstance(data, Mapping):
        raise BadDefinition(_("%(where)s has a choice that cannot be read.") % {"where": where})
    label = _words(data.get("label"))
    if not label.en:
        raise BadDefinition(_("%(where)s has a choice without a text.") % {"where": where})
    score = _number(data, "score", where)
    if kind == QuestionKind.GRID and score is None and not data.get("unscored"):
        score = place + 1
    return Choice(_code(data, where), label, data.get("other") is True, score)


def _line(data: Any, where: str) -> Line:
    if not isinstance(data, Mapping):
        raise BadDefinition(_("%(where)s has a statement that cannot be read.") % {"where": where})
    label = _words(data.get("label"))
    if not label.en:
        raise BadDefinition(_("%(where)s has a statement without a text.") % {"where": where})
    return Line(_code(data, where), label, str(data.get("measures") or "")[:40])


def _show_if(data: Any, earlier: Sequence[Question], where: str) -> ShowIf | None:
    if not data:
        return None
    known = {question.code: question for question in earlier}
    try:
        show_if = ShowIf(
            str(data.get("match", "all")),
            tuple(
                Condition(
                    str(one["question"]),
                    str(one["test"]),
                    tuple(str(value) for value in one.get("values", ())),
                    str(one.get("row", "")),
                )
                for one in data["conditions"]
            ),
        )
    except (KeyError, TypeError, AttributeError) as error:
        raise BadDefinition(_("%(where)s: when it is shown cannot be read.") % {"where": where}) from error
    problem = show_if.problem()
    if problem:
        raise BadDefinition(_("%(where)s: %(problem)s") % {"where": where, "problem": problem})
    for condition in show_if.conditions:
        if condition.question not in known or not known[condition.question].asks:
            raise BadDefinition(_("%(where)s depends on a question that does not come before it.") % {"where": where})
    return show_if


def _result(data: Any, questions: Sequence[Question]) -> Result:
    codes = {question.code for question in questions}
    try:
        options = tuple(
            Option(
                code=_code(one, _("The result section")),
                title=_words(one["title"]),
                about=_words(one.get("about")),
                evidence=_words(one.get("evidence")),
                steps=tuple(Step(_words(step["text"]), float(step.get("minutes", 0))) for step in one.get("steps", ())),
                least_minutes=float(one.get("least_minutes", 0)),
                most_minutes=float(one.get("most_minutes", 0)),
                tags={str(name): tuple(map(str, values)) for name, values in one.get("tags", {}).items()},
            )
            for one in data["options"]
        )
        rules = tuple(
            Rule(
                question=str(one["question"]), tag=str(one.get("tag", "")), minutes=one.get("minutes") is True,
                points=float(one.get("points", 1)), must=one.get("must") is True, because=_words(one.get("because")),
            )
            for one in data["rules"]
        )  # fmt: skip
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BadDefinition(_("The result section is not in a form that can be read.")) from error
    unknown = [rule.question for rule in rules if rule.question not in codes]
    if unknown:
        raise BadDefinition(_("The result section speaks of “%(code)s”, which is no question.") % {"code": unknown[0]})
    _unique([option.code for option in options], _("The result section"))
    return Result(_words(data.get("title")), _words(data.get("intro")), options, rules)
