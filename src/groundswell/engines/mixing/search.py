"""The search around the compiled core: a first seating, a warm run with gentle weights, a cool one with strict weights."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.mixing import kernels
from groundswell.engines.mixing.measure import Counts, Weights, count, gentle, meetings, prices, strict, sums
from groundswell.engines.mixing.problem import FORBIDDEN, Array, Problem
from groundswell.engines.mixing.start import first_seating
from groundswell.engines.progress import Deadline, Limit, Progress

CHUNK = 100_000
"""Steps between two looks at the clock."""


@dataclass(frozen=True)
class Task:
    """What may change: `rounds` (from 0); `past[R, P]` holds the tables of the others; `planned` the plan to stay near."""

    problem: Problem
    rounds: list[int]
    past: Array | None = None
    planned: Array | None = None
    floor: tuple[int, ...] = ()
    warm: Array | None = None
    """A seating to start from, gently: rows (rounds) of -1 are still to be seated."""
    """A key that no seating can be below: the search stops where it is reached."""


@dataclass(frozen=True)
class Found:
    """The best seating found, `table[R, P]`."""

    table: Array
    counts: Counts
    steps: int
    cut_short: bool
    method: str = "search"


@dataclass(frozen=True)
class Watch:
    """The clock, and whom to tell."""

    deadline: Deadline
    progress: Progress
    begin: float
    end: float
    mild: bool = False
    """Whether the first seating is good already and must not be melted."""

    def tell(self, share: float) -> None:
        """Report the share of this run."""
        self.progress(self.begin + (self.end - self.begin) * share, "Seating people")


def default_steps(problem: Problem) -> int:
    """Steps for one run: about a second for a day of 120 people."""
    return int(min(20_000_000, max(200_000, 4_000 * problem.present.sum())))


def budgets(problem: Problem, limit: Limit) -> Iterator[tuple[int, float, float]]:
    """Steps of each run, and where it begins and ends in the whole work: short runs first, for the easy cases.

    With a limit in seconds and none in steps, runs grow without end.
    """
    whole = default_steps(problem) if limit.steps is None else limit.steps
    short, middle = whole // 12, whole // 4
    for steps, begin, end in ((short, 0.0, 0.08), (middle, 0.08, 0.33), (whole - short - middle, 0.33, 1.0)):
        if steps > 0:
            yield steps, begin, end
    while limit.seconds is not None and limit.steps is None:
        whole *= 2
        yield whole, 0.99, 1.0


def search(task: Task, *, seed: int, limit: Limit, deadline: Deadline, progress: Progress) -> Found:
    """Anneal within a budget of steps, in runs each from a seating of its own; stop where nothing better can exist.

    Raises `Infeasible` where no first seating is found.
    """
    order = task.problem.gathering.rules.aims
    best: Found | None = None
    steps, cut = 0, False
    for run, (budget, begin, end) in enumerate(budgets(task.problem, limit)):
        rng = np.random.default_rng([seed, run])
        start = first_seating(task.problem, rng, task.rounds, task.planned)
        if start is None:
            if best is None:
                raise Infeasible("No seating keeps the sizes of the tables and the teams.")
            continue
        mild = task.warm is not None and run % 2 == 0
        if task.warm is not None and mild:
            start = np.where(task.warm >= 0, task.warm, start)
        found = one_run(task, start, rng, budget, Watch(deadline, progress, begin, end, mild=mild))
        steps += found.steps
        if best is None or found.counts.key(order) < best.counts.key(order):
            best = found
        if best.counts.key(order) <= task.floor:
            break
        cut = deadline.over()
        if cut:
            break
    assert best is not None
    progress(1.0, "Seating people")
    return Found(best.table, best.counts, steps, cut)


def hard_rules(problem: Problem) -> bool:
    """Whether there are rules that the search has to find its way into."""
    return bool(problem.needs.names) or bool(problem.apart.any())


def one_run(task: Task, start: Array, rng: np.random.Generator, budget: int, watch: Watch) -> Found:
    """Run both passes from a first seating."""
    problem, moves = task.problem, task.planned is not None
    table = start if task.past is None else np.where(start >= 0, start, task.past)
    soft, exact = gentle(problem, moves=moves), strict(problem, moves=moves)
    bits = np.array([rng.integers(1, 1 << 63)], dtype=np.uint64)
    levels = [weight for weight in (soft.hard, soft.moved, *soft.aims.values()) if weight > 0]
    share = 0.8 if exact is not None and len(levels) > 2 else 1.0
    heat = 0.2 if watch.mild else 1.5 if hard_rules(problem) else 0.6
    first = Pass(soft, max(1, int(budget * share)), heat * levels[1], min(0.15, heat / 2), 0.0, share)
    table, steps, cut = anneal(task, table, first, bits, watch)
    counts = count(problem, table, task.planned, task.rounds)
    if share < 1 and not cut and counts.key(problem.gathering.rules.aims) > task.floor and exact is not None:
        second = Pass(
            exact,
            max(1, budget - first.steps),
            0.7 * sorted({exact.moved, *exact.aims.values()} - {0})[min(1, len(exact.aims) - 1)],
            0.1,
            share,
            1.0,
        )
        other, more, cut = anneal(task, table, second, bits, watch)
        steps += more
        recount = count(problem, other, task.planned, task.rounds)
        if recount.key(problem.gathering.rules.aims) < counts.key(problem.gathering.rules.aims):
            table, counts = other, recount
    return Found(table, counts, steps, cut)


@dataclass(frozen=True)
class Pass:
    """One cooling: the weights, the steps, the temperatures, and which part of the whole work it is."""

    weights: Weights
    steps: int
    hot: float
    cold: float
    begin: float
    end: float


def anneal(task: Task, table: Array, cooling: Pass, bits: Array, watch: Watch) -> tuple[Array, int, bool]:
    """Run one cooling in chunks; return the best seating, the steps used and whether the time was over too soon."""
    problem, weights = task.problem, cooling.weights
    first, again = prices(problem, weights)
    seat, place, taken = seats(problem, table)
    table = table.copy()
    needed, given = sums(problem, table)
    met = meetings(problem, table)
    fee = np.where(problem.allowed, 0, FORBIDDEN).astype(np.int64)
    if task.planned is not None:
        home = task.planned
        away = (np.arange(problem.size.shape[1])[None, None, :] != home[:, :, None]) & (home[:, :, None] >= 0)
        fee = np.where(problem.allowed, weights.moved * away, FORBIDDEN).astype(np.int64)
    now = count(problem, table, task.planned, task.rounds).price(weights)
    cost = np.array([now, now], dtype=np.int64)
    goal = floor_price(task, weights, count(problem, table, task.planned, task.rounds).forced)
    best = seat.copy()
    free = np.array(task.rounds, dtype=np.int64)
    done = 0
    cut = False
    while done < cooling.steps and cost[1] > goal:
        chunk = min(CHUNK, cooling.steps - done)
        kept = cost[1]
        trial = best.copy()
        used = kernels.anneal(
            seat, table, place, problem.size, problem.low, taken, problem.teams.team, problem.teams.members,
            problem.teams.length, met, problem.version, first, again, problem.needs.need, problem.needs.give, needed,
            given, problem.needs.kind, fee, task.planned is not None, weights.hard, free, trial, cost, bits, chunk,
            cooling.hot, cooling.cold, done, cooling.steps, goal,
        )  # fmt: skip
        if cost[1] < kept:
            best = trial
        done += used
        watch.tell(cooling.begin + (cooling.end - cooling.begin) * done / cooling.steps)
        if watch.deadline.over():
            cut = done < cooling.steps and cost[1] > goal
            break
    result = np.full(table.shape, -1, dtype=np.int64)
    for number, t, j in np.argwhere(best >= 0):
        result[number, best[number, t, j]] = t
    return result, done, cut


def floor_price(task: Task, weights: Weights, forced: int) -> int:
    """Price of the key that nothing is below, or -1."""
    if not task.floor:
        return -1
    order = task.problem.gathering.rules.aims
    aims = dict(zip(order, task.floor[2:], strict=True))
    return Counts(task.floor[0], task.floor[1], aims, forced).price(weights)


def seats(problem: Problem, table: Array) -> tuple[Array, Array, Array]:
    """Give each person a seat at the table: `seat[R, T, S]`, `place[R, P]`, `taken[R, T]`."""
    rounds, people = table.shape
    capacity = max(int(problem.size.max()), int(max(np.bincount(row[row >= 0]).max(initial=0) for row in table)))
    seat = np.full((rounds, problem.size.shape[1], capacity), -1, dtype=np.int64)
    place = np.full((rounds, people), -1, dtype=np.int64)
    taken = np.zeros(problem.size.shape, dtype=np.int64)
    for number, row in enumerate(table):
        for p in np.flatnonzero(row >= 0):
            t = row[p]
            place[number, p] = taken[number, t]
            seat[number, t, taken[number, t]] = p
            taken[number, t] += 1
    return seat, place, taken
