"""What earlier versions of an instrument asked and this one no longer does: what was answered to it stays to be read."""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.definition import Choice, Definition, Line, Question
from groundswell.instruments.models import Instrument, InstrumentVersion
from groundswell.instruments.wording import Words

type Key = tuple[str, str]  # question, row


def with_former(
    instrument: Instrument, definition: Definition, answered: Collection[Key], chosen: Mapping[Key, Collection[str]]
) -> Definition:
    """The definition and, behind its own, the choices, statements and questions of earlier versions that have answers.

    `answered` are the questions and statements with answers, `chosen` what was chosen of them.
    """
    gone = [key for key in answered if not _asks(definition, key)]
    lost = [key for key, codes in chosen.items() if _unknown_choices(definition, key, codes)]
    if not gone and not lost:
        return definition
    former = _all_that_was_asked(instrument)
    own = [_completed(one, former.get(one.code), answered, chosen) for one in definition.questions]
    codes = dict.fromkeys(code for code, _row in gone if definition.question(code) is None and code in former)
    no_more = [replace(former[code], label=_said(_("%(words)s (asked earlier)"), former[code].label)) for code in codes]
    return replace(definition, questions=(*own, *no_more))


def _asks(definition: Definition, key: Key) -> bool:
    question = definition.question(key[0])
    return question is not None and (not key[1] or any(row.code == key[1] for row in question.rows))


def _unknown_choices(definition: Definition, key: Key, codes: Collection[str]) -> bool:
    question = definition.question(key[0])
    return question is not None and bool(question.choices) and any(question.choice(code) is None for code in codes)


def _all_that_was_asked(instrument: Instrument) -> dict[str, Question]:
    """Each question in its latest words, with every choice and statement that it ever had."""
    found: dict[str, Question] = {}
    for version in (
        InstrumentVersion.objects.filter(instrument=instrument).exclude(published_at=None).order_by("number")
    ):
        for one in version.questions.asked:
            choices = {choice.code: choice for choice in (*_of(found, one.code).choices, *one.choices)}
            rows = {row.code: row for row in (*_of(found, one.code).rows, *one.rows)}
            found[one.code] = replace(one, choices=tuple(choices.values()), rows=tuple(rows.values()))
    return found


def _of(found: Mapping[str, Question], code: str) -> Question:
    return found.get(code) or Question(code, QuestionKind.SINGLE, Words())


def _completed(
    own: Question, former: Question | None, answered: Collection[Key], chosen: Mapping[Key, Collection[str]]
) -> Question:
    """With the choices and statements that this version has taken out and somebody answered."""
    if former is None:
        return own
    codes = {code for (question, _row), chose in chosen.items() if question == own.code for code in chose}
    rows = {row for question, row in answered if question == own.code}
    choices: list[Choice] = [one for one in former.choices if one.code in codes and own.choice(one.code) is None]
    lines: list[Line] = [
        one for one in former.rows if one.code in rows and all(one.code != row.code for row in own.rows)
    ]
    return replace(
        own,
        choices=(*own.choices, *(replace(one, label=_said(_("%(words)s (offered earlier)"), one.label)) for one in choices)),
        rows=(*own.rows, *(replace(one, label=_said(_("%(words)s (asked earlier)"), one.label)) for one in lines)),
    )  # fmt: skip


def _said(sentence: str, words: Words) -> Words:
    return Words(sentence % {"words": words.say(get_language() or "en")})
