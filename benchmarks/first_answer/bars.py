"""After `groundswell warm`, how long a fresh process takes to answer its first small question, command line included."""

import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to"
EXAMPLES = HOW_TO / "examples"
SEATING = HOW_TO / "seat-people-at-tables"
TIMES = 3

QUESTIONS: dict[str, tuple[str, ...]] = {
    "mix": (str(SEATING / "people.csv"), "--tables", "6", "--rounds", "3", "--rules", str(SEATING / "rules.toml")),
    "site": (str(EXAMPLES / "teams.csv"), str(EXAMPLES / "sites.csv"), "--open", "5"),
    "dates": (str(EXAMPLES / "date-teams.csv"), "--from", "2027-01-11", "--to", "2027-03-26"),
    "timetable": (
        str(EXAMPLES / "sessions.csv"), str(EXAMPLES / "rooms.csv"), "--periods", "9:00, 10:15 / 13:00, 14:15",
        "--wishes", str(EXAMPLES / "wishes.csv"),
    ),
    "reach": (str(EXAMPLES / "reach-ties.csv"), "--people", str(EXAMPLES / "reach-people.csv"), "-k", "6"),
}  # fmt: skip


def run(data: Path | None, peer: Path | None) -> str:
    del data, peer
    subprocess.run([sys.executable, "-m", "groundswell.cli", "warm"], check=True, capture_output=True)
    lines = [
        f"The first answer of a fresh process after `groundswell warm` (bar: 1.5 s; least of {TIMES} on the clock, and",
        "the processor time of that process; the small questions are those of the how-to pages)",
        f"  {'command':<12} {'clock s':>8} {'CPU s':>8} {'load':>6}",
    ]
    for name, words in QUESTIONS.items():
        tries = [asked(name, words) for _ in range(TIMES)]
        wall, cpu = min(tries)
        lines.append(f"  {name:<12} {wall:>8.2f} {cpu:>8.2f} {os.getloadavg()[0]:>6.1f}")
    return "\n".join(lines)


def asked(name: str, words: tuple[str, ...]) -> tuple[float, float]:
    """Seconds on the clock and of the processor until the answer is printed."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.monotonic()
    command = [sys.executable, "-m", "groundswell.cli", name, *words, "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = time.monotonic() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    if "Preparing" in done.stderr or not json.loads(done.stdout):
        raise AssertionError(done.stderr)
    return seconds, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
