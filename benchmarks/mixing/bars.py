"""The bars of mixing: records without repeats, a day with all rules, uneven tables, teams."""

import csv
import json
import shutil
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.mixing.gatherings import day_with_all_rules, plain, teams_of_300
from groundswell.engines import warm
from groundswell.engines.mixing import Mix, check, designs, mix
from groundswell.engines.progress import Limit

HERE = Path(__file__).parent


def run(data: Path | None, peer: Path | None) -> str:
    warm.prepare("mixing")
    mix(plain(8, 2, 2))
    parts = ["Mixing: who sits with whom"]
    for part in (lambda: day(peer), teams, lambda: records(data), uneven):
        parts.append(part())
        print(parts[-1], flush=True)
    return "\n\n".join(parts)


def judge(plans: list[dict]) -> list[str]:
    """Have a program of its own check the plans."""
    text = "\n".join(json.dumps(plan) for plan in plans)
    done = subprocess.run([sys.executable, HERE / "referee.py"], input=text, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def as_plan(made: Mix, people: int, small: int, large: int) -> dict:
    return {"people": people, "small": small, "large": large, "rounds": made.seating}


def records(data: Path | None) -> str:
    """Best known weeks without a repeat; each cell asked for by its number of weeks, from nothing."""
    if data is None or not (data / "golfer_records").is_dir():
        return "Records: left out, as --data has no golfer_records."
    with (data / "golfer_records" / "records.csv").open(encoding="utf-8") as stream:
        cells = [(int(row["groups"]), int(row["size"]), int(row["weeks"])) for row in csv.DictReader(stream)]
    started, spent = time.monotonic(), time.process_time()
    made = [mix(plain(groups * size, groups, weeks), limit=Limit(seconds=8)) for groups, size, weeks in cells]
    seconds, spent = time.monotonic() - started, time.process_time() - spent
    verdicts = judge(
        [as_plan(plan, groups * size, size, size) for plan, (groups, size, _) in zip(made, cells, strict=True)]
    )
    good = [f"good {weeks}" == verdict for verdict, (_, _, weeks) in zip(verdicts, cells, strict=True)]
    missed = [f"{groups}-{size}-{weeks}" for ok, (groups, size, weeks) in zip(good, cells, strict=True) if not ok]
    lines = [
        f"Records of the social golfer table: {sum(good)} of {len(cells)} reached in {seconds:.1f} s",
        f"({spent:.1f} s of processor time; bar: 42 in 120 s),",
        "each found good by a program that shares no code. " + (f"Not reached: {', '.join(missed)}." if missed else ""),
    ]
    return "\n".join([*lines, beyond(cells)])


def beyond(cells: list[tuple[int, int, int]]) -> str:
    """Cells in which one week more than the listed best also comes out."""
    more = [cell for cell in cells if cell[0] == 10 and cell[1] in {6, 7, 8}]
    found = []
    for groups, size, weeks in more:
        best = weeks
        while True:
            made = mix(plain(groups * size, groups, best + 1), limit=Limit(seconds=3))
            if judge([as_plan(made, groups * size, size, size)]) != [f"good {best + 1}"]:
                break
            best += 1
        if best > weeks:
            found.append(f"{groups}-{size}: {best} weeks instead of {weeks}")
    return "Beyond the listed values, equally checked: " + ("; ".join(found) if found else "none") + "."


def day(peer: Path | None) -> str:
    """120 people, 4 rounds of 20 tables: ours with all rules, the peer without any."""
    gathering = day_with_all_rules()
    rows = []
    for steps in (150_000, 1_500_000):
        started = time.process_time()
        made = mix(gathering, limit=Limit(steps=steps))
        seconds = time.process_time() - started
        finding = check(gathering, made.seating)
        aims = ", ".join(f"{aim.name} {aim.count} (bound {aim.bound})" for aim in made.proof.aims)
        rows.append(
            (
                seconds,
                f"  ours, {made.steps:>9,} steps: {seconds:6.2f} s of processor time, {len(finding.broken)} broken rules, {aims}",
            )
        )
    lines = [
        "A day of 120 people, 4 rounds of 20 tables, all rules (processor time, as the machine has other work):",
        *(text for _, text in rows),
    ]
    folder = None if peer is None else peer / "good-enough-golfers"
    node = shutil.which("node")
    if folder is None or not folder.is_dir() or node is None:
        return "\n".join(
            [*lines, "  good-enough-golfers: left out, as --peer has no folder of that name, or node is absent."]
        )
    done = subprocess.run(
        [node, HERE / "peer.js", folder, "20", "6", "4", "180"], capture_output=True, text=True, check=True
    )
    theirs = json.loads(done.stdout)
    ratio = theirs["seconds"] / rows[0][0]
    lines.append(
        f"  good-enough-golfers, no rules: {theirs['seconds']:.1f} s of processor time in {theirs['runs']} runs to "
        f"{theirs['repeats']} repeats; "
        f"ours takes 1/{ratio:.0f} of that (bar: 1/10)"
    )
    return "\n".join(lines)


def uneven() -> str:
    """Tables of two adjacent sizes, against the schedules that Miller, Valkov and Abel published.

    `uneven.csv` has the most rounds of their schedules for each number of people and sizes (github
    ne6toto/allocation-correctness, f7ec52b of January 2026, CC0; each of the schedules was read and none repeats a pair).
    """
    with (HERE / "uneven.csv").open(encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    cells = [tuple(int(row[key]) for key in ("people", "small", "large", "rounds")) for row in rows]
    started = time.monotonic()
    plans = [seat_unevenly(*cell) for cell in cells]
    seconds = time.monotonic() - started
    missed = [cell for verdict, cell in zip(judge(plans), cells, strict=True) if verdict != f"good {cell[3]}"]
    people = {cell[0] for cell in cells}
    full = people - {cell[0] for cell in missed}
    share = 1 - len(missed) / len(cells)
    return "\n".join(
        [
            f"Tables of two adjacent sizes, 20 to 150 people: {len(cells) - len(missed)} of {len(cells)} published numbers",
            (
                f"of rounds matched ({share:.0%}; bar: 90 %), all of them for {len(full)} of {len(people)} numbers of people, "
                f"in {seconds:.0f} s."
            ),
            "  Not matched, as people(sizes):rounds - "
            + (" ".join(f"{n}({small},{large}):{rounds}" for n, small, large, rounds in missed) or "none"),
        ]
    )


def seat_unevenly(people: int, small: int, large: int, rounds: int) -> dict:
    """Try each number of tables that gives these sizes, those with a construction first."""
    counts = [t for t in range(-(-people // large), people // small + 1) if t * small <= people <= t * large]
    counts.sort(key=lambda tables: -len(designs.uneven(people, tables)))
    made = mix(plain(people, counts[0], rounds), limit=Limit(steps=100_000))
    return as_plan(made, people, small, large)


def teams() -> str:
    """300 people in teams of 3 to 6."""
    gathering = teams_of_300()
    started, spent = time.monotonic(), time.process_time()
    made = mix(gathering)
    seconds, spent = time.monotonic() - started, time.process_time() - spent
    broken = len(check(gathering, made.seating).broken)
    return (
        "300 people in teams of 3 to 6 kept together, 4 rounds of 30 tables: "
        f"{seconds:.1f} s ({spent:.1f} s of processor time; bar: 5 s), {broken} broken rules, "
        f"{made.proof.repeats.count} repeats, {made.proof.aims[1].count} meetings within a county "
        f"(bound {made.proof.aims[1].bound})."
    )
