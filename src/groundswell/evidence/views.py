"""The report of a convening: the page, its PDF, and what each number was computed from."""

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
from groundswell.evidence import figures, policies, sources
from groundswell.evidence.formats.report import report_pdf
from groundswell.evidence.report import make_report
from groundswell.evidence.selectors import latest_counts
from groundswell.instruments.figures import shown_questions
from groundswell.places.atlas import counties
from groundswell.ui.components.tables import Column, Table


class Asked:
    """A convening and one of its measures."""

    def __init__(self, convening: Convening, measure: str) -> None:
        self.convening = convening
        self.measure = measure


def load_measure(key: str, measure: str) -> Asked:
    if measure not in sources.MEASURES:
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
    names = {code: county.name for code, county in counties().items()}
    context = {
        "convening": convening,
        "title": in_language(convening, "title", language),
        "when": day_and_hours(convening.starts_at, convening.ends_at),
        "report": found,
        "map": figures.attendance_map(convening, found.lines, found.sites),
        "travel_words": figures.travel_sentence(found.travel) if found.travel else "",
        "connections": figures.connections_chart(convening, found.connections),
        "introductions": figures.introductions_sentence(found.connections.introduced),
        "questions": shown_questions(found.survey.questions, names) if found.survey else [],
        "commitments": figures.commitments_chart(convening, found.kept),
        "link": {name: figures.source(convening, name) for name in sources.MEASURES},
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
    found = sources.MEASURES[asked.measure](make_report(asked.convening, language=get_language() or "en"))
    if request.GET.get("as") == "csv":
        name = f"{sources.about(asked.convening, asked.measure)}.csv"
        return download(csv_pieces([found.columns, *found.rows]), name=name, kind="text/csv; charset=utf-8")
    columns = [Column(words, number=n == len(found.columns) - 1) for n, words in enumerate(found.columns)]
    table = Table(found.title, columns, found.rows, csv_url="?as=csv", empty=found.method)
    context = {"convening": asked.convening, "source": found, "table": table}
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
