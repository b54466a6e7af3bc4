"""Answers as a spreadsheet with a codebook: one row a response, under its link, never a name."""

from collections import defaultdict
from pathlib import Path

from django.utils.translation import gettext as _

from groundswell.core.errors import Refused
from groundswell.engines.tables import Sheet, write_csv, write_workbook
from groundswell.instruments.choices import QuestionKind
from groundswell.instruments.definition import Definition, Question
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
    sheet = answers_sheet(instrument, definition)
    if path.suffix == ".csv":
        write_csv(path, sheet)
    else:
        write_workbook(path, [sheet, codebook_sheet(definition, language)])


def answers_sheet(instrument: Instrument, definition: Definition) -> Sheet:
    responses = list(sent_responses([instrument]).order_by("link", "pk").values_list("pk", "link", "version__number"))
    if len(responses) < FLOOR:
        raise TooFewAnswers(_("Answers can be exported once ten people have answered."))
    cells: dict[int, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    wrote: dict[str, set[int]] = defaultdict(set)
    rows = Answer.objects.filter(response__in=sent_responses([instrument]).values("pk"))
    for row in rows.select_related("item", "place").order_by("pk"):
        key = f"{row.question}.{row.row}" if row.row else row.question
        if row.choice or row.item:
            cells[row.response_id][key].append(row.choice or str(row.item))
        elif row.number is not None:
            cells[row.response_id][key].append(f"{row.number.normalize():f}")
        elif row.date is not None:
            cells[row.response_id][key].append(row.date.isoformat())
        if row.text:
            cells[row.response_id][f"{key}_text"].append(row.text)
            wrote[f"{key}_text"].add(row.response_id)
    columns = [key for question in definition.asked for key in columns_of(question)]
    kept = [key for key in columns if not key.endswith("_text") or len(wrote[key]) >= FLOOR]
    body: list[list[str | int]] = [
        [str(link), version, *("; ".join(cells[pk].get(key, [])) for key in kept)] for pk, link, version in responses
    ]
    return Sheet("answers", ["link", "version", *kept], body)


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
