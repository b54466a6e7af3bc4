"""The bar of dates: 200 dates, 1,000 teams, exact, under a second."""

import random
import time
from datetime import date
from pathlib import Path

from groundswell.engines import warm
from groundswell.engines.dates import CalendarDay, Kind, Place, Question, Team, best_dates
from groundswell.engines.dates.files import weekdays
from groundswell.engines.dates.verify import problems


def made_up(seed: int, days: int) -> Question:
    """1,000 teams of 300 districts in 58 counties, 15 % of answers no, few substitutes."""
    rng = random.Random(seed)
    dates = weekdays(date(2027, 1, 4), date(2027, 12, 31))[:200]
    teams = tuple(
        Team(
            f"team {number}",
            f"district {number % 300}",
            f"county {number % 300 % 58}",
            rng.randint(3, 8),
            rng.randint(1, 5),
            rng.choice([None, 1, 2, 3]),
            34 + 7 * rng.random(),
            -122 + 4 * rng.random(),
        )
        for number in range(1000)
    )
    return Question(
        teams,
        dates,
        days,
        frozenset((team.id, day) for team in teams for day in dates if rng.random() < 0.15),
        tuple(
            CalendarDay(day, Kind.BLACKOUT, "local", f"district {rng.randrange(300)}") for day in dates for _ in "12345"
        ),
        {f"district {number}": rng.randint(3, 12) for number in range(300)},
        sites=tuple(Place(f"site {number}", 34 + 7 * rng.random(), -122 + 4 * rng.random()) for number in range(58)),
    )


def run(data: Path | None, peer: Path | None) -> str:
    warm.prepare("dates")
    lines = ["Dates: 200 dates, 1,000 teams, exact (bar: 1 s)"]
    best_dates(made_up(9, 1))
    for seed, days in ((1, 1), (2, 1), (3, 2)):
        question = made_up(seed, days)
        wall, cpu = time.monotonic(), time.process_time()
        dates = best_dates(question)
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        found = problems(question, dates) if seed == 1 else None
        checked = "" if found is None else f"; the verifier, counting another way, finds {len(found)} faults"
        best = ", ".join(f"{choice.start.isoformat()} {choice.people:,}" for choice in dates.best)
        lines.append(f"  seed {seed}, {days} day(s): {wall:.2f} s ({cpu:.2f} s CPU); best {best}{checked}")
    return "\n".join(lines)
