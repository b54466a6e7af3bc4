"""The pages of an import: upload, match the columns, check, bring in, report.

This app lies below those that decide who may do what, so it gives no addresses of its own. An app above mounts the pages
of one kind behind its own door: `path("import/schools/", include(import_paths("schools", anywhere(PLACE_IMPORT))))`.
"""

from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext as _

from groundswell.core.downloads import csv_pieces, download
from groundswell.core.errors import Refused
from groundswell.intake import selectors
from groundswell.intake.choices import State
from groundswell.intake.forms import BeginForm, MappingForm, UploadForm
from groundswell.intake.models import ImportRun, RowProblem
from groundswell.intake.services.deferred import go_on_with_import
from groundswell.intake.services.runs import (
    BACKGROUND_FROM,
    NotReady,
    apply_run,
    begin_run,
    check_run,
    known_importer,
    map_run,
    start_run,
)
from groundswell.ui.components.tables import Column, Table

type View = Callable[..., HttpResponseBase]


def import_paths(kind: str, door: Callable[[View], View]) -> list[URLPattern]:
    """The addresses of one kind's import pages, each behind `door`, named `import-KIND`, `import-KIND-run` and so on."""
    pages: list[tuple[str, str, View]] = [
        ("", "", uploads),
        ("<int:pk>/", "-run", run_page),
        ("<int:pk>/columns/", "-columns", columns),
        ("<int:pk>/begin/", "-begin", begin),
        ("<int:pk>/report.csv", "-report", report),
    ]
    return [path(route, door(of_kind(kind, view)), name=f"import-{kind}{end}") for route, end, view in pages]


def of_kind(kind: str, view: View) -> View:
    @wraps(view)
    def bound(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        return view(request, kind, **kwargs)

    return bound


def named(request: HttpRequest, kind: str, end: str = "") -> str:
    """The name of a sibling page, in whatever app mounted them."""
    match = request.resolver_match
    space = f"{match.namespace}:" if match is not None and match.namespace else ""
    return f"{space}import-{kind}{end}"


def only_by(request: HttpRequest, kind: str) -> int | None:
    """The id of the reader where they may read their own imports only."""
    user: Any = request.user
    return None if known_importer(kind).sees_all(user) else user.pk


def load_run(request: HttpRequest, kind: str, pk: int) -> ImportRun:
    run = selectors.run_of(kind, pk, only_by(request, kind))
    if run is None:
        raise Http404
    return run


def uploads(request: HttpRequest, kind: str) -> HttpResponse:
    """Receive a file; below, what was imported before."""
    importer = known_importer(kind)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            run = start_run(by=request.user, kind=kind, file_name=file.name, data=file.read())
        except Refused as refused:
            form.add_error("file", str(refused))
        else:
            return redirect(named(request, kind, "-run"), pk=run.pk)
    page = Paginator(selectors.runs_of(kind, only_by(request, kind)), 20).get_page(request.GET.get("page"))
    context = {"importer": importer, "form": form, "page": page, "run_url": named(request, kind, "-run")}
    return render(request, "intake/uploads.html", context)


def run_page(request: HttpRequest, kind: str, pk: int, form: MappingForm | None = None) -> HttpResponse:
    """Where an import stands, what was found, and the next step."""
    importer, run = known_importer(kind), load_run(request, kind, pk)
    kept_out, noted = selectors.problem_counts(run)
    page = Paginator(selectors.problems_of_run(run), 50).get_page(request.GET.get("page"))
    context = {
        "importer": importer,
        "run": run,
        "state": run.state,
        "form": form or MappingForm(importer=importer, run=run),
        "begin_form": BeginForm(),
        "page": page,
        "table": problem_table(page),
        "kept_out": kept_out,
        "noted": noted,
        "all_url": named(request, kind),
        "columns_url": named(request, kind, "-columns"),
        "begin_url": named(request, kind, "-begin"),
        "report_url": named(request, kind, "-report"),
        "editable": run.state in {State.UPLOADED, State.MAPPED, State.CHECKED},
    }
    return render(request, "intake/run.html", context, status=400 if form is not None else 200)


def problem_table(problems: Iterable[RowProblem]) -> Table:
    columns = [Column(_("Line")), Column(_("What")), Column(_("In the file")), Column(_("Why"))]
    rows = [[one.line, one.get_weight_display(), one.value or "–", one.message] for one in problems]
    return Table(_("Problems by line"), columns, rows)


def columns(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Set the columns and check every row."""
    importer, run = known_importer(kind), load_run(request, kind, pk)
    if request.method != "POST":
        return redirect(named(request, kind, "-run"), pk=pk)
    form = MappingForm(request.POST, importer=importer, run=run)
    if not form.is_valid():
        return run_page(request, kind, pk, form)
    try:
        check_run(by=request.user, run=map_run(run=run, mapping=form.mapping()))
    except NotReady as refused:
        messages.error(request, str(refused))
    except Refused as refused:
        form.add_error(None, str(refused))
        return run_page(request, kind, pk, form)
    return redirect(named(request, kind, "-run"), pk=pk)


def begin(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Bring the rows in: at once when there are few, else in the worker."""
    run = load_run(request, kind, pk)
    if request.method == "POST":
        try:
            run = begin_run(run=run, whole="whole" in request.POST)
            if run.records < BACKGROUND_FROM:
                apply_run(run=run)
            else:
                go_on_with_import.enqueue(run.pk)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect(named(request, kind, "-run"), pk=pk)


def report(request: HttpRequest, kind: str, pk: int) -> HttpResponseBase:
    """Every problem with its line, as CSV."""
    rows = selectors.report_rows(selectors.problems_of_run(load_run(request, kind, pk)).iterator())
    return download(csv_pieces(rows), name=f"{kind}-import-{pk}.csv", kind="text/csv; charset=utf-8")
