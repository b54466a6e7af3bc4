"""What `bars` starts: migrate, load, import twice, search. Prints seconds (wall, and processor in brackets)."""

import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

import django

django.setup()

from django.core.management import call_command  # noqa: E402 - after django.setup()

from groundswell.intake.models import ImportRun  # noqa: E402
from groundswell.intake.services.runs import (  # noqa: E402
    apply_run,
    begin_run,
    check_run,
    map_run,
    prepare,
    start_run,
)
from groundswell.places.models import Place  # noqa: E402
from groundswell.places.selectors import search_places  # noqa: E402
from groundswell.places.services.california import load_california  # noqa: E402

TYPED = ("lincoln", "lincoln oak", "shasta", "san francisco unif", "montanez", "el", "redding elem", "wash")


def timed(what: str, bar: float, act: Callable[[], str]) -> None:
    wall, processor = time.perf_counter(), time.process_time()
    said = act()
    wall, processor = time.perf_counter() - wall, time.process_time() - processor
    verdict = "" if not bar else f"  bar {bar:g} s: {'met' if wall <= bar else 'MISSED'}"
    print(f"  {what:<28} {wall:6.2f} s ({processor:.2f}){verdict}  {said}")


def bring_in(file: Path) -> str:
    run: ImportRun = start_run(by=None, kind="schools", file_name=file.name, data=file.read_bytes())
    run = map_run(run=run, mapping=run.mapping)
    prepared = prepare(run)
    run = begin_run(run=check_run(by=None, run=run, prepared=prepared, compare=False))
    run = apply_run(run=run, prepared=prepared)
    return (
        f"{run.created:,} new, {run.changed:,} changed, {run.unchanged:,} already so; {Place.objects.count():,} places"
    )


def main() -> None:
    call_command("migrate", verbosity=0)
    timed("load California", 3, lambda: f"{load_california(by=None).created:,} places")
    timed("load it again", 0, lambda: f"{load_california(by=None).created:,} places")
    timed("import the schools", 5, lambda: bring_in(Path(sys.argv[1])))
    timed("import them again", 2, lambda: bring_in(Path(sys.argv[1])))
    times = []
    for _ in range(25):
        for typed in TYPED:
            start = time.perf_counter()
            search_places(typed)
            times.append((time.perf_counter() - start) * 1000)
    ninety_five = statistics.quantiles(times, n=20)[-1]
    print(f"  find a place by name: median {statistics.median(times):.1f} ms, 95th percentile {ninety_five:.1f} ms")


main()
