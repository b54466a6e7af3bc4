"""`groundswell import KIND FILE`: check a file, say what would happen, bring it in, say what happened."""

import argparse
import sys
from pathlib import Path

from groundswell.cli.site_start import say
from groundswell.core.downloads import csv_pieces
from groundswell.core.errors import Refused
from groundswell.intake.importers import kinds
from groundswell.intake.mapping import parse_pairs
from groundswell.intake.models import ImportRun
from groundswell.intake.selectors import problem_counts, problems_of_run, report_rows, run_of
from groundswell.intake.services.runs import (
    Prepared,
    apply_run,
    begin_run,
    check_run,
    known_importer,
    map_run,
    prepare,
    start_run,
)

SHOWN = 10  # problems printed; the rest go to the report

MORE = """\
Every row is checked before the first is written. Rows that cannot be brought in are left out and listed by line, unless
--whole is given. The same file again changes only what differs.

  groundswell import schools pubschls.txt --dry-run
  groundswell import schools pubschls.txt --report problems.csv
  groundswell import people people.xlsx --map email="E-mail address"
  groundswell import schools --resume 3
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What, from where, and how far."""
    parser.add_argument("kind", help=f"what the file holds: {', '.join(kinds())}")
    parser.add_argument("file", type=Path, nargs="?", help="CSV, tab-separated text or .xlsx, also gzipped")
    parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="set a column that is not recognized"
    )
    parser.add_argument("--whole", action="store_true", help="all rows or none")
    parser.add_argument("--report", type=Path, metavar="FILE", help="write every problem, by line, as CSV")
    parser.add_argument("--resume", type=int, metavar="NUMBER", help="go on with an import that was stopped")


def run(options: argparse.Namespace) -> int:
    """Exit status 1 when the file cannot be brought in, 0 also when some of its rows are left out."""
    try:
        return resume(options) if options.resume else bring_in(options)
    except Refused as refused:
        print(f"groundswell: {refused}", file=sys.stderr)
        return 1


def bring_in(options: argparse.Namespace) -> int:
    importer = known_importer(options.kind)
    if options.file is None:
        print("groundswell: name the file to import.", file=sys.stderr)
        return 2
    try:
        data = options.file.read_bytes()
    except OSError as error:
        print(f"groundswell: “{options.file}” cannot be read: {error.strerror}.", file=sys.stderr)
        return 1
    started = start_run(by=None, kind=options.kind, file_name=options.file.name, data=data, whole=options.whole)
    mapping = {**started.mapping, **parse_pairs(options.map)}
    mapped = map_run(run=started, mapping=mapping)
    prepared = prepare(mapped)
    checked = check_run(by=None, run=mapped, prepared=prepared, compare=options.dry_run)
    say(f"{checked.total:,} rows of {importer.label}. Columns: " + ", ".join(f"{k}={v}" for k, v in mapping.items()))
    show_problems(checked, options.report)
    if options.dry_run:
        say(f"Would be {in_words(checked.expected)}. Nothing was brought in.")
        return 0
    return finish(begin_run(run=checked, whole=options.whole), prepared)


def resume(options: argparse.Namespace) -> int:
    stopped = run_of(options.kind, options.resume)
    if stopped is None:
        print(f"groundswell: there is no import {options.resume} of {options.kind}.", file=sys.stderr)
        return 1
    begun = stopped if stopped.state == "applying" else begin_run(run=stopped)
    return finish(begun, prepare(begun))


def finish(begun: ImportRun, prepared: Prepared) -> int:
    """Batch by batch until it is done, with a line for each."""
    begun = apply_run(run=begun, prepared=prepared, tell=lambda at: say(f"{at.position:,} of {at.records:,}"))
    if begun.state == "failed":
        print(f"groundswell: stopped. {begun.failure}", file=sys.stderr)
        print(f"Go on with: groundswell import {begun.kind} --resume {begun.pk}", file=sys.stderr)
        return 1
    counts = {name: getattr(begun, name) for name in ("created", "changed", "unchanged", "skipped")}
    say(f"Done: {in_words(counts)}.")
    return 0


def in_words(counts: dict[str, int]) -> str:
    return (
        f"{counts['created']:,} new, {counts['changed']:,} changed, "
        f"{counts['unchanged']:,} already so, {counts['skipped']:,} left out"
    )


def show_problems(checked: ImportRun, report: Path | None) -> None:
    kept_out, noted = problem_counts(checked)
    for problem in problems_of_run(checked)[:SHOWN]:
        say(f"  line {problem.line}: {problem.message}" + (f" ({problem.value})" if problem.value else ""))
    if kept_out or noted:
        say(f"{kept_out:,} rows left out, {noted:,} to look at.")
    if report is not None:
        report.write_bytes(b"".join(csv_pieces(report_rows(problems_of_run(checked)))))
        say(f"The report is in {report}.")
