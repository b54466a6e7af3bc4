"""The report of a convening: the page, its PDF, and what each number was computed from."""

from dataclasses import replace

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from groundswell.access.allow import allows_anywhere
from groundswell.access.doors import sees
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening
from groundswell.convenings.selectors.convenings import convening_by_key
from groundswell.convenings.wording import day_and_hours
from groundswell.core.doors import public
from groundswell.core.downloads import csv_pieces, download, whole
from groundswell.core.languages import in_language
from groundswell.evidence import figures, findings, policies, sources
from groundswell.evidence.answers import answered_sentence
from groundswell.evidence.formats.report import report_pdf
from groundswell.evidence.formats.sheets import WORKBOOK, as_rows, workbook
from groundswell.evidence.report import make_report
from groundswell.evidence.selectors import latest_counts
from groundswell.ui.components.tables import Column, Table

ALL = "numbers"  # every table of a report
SHOWN = 100  # lines of a table on a page; the file has all


class Asked:
    """A convening and one of its measures."""

    def __init__(self, convening: Convening, measure: str) -> None:
        self.convening = convening
        self.measure = measure


def load_measure(key: str, measure: str) -> Asked:
    if measure != ALL and measure not in sources.MEASURES:
        raise Http404
    return Asked(convening_by_key(key), measure)


def may_read(user: object, asked: Asked) -> bool:
    return policies.can_read_report(user, asked.convening)  # type: ignore[arg-type]


readers = sees(convening_by_key, policies.can_read_report, note="who may read evidence on it; numbers only")


@readers
@require_GET
def report(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The report."""
    language = get_language() or "en"
    found = make_report(convening, language=language)
    survey = found.survey
    context = {
        "convening": convening,
        "title": in_language(convening, "title", language),
        "when": day_and_hours(convening.starts_at, convening.ends_at),
        "report": found,
        "findings": findings.findings_of(found),
        "map": figures.attendance_map(figures.attendance_of(found)),
        "travel": figures.travel_chart(found),
        "connections": figures.connections_chart(convening, found.connections),
        "introductions": figures.introductions_sentence(found.connections.introduced),
        "answered": answered_sentence(survey) if survey else "",
        "questions": figures.questions_of(found),
        "commitments": figures.commitments_chart(convening, found.kept),
        "commitments_words": figures.commitments_sentence(found.kept),
        "unknown": findings.unknown(found),
        "link": {name: figures.source(convening, name) for name in (*sources.MEASURES, ALL)},
    }
    return render(request, "evidence/report.html", context)


@readers
@require_GET
def pdf(request: HttpRequest, convening: Convening) -> HttpResponseBase:
    """The report as PDF; that it was taken is on record."""
    language = get_language() or "en"
    by = request.user if isinstance(request.user, User) else None
    record(verb="evidence.report_opened", by=by, space=convening.space_id)
    made = whole(lambda: report_pdf(make_report(convening, language=language), language))
    return download(made, name=f"{convening.key}-report.pdf", kind="application/pdf")


@sees(load_measure, may_read, note="who may read evidence on the convening; numbers only")
@require_GET
def source(request: HttpRequest, asked: Asked) -> HttpResponseBase:
    """What one number was computed from."""
    report = make_report(asked.convening, language=get_language() or "en")
    make = sources.numbers if asked.measure == ALL else sources.MEASURES[asked.measure]
    found, name = make(report), sources.about(asked.convening, asked.measure)
    wanted = request.GET.get("as")
    if wanted == "xlsx":
        made = whole(lambda: workbook(found))
        return download(made, name=f"{name}.xlsx", kind=WORKBOOK)
    if wanted == "csv":
        number = request.GET.get("table", "1")
        table = dict(enumerate(found.tables, 1)).get(int(number) if number.isdecimal() and len(number) < 4 else 0)
        if table is None:
            raise Http404
        name = f"{name}-{number}" if len(found.tables) > 1 else name
        return download(csv_pieces(as_rows(table)), name=f"{name}.csv", kind="text/csv; charset=utf-8")
    tables = [
        replace(table, rows=table.rows[:SHOWN], csv_url=f"?as=csv&table={number}", empty=_("Nothing to count yet."))
        for number, table in enumerate(found.tables, 1)
    ]
    longest = max((len(table.rows) for table in found.tables), default=0)
    context = {
        "convening": asked.convening, "source": found, "tables": tables, "shown": SHOWN if longest > SHOWN else 0,
    }  # fmt: skip
    return render(request, "evidence/source.html", context)


@public("numbers that the state publishes")
@require_GET
def teachers(request: HttpRequest) -> HttpResponse:
    """How many teachers each county has, with who counted them."""
    counts = sorted(latest_counts().values(), key=lambda row: row.county.name)
    columns = [Column(_("County")), Column(_("Teachers"), number=True), Column(_("School year")), Column(_("Source"))]
    rows = [
        (row.county.name, number_format(row.teachers, force_grouping=True), row.year, row.source or _("not named"))
        for row in counts
    ]
    context = {
        "table": Table(_("Teachers by county, in the latest school year that was brought in"), columns, rows),
        "any": bool(counts),
        "may_import": allows_anywhere(request.user, Permission.PLACE_IMPORT),
    }
    return render(request, "evidence/teachers.html", context)
