"""The report as PDF, and sources as CSV."""

from collections.abc import Sequence
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from groundswell.convenings.wording import day_and_hours
from groundswell.core.languages import in_language
from groundswell.evidence.figures import introductions_sentence, travel_sentence
from groundswell.evidence.report import Report
from groundswell.ui.pdf import FAINT, INK, POPPY, RULE, SAGE, SANS, SERIF, open_pdf, printable

SIDE = 20.0  # mm: the margins, the room for a bar's words, and the longest bar
LABEL = 72.0
BAR = 58.0


def report_pdf(report: Report, language: str) -> bytes:
    """Letter, portrait: the sentences, bars and tables of the report, each page with its number."""
    convening = report.convening
    title = in_language(convening, "title", language)
    pdf = open_pdf(title=title, language=language)
    pdf.set_margins(SIDE, 18, SIDE)
    pdf.set_auto_page_break(True, margin=24)
    pdf.footer = lambda: _foot(pdf, title, example=convening.collaborative.example)
    pdf.add_page()
    _line(pdf, (SERIF, "I", 12), convening.collaborative.name, POPPY)
    _line(pdf, (SERIF, "", 26), title)
    _line(pdf, (SANS, "", 10), day_and_hours(convening.starts_at, convening.ends_at), FAINT)
    pdf.ln(4)
    _numbers(pdf, report)
    _heading(pdf, _("People by county (measured)"))
    shares = any(line.share is not None for line in report.lines)
    per = _("%(people)d, %(share)s per 100 teachers")
    _bars(pdf, [
        (line.name, line.people, per % {"people": line.people, "share": number_format(line.share, 1)}
         if shares and line.share is not None else str(line.people)) for line in report.lines
    ])  # fmt: skip
    if report.travel is not None:
        _heading(pdf, _("Travel (measured)"))
        _line(pdf, (SANS, "", 10), travel_sentence(report.travel))
    _met(pdf, report)
    _survey(pdf, report)
    kept = report.kept
    _heading(pdf, _("Commitments (as people say)"))
    _bars(pdf, [
        (words, count, str(count)) for words, count in (
            (_("kept"), kept.kept), (_("partly kept"), kept.partly), (_("not yet"), kept.not_yet),
            (_("not any more"), kept.dropped), (_("no answer"), kept.unanswered))
    ])  # fmt: skip
    return bytes(pdf.output())


def _numbers(pdf: Any, report: Report) -> None:
    """The few numbers that somebody with two minutes reads."""
    shown = [(report.there, _("people were there")), (report.counties, _("counties"))]
    if report.travel is not None:
        shown.append((round(report.travel.saved), _("hours of travel saved")))
    shown += [(report.connections.pairs, _("new connections")), (report.kept.kept, _("commitments kept"))]
    wide, top = (pdf.w - 2 * SIDE) / len(shown), pdf.get_y()
    pdf.set_draw_color(*INK)
    pdf.line(SIDE, top, pdf.w - SIDE, top)
    for number, (count, words) in enumerate(shown):
        for down, family, size, text, color in ((3, SERIF, 22, str(count), INK), (14, SANS, 8.5, words, FAINT)):
            pdf.set_xy(SIDE + number * wide, top + down)
            pdf.set_font(family, "", size)
            pdf.set_text_color(*color)
            pdf.multi_cell(wide - 3, size * 0.42, printable(text), align="L")
    pdf.set_y(top + 24)
    _line(pdf, (SANS, "", 10), _("%(there)d people were there, from %(counties)d counties; %(registered)d had a place.") % {
        "there": report.there, "counties": report.counties, "registered": report.registered
    })  # fmt: skip


def _met(pdf: Any, report: Report) -> None:
    """Who met, and apart from it who hopes to work together."""
    found = report.connections
    _heading(pdf, _("New connections between counties (measured)"))
    _line(pdf, (SANS, "", 10), _("%d pairs of people of different counties met for the first time.") % found.pairs)
    _bars(pdf, [(f"{a} – {b}", count, str(count)) for (a, b), count in list(found.by_counties.items())[:12]])
    if words := introductions_sentence(found.introduced):
        _heading(pdf, _("Who hopes to work together (as people say)"))
        _line(pdf, (SANS, "", 10), words)


def _survey(pdf: Any, report: Report) -> None:
    """The averages of what people said; what stands for fewer than ten is blank."""
    if report.survey is None:
        return
    rows = [result for result in report.survey.questions if result.row]
    _heading(pdf, _("What people said (averages of 1 to 5; fewer than 10 answers are not shown)"))
    bars = []
    for result in rows:
        people, mean = result.total.people, result.total.mean
        words = "" if people is None or mean is None else _("%(mean)s from %(people)d answers") % {
            "mean": number_format(mean, 1), "people": people
        }  # fmt: skip
        bars.append((result.label, 0 if mean is None else float(mean), words))
    _bars(pdf, bars, full=5)


def _line(pdf: Any, font: tuple[str, str, float], words: str, color: tuple[int, int, int] = INK) -> None:
    family, style, size = font
    pdf.set_font(family, style, size)
    pdf.set_text_color(*color)
    pdf.multi_cell(0, size * 0.5, printable(words), align="L", new_x="LMARGIN", new_y="NEXT")


def _heading(pdf: Any, words: str) -> None:
    """Not alone at the foot of a page."""
    pdf.ln(6)
    if pdf.will_page_break(30):
        pdf.add_page()
    _line(pdf, (SERIF, "B", 14), words)
    pdf.ln(1.5)


def _bars(pdf: Any, rows: Sequence[tuple[str, float, str]], *, full: float = 0) -> None:
    """A line each: the words, a bar as long as its number, and what it says. `full` is the longest bar's number."""
    pdf.ln(1.5)
    full = full or max((value for _words, value, _said in rows), default=0) or 1
    pdf.set_draw_color(*RULE)
    for label, value, said in rows:
        pdf.set_font(SANS, "", 9)
        pdf.set_text_color(*INK)
        words = printable(label)
        lines = len(pdf.multi_cell(LABEL, 4.4, words, dry_run=True, output="LINES"))
        height = 4.4 * lines + 2.2
        if pdf.will_page_break(height):
            pdf.add_page()
        top = pdf.get_y()
        pdf.set_xy(SIDE, top + 1.1)
        pdf.multi_cell(LABEL, 4.4, words, align="L")
        length = BAR * value / full
        pdf.set_fill_color(*SAGE)
        pdf.rect(SIDE + LABEL + 4, top + height / 2 - 1.6, length, 3.2, style="F")
        pdf.set_xy(SIDE + LABEL + 6 + length, top + height / 2 - 2.2)
        pdf.cell(0, 4.4, printable(said))
        pdf.line(SIDE, top + height, pdf.w - SIDE, top + height)
        pdf.set_xy(SIDE, top + height)


def _foot(pdf: Any, title: str, *, example: bool) -> None:
    """What it is, that it is an example where it is one, and the page."""
    pdf.set_y(-15)
    pdf.set_font(SANS, "", 8)
    pdf.set_text_color(*FAINT)
    words = [title, *([_("This is an example: places are real, people and figures are made up.")] if example else [])]
    pdf.cell(0, 5, printable(" · ".join(words)), align="L")
    pdf.set_x(SIDE)
    pdf.cell(0, 5, str(pdf.page_no()), align="R")
