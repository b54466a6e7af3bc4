"""The report as PDF."""

from collections.abc import Sequence
from itertools import batched
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from groundswell.convenings.wording import day_and_hours
from groundswell.core.languages import in_language
from groundswell.evidence.answers import answered_sentence, by_question, hidden, rate_sentence, told
from groundswell.evidence.figures import (
    attendance_of,
    commitments_sentence,
    introductions_sentence,
    travel_note,
    travel_sentence,
)
from groundswell.evidence.findings import Finding, findings_of, unknown
from groundswell.evidence.report import Report
from groundswell.places import atlas
from groundswell.spread.selectors import WORDS
from groundswell.ui.maps.printed import draw_county_map
from groundswell.ui.pdf import FAINT, INK, POPPY, RULE, SAGE, SANS, SERIF, open_pdf, printable

SIDE = 20.0  # mm: the margins, the room for a bar's words, and the longest bar
LABEL = 72.0
BAR = 52.0
MAP = 104.0


def report_pdf(report: Report, language: str) -> bytes:
    """Letter, portrait: the sentences, bars and tables of the report, each page with its number."""
    convening = report.convening
    title = in_language(convening, "title", language)
    pdf = open_pdf(title=title, language=language)
    pdf.set_margins(SIDE, 18, SIDE)
    pdf.set_auto_page_break(True, margin=24)
    pdf.footer = lambda: _foot(pdf, title, example=convening.collaborative.example)
    pdf.add_page()
    _line(pdf, (SERIF, "I", 12), in_language(convening.collaborative, "name", language), POPPY)
    _line(pdf, (SERIF, "", 26), title)
    _line(pdf, (SANS, "", 10), day_and_hours(convening.starts_at, convening.ends_at), FAINT)
    pdf.ln(4)
    _findings(pdf, findings_of(report))
    _came(pdf, report)
    if report.travel is not None:
        _heading(pdf, _("Travel saved (measured)"))
        _line(pdf, (SANS, "", 10), travel_sentence(report.travel))
        _bars(pdf, [
            (line.name, max(line.saved, 0), _("%(n)d h") % {"n": round(line.saved)})
            for line in sorted(report.travel.lines, key=lambda line: -line.saved)
        ])  # fmt: skip
        _note(pdf, travel_note(report.travel))
    _met(pdf, report)
    _survey(pdf, report)
    _became(pdf, report)
    _heading(pdf, _("What we do not know"))
    for words in unknown(report):
        _line(pdf, (SANS, "", 10), f"– {words}")
        pdf.ln(1)
    return bytes(pdf.output())


def _findings(pdf: Any, found: Sequence[Finding]) -> None:
    """What somebody with two minutes reads: three beside each other."""
    wide = (pdf.w - 2 * SIDE) / 3
    for three in batched(found, 3):
        top = pdf.get_y() + 1
        ends = [top]
        pdf.set_draw_color(*INK)
        for number, one in enumerate(three):
            left = SIDE + number * wide
            pdf.line(left, top, left + wide - 5, top)
            down = top + 2
            for family, size, text, color in (
                (SERIF, 20, one.number, INK), (SERIF, 10, one.words, INK), (SANS, 8, one.kind, FAINT)
            ):  # fmt: skip
                pdf.set_xy(left, down)
                pdf.set_font(family, "", size)
                pdf.set_text_color(*color)
                pdf.multi_cell(wide - 5, size * 0.42, printable(text), align="L")
                down = pdf.get_y() + 1
            ends.append(down)
        pdf.set_xy(SIDE, max(ends) + 2)


