"""Answers as a spreadsheet with a codebook: one row a response, under its link, never a name."""

from collections import defaultdict
from pathlib import Path

from django.utils.translation import gettext as _

from groundswell.core.errors import Refused
from groundswell.engines.tables import Sheet, write_csv, write_workbook
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.definition import Definition, Question
from groundswell.instruments.former import with_former
from groundswell.instruments.models import Answer, Instrument
from groundswell.instruments.results import sent_responses
from groundswell.instruments.suppression import FLOOR

KINDS = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class TooFewAnswers(Refused):
    """Row by row, fewer than ten people could be told apart."""


def write_answers(path: Path, instrument: Instrument, definition: Definition, language: str) -> None:
    """Write `path` as CSV or as a workbook with the codebook, by its ending. Raises TooFewAnswers.

    Where somebody is from is left out: beside their answers it would name them. Words that people wrote are there when
    ten or more wrote them.
    """
    sheet, definition = answers_sheet(instrument, definition)
    if path.suffix == ".csv":
        write_csv(path, sheet)
    else:
        write_workbook(path, [sheet, codebook_sheet(definition, language)])


def answers_sheet(instrument: Instrument, definition: Definition) -> tuple[Sheet, Definition]:
    """A row a response, a column a question; and the definition with what only earlier versions asked."""
    responses = list(sent_responses([instrument]).order_by("link", "pk").values_list("pk", "link", "version__number"))
    if len(responses) < FLOOR:
        raise TooFewAnswers(_("Answers can be exported once ten people have answered."))
    cells: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wrote: dict[str, set[int]] = defaultdict(set)
    chosen: dict[tuple[str, str], set[str]] = defaultdict(set)
    rows = Answer.objects.filter(response__in=sent_responses([instrument]).values("pk"))
    columns_read = ("response_id", "question", "row", "choice", "number", "date", "text", "item__code")
    for pk, question, line, choice, number, day, text, code in (
        rows.order_by("pk").values_list(*columns_read).iterator()
    ):
        key = f"{question}.{line}" if line else question
        chosen[question, line].update({choice} - {""})
        if choice or code:
            cells[pk][key].append(choice or code or "")
        elif number is not None:
            cells[pk][key].append(f"{number.normalize():f}")
        elif day is not None:
            cells[pk][key].append(day.isoformat())
        if text:
            cells[pk][f"{key}_text"].append(text)
            wrote[f"{key}_text"].add(pk)
    definition = with_former(instrument, definition, list(chosen), chosen)
    columns = [key for question in definition.asked for key in columns_of(question)]
    kept = [key for key in columns if not key.endswith("_text") or len(wrote[key]) >= FLOOR]
    body: list[list[str | int]] = [
        [str(link), version, *("; ".join(cells[pk].get(key, [])) for key in kept)] for pk, link, version in responses
    ]
    return Sheet("answers", ["link", "version", *kept], body), definition


def columns_of(question: Question) -> list[str]:
    """The columns of one question, by the kind of its answers. People and places are not exported: they name somebody."""
    if question.kind == QuestionKind.GRID:
        return [f"{question.code}.{row.code}" for row in question.rows]
    if question.kind in {QuestionKind.PERSON, QuestionKind.PLACE}:
        return []
    if question.kind == QuestionKind.TEXT:
        return [f"{question.code}_text"]
    other = [f"{question.code}_text"] if any(choice.other for choice in question.choices) else []
    return [question.code, *other]


def codebook_sheet(definition: Definition, language: str) -> Sheet:
    """What each column and each code means."""
    rows: list[list[str]] = []
    for question in definition.asked:
        words = {row.code: row.label.say(language) for row in question.rows}
        for column in columns_of(question):
            statement = words.get(column.partition(".")[2], "")
            rows.append([column, question.kind, question.label.say(language), statement, "", ""])
            if column.endswith("_text"):
                continue
            rows += [[column, "", "", "", choice.code, choice.label.say(language)] for choice in question.choices]
    return Sheet("codebook", ["column", "kind", "question", "statement", "code", "meaning"], rows)
