"""Reading imports for pages and reports."""

from collections.abc import Iterable, Iterator

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.intake.choices import Weight
from groundswell.intake.models import ImportRun, RowProblem


def runs_of(kind: str, by: int | None = None) -> QuerySet[ImportRun]:
    """Imports of one kind, the latest first; with `by` only those that the user with this id began."""
    rows = ImportRun.objects.filter(kind=kind).order_by("-id")
    return rows if by is None else rows.filter(by_id=by)


def run_of(kind: str, pk: int, by: int | None = None) -> ImportRun | None:
    return runs_of(kind, by).filter(pk=pk).first()


def problems_of_run(run: ImportRun) -> QuerySet[RowProblem]:
    """What was found, by line, what keeps a row out before what only asks for a look."""
    return RowProblem.objects.filter(run=run).order_by("weight", "line", "id")


def problem_counts(run: ImportRun) -> tuple[int, int]:
    """How many rows are kept out, and how many carry a note."""
    rows = RowProblem.objects.filter(run=run)
    kept_out = rows.filter(weight=Weight.ERROR).values("line").distinct().count()
    return kept_out, rows.filter(weight=Weight.NOTE).values("line").distinct().count()


def report_rows(problems: Iterable[RowProblem]) -> Iterator[tuple[object, ...]]:
    """The report as a table, heading first; made while it is sent, whatever its length."""
    yield _("Line"), _("What"), _("Field"), _("In the file"), _("Why")
    for problem in problems:
        yield problem.line, problem.get_weight_display(), problem.field, problem.value, problem.message
