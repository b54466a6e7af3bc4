"""What cascades show about ties: who could have passed a practice on to whom, and when."""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.errors import InputError
from groundswell.engines.reach.network import Floats, Ints, Longs
from groundswell.engines.reach.reading import read_day
from groundswell.engines.tables import Table

DISTINCT = 30
"""Up to so many different delays each has a bin of its own; beyond, bins hold equally many."""

BINS = 16


@dataclass(frozen=True, eq=False)
class Cascades:
    """Uptakes: practice, person and time, in any order. `end` is when watching stopped."""

    practice: Ints
    person: Ints
    time: Floats
    end: float


@dataclass(frozen=True, eq=False)
class Exposure:
    """For each uptake, the ties that may explain it with the bin of their delay; for ties that did not, time left.

    `trials[t]` counts the cascades in which tie t had its chance. `waiting` is person-time without the practice.
    """

    trials: Floats
    event_start: Longs
    event_size: Longs
    event_tie: Ints
    event_bin: Ints
    open_tie: Ints
    open_bin: Ints
    width: Floats
    middle: Floats
    span: float
    waiting: float


def expose(people: int, source: Ints, target: Ints, cascades: Cascades) -> Exposure:
    """Line uptakes up with ties."""
    order = np.argsort(source, kind="stable")
    low = np.searchsorted(source[order], np.arange(people + 1))
    events: list[tuple[Ints, Ints, Floats]] = []
    still: list[tuple[Ints, Floats]] = []
    when = np.full(people, np.inf)
    waiting = 0.0
    rank = np.argsort(cascades.practice, kind="stable")
    edges = np.flatnonzero(np.diff(cascades.practice[rank])) + 1
    for part in np.split(rank, edges):
        who, time = cascades.person[part], cascades.time[part]
        when[who] = np.inf
        np.minimum.at(when, who, time)
        begun = float(time.min())
        active = np.unique(who)
        sizes = low[active + 1] - low[active]
        at = np.repeat(low[active] - np.concatenate([[0], np.cumsum(sizes)[:-1]]), sizes) + np.arange(sizes.sum())
        tie = order[at]
        then, now = when[target[tie]], np.repeat(when[active], sizes)
        hit = (then > now) & np.isfinite(then)
        events.append((target[tie[hit]], tie[hit].astype(np.int32), (then - now)[hit]))
        miss = ~np.isfinite(then) & (now < cascades.end)
        still.append((tie[miss].astype(np.int32), cascades.end - now[miss]))
        waiting += float(np.minimum(when[active], cascades.end).sum() - begun * len(active))
        waiting += (people - len(active)) * max(cascades.end - begun, 0.0)
        when[who] = np.inf
    return _collect(len(source), events, still, waiting)


def _collect(
    ties: int, events: list[tuple[Ints, Ints, Floats]], still: list[tuple[Ints, Floats]], waiting: float
) -> Exposure:
    number = np.concatenate([np.full(len(goal), i, np.int64) for i, (goal, _, _) in enumerate(events)])
    goal = np.concatenate([part[0] for part in events])
    tie = np.concatenate([part[1] for part in events])
    delay = np.concatenate([part[2] for part in events])
    order = np.lexsort((goal, number))
    goal, number, tie, delay = goal[order], number[order], tie[order], delay[order]
    first = np.ones(len(tie), np.bool_)
    first[1:] = (np.diff(goal) != 0) | (np.diff(number) != 0)
    start = np.flatnonzero(first).astype(np.int64)
    size = np.diff(np.append(start, len(tie)))
    open_tie = np.concatenate([part[0] for part in still])
    left = np.concatenate([part[1] for part in still])
    bounds = _bounds(delay)
    trials = np.bincount(tie, minlength=ties) + np.bincount(open_tie, minlength=ties)
    return Exposure(
        trials.astype(np.float64),
        start,
        size,
        tie,
        np.clip(np.searchsorted(bounds, delay, "left") - 1, 0, len(bounds) - 2).astype(np.int32),
        open_tie,
        # Time left that ends inside a bin counts as if the bin were over: bins are short against the watch.
        np.clip(np.searchsorted(bounds, left, "left") - 1, 0, len(bounds) - 2).astype(np.int32),
        np.diff(bounds),
        bounds[1:] if len(np.unique(delay)) <= DISTINCT else (bounds[1:] + bounds[:-1]) / 2,
        float(bounds[-1]),
        waiting,
    )


def _bounds(delay: Floats) -> Floats:
    """Ends of bins: bin b holds delays above `bounds[b]` up to `bounds[b + 1]`."""
    known = np.unique(delay)
    if not len(known):
        return np.array([0.0, 1.0])
    if len(known) <= DISTINCT:
        return np.concatenate([[known[0] - (known[1] - known[0] if len(known) > 1 else known[0])], known]).clip(min=0.0)
    return np.unique(np.concatenate([[0.0], np.quantile(delay, np.linspace(0, 1, BINS + 1)[1:])]))


def cascades_from(table: Table, number: dict[str, int]) -> Cascades:
    """Read `cascade,person,time`; time is a date or a number. People without any tie are left out."""
    practice: dict[str, int] = {}
    found: list[tuple[int, int, float]] = []
    for row in table.rows:
        if not row["cascade"]:
            raise table.problem("The column “cascade” is empty here. Name what was passed on.", row)
        who = number.get(row["person"])
        if who is not None:
            time = _time(table, row["time"]) if _is_number(row["time"]) else None
            if time is None:
                day = read_day(table, row, "time")
                if day is None:
                    raise table.problem("The column “time” is empty here. Give a date or a number.", row)
                time = float(day.toordinal())
            found.append((practice.setdefault(row["cascade"], len(practice)), who, time))
    if not found:
        raise InputError(
            "Nobody in the cascades has a tie. Check that both files use the same ids.", source=table.source
        )
    times = np.array([entry[2] for entry in found])
    return Cascades(
        np.array([entry[0] for entry in found], np.int32),
        np.array([entry[1] for entry in found], np.int32),
        times,
        float(times.max()),
    )


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _time(table: Table, text: str) -> float:
    value = float(text)
    if not np.isfinite(value):
        raise table.problem(f"The column “time” says “{text}”. Give a date or a number.")
    return value
