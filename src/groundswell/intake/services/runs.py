"""Taking an import from the file to the report, step by step."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.intake.choices import Outcome, State
from groundswell.intake.importers import Applied, Importer, Problem, Read, importer_of
from groundswell.intake.mapping import check_mapping, guess_mapping, read_rows
from groundswell.intake.models import ImportRun, RowProblem
from groundswell.intake.tables import Table, UnreadableTable, read_table

BACKGROUND_FROM = 3000  # records; fewer are brought in while the page loads


class NotReady(Refused):
    """The import is not at the step that this would follow."""


@dataclass(frozen=True)
class Prepared:
    """A file as read: every row, and those that can be brought in with their lines."""

    table: Table
    reads: Sequence[Read[Any]]

    @property
    def records(self) -> list[tuple[int, Any]]:
        return [(read.line, read.record) for read in self.reads if read.record is not None]


def start_run(*, by: Any, kind: str, file_name: str, data: bytes, whole: bool = False) -> ImportRun:
    """Receive a file: read its heading, guess the mapping, keep the file. Raises UnreadableTable."""
    importer = known_importer(kind)
    name = file_name.replace("\x00", "").replace("\\", "/").rsplit("/", 1)[-1][-200:] or kind
    table = read_table(data, name)
    run = ImportRun(
        kind=kind,
        by_id=by.pk if by is not None else None,
        file_name=name,
        header=list(table.header),
        mapping=guess_mapping(importer.fields, table.header),
        total=len(table.rows),
        whole=whole,
        made_at=now(),
    )
    run.file.save(f"{kind}-{now():%Y%m%d%H%M%S}", ContentFile(data), save=False)
    with transaction.atomic():
        run.full_clean()
        run.save()
    return run


def known_importer(kind: str) -> Importer[Any]:
    """The importer of this kind. Raises Refused when an app that gave it is gone."""
    importer = importer_of(kind)
    if importer is None:
        raise Refused(_("Nothing of the kind “%(kind)s” can be imported.") % {"kind": kind})
    return importer


def map_run(*, run: ImportRun, mapping: Mapping[str, str]) -> ImportRun:
    """Set which column holds what. Raises BadMapping; what was checked before is forgotten."""
    with _before_it_begins(run):
        run.mapping = check_mapping(known_importer(run.kind).fields, run.header, mapping)
        run.state = State.MAPPED
        run.problems.all().delete()
        run.save(update_fields=["mapping", "state"])
    return run


@contextmanager
def _before_it_begins(run: ImportRun) -> Iterator[None]:
    """A transaction in which nobody begins it, with the import as it stands by now. Raises NotReady when somebody has."""
    with transaction.atomic():
        run.refresh_from_db(from_queryset=ImportRun.objects.select_for_update())
        if run.position or run.state == State.APPLYING:
            raise NotReady(_("This import has begun; its columns cannot be changed any more."))
        yield


def check_run(*, by: Any, run: ImportRun, prepared: Prepared | None = None, compare: bool = True) -> ImportRun:
    """Read every row, say what is wrong with which, and what bringing the rest in would do. Writes nothing else.

    Without `compare` only the file is looked at, not what is known already: half the time, for who applies at once.
    """
    if run.state not in {State.MAPPED, State.CHECKED}:
        raise NotReady(_("Match the columns first."))
    prepared = prepared or prepare(run)
    records = prepared.records
    problems = [(read.line, problem) for read in prepared.reads for problem in read.problems]
    expected: dict[str, int] = {}
    if compare:
        counts, found = compare_records(known_importer(run.kind), by, records)
        counts[Outcome.SKIPPED] += len(prepared.reads) - len(records)
        expected = {str(outcome): counts[outcome] for outcome in Outcome}
        problems += found
    read_by = run.mapping
    with _before_it_begins(run):
        if run.mapping != read_by or run.state not in {State.MAPPED, State.CHECKED}:
            raise NotReady(_("The columns were matched anew meanwhile. Check the rows again."))
        run.expected, run.records, run.state = expected, len(records), State.CHECKED
        run.problems.all().delete()
        keep_problems(run, problems)
        run.save(update_fields=["expected", "records", "state"])
    return run


def compare_records(
    importer: Importer[Any], by: Any, records: Sequence[tuple[int, Any]]
) -> tuple[Counter[str], list[tuple[int, Problem]]]:
    """What applying would do, by outcome, and the problems it would meet."""
    counts: Counter[str] = Counter()
    problems: list[tuple[int, Problem]] = []
    for start in range(0, len(records), importer.batch):
        part = records[start : start + importer.batch]
        applied = importer.apply(by=by, records=[record for _line, record in part], dry_run=True)
        counts.update(str(one.outcome) for one in applied)
        problems += problems_of(part, applied)
    return counts, problems


def begin_run(*, run: ImportRun, whole: bool = False) -> ImportRun:
    """The person has seen the check and wants it: from now on it goes on by itself until it is done.

    One that is under way stays so: whoever asks again takes it up where a worker that was killed has left it.
    """
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run.pk)
        if run.state == State.APPLYING:
            return run
        if run.state not in {State.CHECKED, State.FAILED}:
            raise NotReady(_("Check the rows first."))
        if run.state == State.CHECKED:
            run.whole = whole
            run.skipped = run.total - run.records
        run.state, run.failure = State.APPLYING, ""
        run.save(update_fields=["state", "whole", "failure", "skipped"])
    return run


def apply_run(
    *,
    run: ImportRun,
    batches: int | None = None,
    prepared: Prepared | None = None,
    tell: Callable[[ImportRun], None] | None = None,
) -> ImportRun:
    """Bring in what is left, batch by batch (at most `batches`, when given); all at once for a whole import.

    `tell` is called with the import after each batch.

    Each batch and the new position are one transaction, so nothing is applied twice, however it was stopped. An error
    ends the import as failed with a sentence; `begin_run` lets it go on.
    """
    importer, records = known_importer(run.kind), (prepared or prepare(run)).records
    size = max(1, len(records)) if run.whole else importer.batch
    done = 0
    try:
        by = beginner_of(run)
        while batches is None or done < batches:
            run = apply_batch(run_id=run.pk, importer=importer, by=by, records=records, size=size)
            done += 1
            if tell is not None:
                tell(run)
            if run.state != State.APPLYING:
                break
    except (Refused, DatabaseError, ValueError) as error:
        ImportRun.objects.filter(pk=run.pk).update(state=State.FAILED, failure=str(error)[:400])
    return ImportRun.objects.get(pk=run.pk)


def beginner_of(run: ImportRun) -> Any:
    """Who began it, as they are now; None for the command line, which may do everything. Raises Refused when they are gone."""
    if not run.by_id:
        return None
    by = get_user_model()._default_manager.filter(pk=run.by_id, is_active=True).first()  # noqa: SLF001
    if by is None:
        raise Refused(_("Whoever began this import is no longer here. Bring the file in again."))
    return by


def apply_batch(
    *, run_id: int, importer: Importer[Any], by: Any, records: Sequence[tuple[int, Any]], size: int
) -> ImportRun:
    """The next batch in one transaction; the import's state says whether something is left to do."""
    with transaction.atomic():
        run = ImportRun.objects.select_for_update().get(pk=run_id)
        if run.state != State.APPLYING:
            return run
        part = records[run.position : run.position + size]
        applied = importer.apply(by=by, records=[record for _line, record in part], dry_run=False)
        counts = Counter(str(one.outcome) for one in applied)
        run.created += counts[Outcome.CREATED]
        run.changed += counts[Outcome.CHANGED]
        run.unchanged += counts[Outcome.UNCHANGED]
        run.skipped += counts[Outcome.SKIPPED]
        run.position += len(part)
        if run.position >= len(records):
            run.state, run.finished_at = State.DONE, now()
        if not run.expected:  # nobody has compared before, so these are not on record
            keep_problems(run, problems_of(part, applied))
        run.save()
    return run


def prepare(run: ImportRun) -> Prepared:
    """Read the kept file anew. Raises UnreadableTable when it is gone."""
    try:
        with run.file.open("rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:  # ValueError: the row names no file
        raise UnreadableTable(_("The file of this import is gone. Bring it in again.")) from error
    table = read_table(data, run.file_name)
    return Prepared(table, list(read_rows(known_importer(run.kind), table, run.mapping)))


def problems_of(part: Sequence[tuple[int, Any]], applied: Sequence[Applied]) -> Iterable[tuple[int, Problem]]:
    return ((line, problem) for (line, _record), one in zip(part, applied, strict=True) for problem in one.problems)


def keep_problems(run: ImportRun, problems: Iterable[tuple[int, Problem]]) -> None:
    RowProblem.objects.bulk_create(
        [
            RowProblem(
                run=run,
                line=line,
                field=problem.field,
                value=problem.value[:200],
                message=str(problem.message)[:300],
                weight=problem.weight,
            )
            for line, problem in sorted(problems, key=lambda pair: pair[0])
        ],
        batch_size=2000,
    )
