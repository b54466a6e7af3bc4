"""What people said in the survey after a convening: who answered, by county, and every number that may be shown.

Answers are divided in one way, by county, and only averages of scales are: a second division, or counts of choices beside
the number who answered, could be laid side by side and tell what neither shows.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.convenings.models import Convening
from groundswell.evidence.turnout import Turnout
from groundswell.instruments.figures import shown_questions
from groundswell.instruments.models import Instrument
from groundswell.instruments.results import QuestionResult, Results, sent_responses
from groundswell.instruments.suppression import suppress_groups
from groundswell.ui.components.tables import Column, Table


@dataclass(frozen=True)
class Returned:
    """How many of a county's people answered; None where that is fewer than ten or would tell another such number."""

    county: str
    people: int
    answered: int | None


def returned_by_county(convening: Convening, instrument: Instrument, turnout: Turnout) -> list[Returned]:
    """Of those who were there, by the county for which they are counted as such, each person once. Somebody who answered and
    was not checked in is not counted here.
    """
    people = set(sent_responses([instrument], [convening.space_id]).values_list("person_id", flat=True))
    answered = Counter(row.county_code or "" for person, row in turnout.came.items() if person in people)
    lines = [line for line in turnout.by_county() if line.people]
    told = suppress_groups([answered[line.code] for line in lines]) if lines else []
    return [Returned(line.name, line.people, count) for line, count in zip(lines, told, strict=True)]


def asked_of(convening: Convening, instrument: Instrument, turnout: Turnout) -> int:
    """How many could have answered: who was there, and whoever answered without having been checked in.

    Answers of people who have left are nobody's any more: at least as many could have answered as did.
    """
    answered = list(sent_responses([instrument], [convening.space_id]).values_list("person_id", flat=True))
    known = {row.person for row in turnout.came.values()} | set(answered) - {None}
    return max(len(known), len(answered))


def answered_sentence(results: Results) -> str:
    """How many of those asked have answered; without a number for fewer than ten."""
    if results.sent is None:
        return _("Fewer than ten of the %(asked)d people who were there have answered.") % {"asked": results.asked}
    if not results.sent:
        return _("None of the %(asked)d people who were there has answered yet.") % {"asked": results.asked}
    return _("%(sent)d of the %(asked)d people who were there answered: %(rate)s.") % {
        "sent": results.sent, "asked": results.asked, "rate": percent(results.sent, results.asked)
    }  # fmt: skip


def hidden() -> str:
    """In place of a number that may not be told."""
    return _("not shown")


def told(count: int | None) -> int | str:
    return hidden() if count is None else count


def percent(part: int | None, whole: int | None) -> str:
    """As a whole percent; nothing where a number is hidden or there is nobody."""
    return "–" if not part or not whole else f"{round(100 * part / whole)}%"


def answer_tables(
    results: Results, by_county: Results | None, returned: Sequence[Returned], names: Mapping[str, str]
) -> list[Table]:
    """Who answered, then each question: what all said, and of scales the averages by county."""
    columns = [
        Column(_("County")),
        *(Column(words, number=True) for words in (_("Were there"), _("Answered"), _("Rate"))),
    ]
    lines = [(row.county, row.people, told(row.answered), percent(row.answered, row.people)) for row in returned]
    foot = (_("all"), results.asked or 0, told(results.sent), percent(results.sent, results.asked))
    tables = [Table(_("Who answered"), columns, lines, foot=foot)]
    for group in by_question(results.questions):
        if table := _everybody(group, results.asked):
            tables.append(table)
        code = group[0].question.code
        same = [one for one in (by_county.questions if by_county else ()) if one.scored and one.question.code == code]
        tables += [shown.table for shown in shown_questions(same, names) if shown.table]
    return tables


def by_question(results: Sequence[QuestionResult]) -> list[list[QuestionResult]]:
    """The statements of one grid together, everything else alone."""
    found: dict[str, list[QuestionResult]] = {}
    for result in results:
        found.setdefault(result.question.code, []).append(result)
    return list(found.values())


def most_answered(group: Sequence[QuestionResult]) -> int | None:
    """How many answered a question; of a grid its statement that most answered."""
    return max((one.total.people for one in group if one.total.people is not None), default=None)


def rate_sentence(group: Sequence[QuestionResult], asked: int | None) -> str:
    """How many of those asked answered a question; of one that not all were shown, how many did."""
    people = most_answered(group)
    if not people or not asked:
        return ""
    if group[0].question.show_if is not None:
        return _("%(people)d answered. Only those whose earlier answers led to it were asked.") % {"people": people}
    return _("%(people)d of %(asked)d answered (%(rate)s).") % {
        "people": people, "asked": asked, "rate": percent(people, asked)
    }  # fmt: skip


def _everybody(group: Sequence[QuestionResult], asked: int | None) -> Table | None:
    """What all said to a question: a line a statement of a grid, or a line a choice."""
    first = group[0]
    if not first.choices or not any(one.total.people for one in group):
        return None
    if first.row:
        words = (_("Answered"), _("Rate"), _("Average"), *(label for _code, label in first.choices))
        rows: list[Sequence[object]] = [
            (
                one.label, told(one.total.people), percent(one.total.people, asked), mean(one.total.mean),
                *(told(count) for count in one.total.counts),
            )
            for one in group
        ]  # fmt: skip
        title = first.question.label.say(_language())
        return Table(title, [Column(_("Statement")), *(Column(word, number=True) for word in words)], rows)
    rows = [(label, told(n)) for (_code, label), n in zip(first.choices, first.total.counts, strict=True)]
    foot = (_("all who answered"), told(first.total.people))
    return Table(first.label, [Column(_("Answer")), Column(_("People"), number=True)], rows, foot=foot)


def mean(value: float | None) -> str:
    return "–" if value is None else number_format(value, 1)


def _language() -> str:
    return get_language() or "en"