def _came(pdf: Any, report: Report) -> None:
    """The map, and the same as bars."""
    _heading(pdf, _("Who came (measured)"))
    found = attendance_of(report)
    if found is None:
        _line(pdf, (SANS, "", 10), _("Nobody has been checked in yet"))
        return
    _line(pdf, (SANS, "", 10), found.caption.sentence)
    pdf.ln(2)
    top = pdf.get_y()
    if pdf.will_page_break(MAP * 1.1):
        pdf.add_page()
        top = pdf.get_y()
    high = draw_county_map(pdf, atlas.outlines(), found.areas, found.points, x=SIDE, y=top, width=MAP)
    pdf.set_xy(SIDE, top + high + 1)
    _note(pdf, _("The darker, the more. Disc: a site. Ring: a county that planned."))
    if any(area.label for area in found.areas.values()):
        _note(pdf, _("The numbers on the map are people per 100 teachers."))
    shares = any(line.share is not None for line in report.lines)
    per = _("%(people)d, %(share)s per 100 teachers")
    _bars(pdf, [
        (line.name, line.people, per % {"people": line.people, "share": number_format(line.share, 1)}
         if shares and line.share is not None else str(line.people)) for line in report.lines
    ])  # fmt: skip
    _note(pdf, _("%(registered)d people had a place, %(there)d came.") % {
        "there": report.there, "registered": report.registered
    })  # fmt: skip
    if found.caption.note:
        _note(pdf, found.caption.note)


def _became(pdf: Any, report: Report) -> None:
    """Commitments in the word of those who made them, and what county offices did."""
    kept = report.kept
    _heading(pdf, _("What became of it (as people say)"))
    _line(pdf, (SANS, "", 10), commitments_sentence(kept))
    if kept.made and not kept.hidden:
        labels = (_("kept"), _("partly kept"), _("not yet"), _("not any more"), _("no answer"))
        _bars(pdf, [
            (label, kept.words[word] or 0, str(told(kept.words[word]))) for label, word in zip(labels, WORDS, strict=True)
        ])  # fmt: skip
    if kept.reached:
        _note(pdf, _("By their own count they shared it with %(n)d colleagues.") % {"n": kept.reached})
    _heading(pdf, _("Follow-ups (recorded by county offices)"))
    _line(pdf, (SANS, "", 10), _("County offices planned %(n)d follow-ups and have held %(done)d.") % {
        "n": report.follow_ups, "done": report.follow_ups_done
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
    """How many answered, then the averages of each scale, by aim; what stands for fewer than ten is not shown."""
    survey = report.survey
    if survey is None:
        return
    _heading(pdf, _("What people said"))
    _line(pdf, (SANS, "", 10), answered_sentence(survey))
    for group in by_question(survey.questions):
        first, degrees = group[0], len(group[0].choices)
        if not first.row or not any(one.total.people for one in group):
            continue
        _heading(pdf, first.question.label.say(report.language), size=11)
        bars = []
        for one in group:
            people, average = one.total.people, one.total.mean
            words = hidden() if people is None or average is None else _("%(mean)s of %(most)d, %(people)d answers") % {
                "mean": number_format(average, 1), "most": degrees, "people": people
            }  # fmt: skip
            bars.append((one.label, float(average or 0), words))
        _bars(pdf, bars, full=degrees)
        if rate := rate_sentence(group, survey.asked):
            _note(pdf, rate)


def _note(pdf: Any, words: str) -> None:
    """How something was counted, small below it."""
    pdf.ln(1)
    _line(pdf, (SANS, "", 8), words, FAINT)


def _line(pdf: Any, font: tuple[str, str, float], words: str, color: tuple[int, int, int] = INK) -> None:
    family, style, size = font
    pdf.set_font(family, style, size)
    pdf.set_text_color(*color)
    pdf.multi_cell(0, size * 0.5, printable(words), align="L", new_x="LMARGIN", new_y="NEXT")


def _heading(pdf: Any, words: str, *, size: float = 14) -> None:
    """Not alone at the foot of a page."""
    pdf.ln(6 if size > 12 else 3)
    if pdf.will_page_break(30):
        pdf.add_page()
    _line(pdf, (SERIF, "B", size), words)
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
