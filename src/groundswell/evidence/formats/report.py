"""The report as PDF, and sources as CSV."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from groundswell.convenings.wording import day_and_hours
from groundswell.core.languages import in_language
from groundswell.evidence.figures import introductions_sentence, travel_sentence
from groundswell.evidence.report import Report
from groundswell.ui.pdf import SANS, SERIF, open_pdf, printable


def source_csv(columns: Sequence[str], rows: Sequence[Sequence[str | int | float]]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(columns)
    writer.writerows(rows)
    return out.getvalue().encode("utf-8-sig")


def report_pdf(report: Report, language: str) -> bytes:
    """Letter, portrait: the sentences and the tables of the report."""
    convening = report.convening
    pdf = open_pdf(title=in_language(convening, "title", language), language=language)
    pdf.set_auto_page_break(True, margin=20)
    pdf.add_page()
    _line(pdf, SERIF, "I", 12, convening.collaborative.name)
    _line(pdf, SERIF, "", 24, in_language(convening, "title", language))
    _line(pdf, SANS, "", 10, day_and_hours(convening.starts_at, convening.ends_at))
    pdf.ln(4)
    _line(pdf, SANS, "", 11, _("%(there)d people were there, from %(counties)d counties; %(registered)d had a place.") % {
        "there": report.there, "counties": report.counties, "registered": report.registered
    })  # fmt: skip
    _heading(pdf, _("People by county (measured)"))
    _table(pdf, (_("County"), _("People"), _("Per 100 teachers")), [
        (line.name, line.people, "" if line.share is None else number_format(line.share, 1)) for line in report.lines
    ])  # fmt: skip
    if report.travel is not None:
        _heading(pdf, _("Travel (measured)"))
        _line(pdf, SANS, "", 11, travel_sentence(report.travel))
    _heading(pdf, _("New connections between counties (measured)"))
    pairs = list(report.connections.by_counties.items())[:15]
    _line(
        pdf,
        SANS,
        "",
        11,
        _("%d pairs of people of different counties met for the first time.") % report.connections.pairs,
    )
    _table(pdf, (_("County"), _("County"), _("Pairs")), [(a, b, count) for (a, b), count in pairs])
    if words := introductions_sentence(report.connections.introduced):
        _heading(pdf, _("Who hopes to work together (as people say)"))
        _line(pdf, SANS, "", 11, words)
    _survey(pdf, report)
    _heading(pdf, _("Commitments (as people say)"))
    kept = report.kept
    _table(pdf, (_("What they say"), _("Commitments")), [
        (_("kept"), kept.kept), (_("partly kept"), kept.partly), (_("not yet"), kept.not_yet),
        (_("not any more"), kept.dropped), (_("no answer"), kept.unanswered),
    ])  # fmt: skip
    return bytes(pdf.output())


def _survey(pdf: Any, report: Report) -> None:
    if report.survey is None:
        return
    _heading(pdf, _("What people said (averages of 1 to 5; fewer than 10 answers are not shown)"))
    rows = [
        (result.label, "" if result.total.people is None else result.total.people,
         "" if result.total.mean is None else number_format(result.total.mean, 1))
        for result in report.survey.questions if result.row
    ]  # fmt: skip
    _table(pdf, (_("Statement"), _("Answers"), _("Average")), rows)


def _line(pdf: Any, family: str, style: str, size: int, words: str) -> None:
    pdf.set_font(family, style, size)
    pdf.multi_cell(0, size * 0.5, printable(words), new_x="LMARGIN", new_y="NEXT")


def _heading(pdf: Any, words: str) -> None:
    pdf.ln(5)
    _line(pdf, SERIF, "B", 14, words)
    pdf.ln(1)


def _table(pdf: Any, columns: Sequence[str], rows: Sequence[Sequence[str | int | float]]) -> None:
    pdf.set_font(SANS, "", 9)
    with pdf.table(first_row_as_headings=True, text_align=("LEFT", *("RIGHT",) * (len(columns) - 1))) as table:
        for row in (columns, *rows):
            cells = table.row()
            for cell in row:
                cells.cell(printable(str(cell)))
