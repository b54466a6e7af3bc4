"""From a question to a timetable: the door to the search, behind which everything heavy stands."""

from collections import defaultdict

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Deadline, Limit, Progress
from groundswell.engines.timetable.anneal import anneal
from groundswell.engines.timetable.arrays import Long, Numbers, Whole, numbers
from groundswell.engines.timetable.attend import seat
from groundswell.engines.timetable.bounds import bound
from groundswell.engines.timetable.converge import Convergence
from groundswell.engines.timetable.model import Clash, Placed, Question, Severity, Timetable

DEFAULT_STEPS = 24_000_000
STEPS_A_PAIR = 5_000
"""For each two sessions, so that small questions are answered at once."""
RUNS = 3, 8
"""Fewest and most runs; so many of a million steps or more as the steps allow: a few long ones beat one."""
RUN_STEPS = 1_000_000
TRIES = 6
"""Further runs where no timetable was found."""
CHUNKS = 20
"""A run is cooled in so many calls, between which the clock is looked at."""
CONVERGENCES = 6
"""Times that it is asked again where participants are left without a joint session."""
FEW = 16
"""Sessions up to which it is asked so often even after everyone has one."""
PROBE = 100_000
"""Steps of a first quick run, which tells how many steps fit into the time."""


class Search:
    """Runs of annealing that share the best timetable."""

    def __init__(self, given: Numbers, deadline: Deadline, progress: Progress) -> None:
        self.given = given
        self.deadline = deadline
        self.progress = progress
        self.best: tuple[int, int] = (1 << 40, 1 << 40)
        self.lowest = 0  # clashes that no timetable has fewer of
        self.at = given.at
        self.where = given.where
        self.cut_short = False

    def run(
        self, weight: Long, *, hard: int, steps: int, hot: float, cold: float, seed: int, share: float, of: float
    ) -> None:
        """Cool from hot to cold in chunks, each from where the last one ended; `share` of all is done, this is `of`."""
        given = self.given
        at, where = given.at, given.where
        factor = (cold / hot) ** (1 / CHUNKS)
        for chunk in range(CHUNKS):
            self.progress(min(1.0, share + of * chunk / CHUNKS), f"Searching: {self.best[1]:,} clashes so far")
            if self.deadline.over() and self.best[0] < 1 << 40:
                self.cut_short = True
                return
            broken, clashes, best_at, best_where, at, where = anneal(
                given,
                weight,
                at,
                where,
                hard,
                max(1, steps // CHUNKS),
                hot * factor**chunk,
                hot * factor ** (chunk + 1),
                seed * 1000 + chunk,
            )
            if (broken, clashes) < self.best:
                self.best = (broken, clashes)
                self.at, self.where = best_at, best_where
            if self.best == (0, self.lowest):
                return


def solve(question: Question, *, limit: Limit, seed: int, progress: Progress) -> Timetable:
    """Answer a question that `check` has passed.

    Where participants are left without a joint session, it is asked again with rules that give them one.
    """
    deadline = limit.start()
    best = made = _solve(question, question, limit=limit, seed=seed, progress=progress)
    convergence = Convergence(question)
    few = len(question.sessions) <= FEW and made.without_joint
    for _ in range(CONVERGENCES):
        if not (best.without_joint or few) or best.cut_short or deadline.over():
            break
        # Where few sessions make it quick, another joint session is tried for each, which may clash less.
        asked = convergence.asked([missed.person for missed in made.without_joint] or list(convergence.chosen))
        if asked is None:
            break
        rest = Limit(None if limit.seconds is None else deadline.left(), limit.steps)
        try:
            made = _solve(question, asked, limit=rest, seed=seed, progress=progress)
        except Infeasible:
            continue
        best = min(best, made, key=lambda one: (len(one.without_joint), one.clashes))
    return best


def _solve(question: Question, asked: Question, *, limit: Limit, seed: int, progress: Progress) -> Timetable:
    """Search for a timetable of what is `asked`, the question with further rules, and seat people by the question."""
    given = numbers(asked)
    deadline = limit.start()
    # A part of the time is kept for seating people.
    search = Search(given, Limit(None if limit.seconds is None else 0.8 * limit.seconds).start(), progress)
    search.lowest = lowest = bound(question, given)
    wanted = min(DEFAULT_STEPS, STEPS_A_PAIR * len(question.sessions) ** 2) if limit.steps is None else limit.steps
    typical = max(1.0, float(given.clash.sum(axis=1).mean()) / given.allowed.shape[1])
    hard = int(10 + 4 * typical)
    warm, cold = max(0.5, 0.25 * typical), max(0.15, 0.01 * typical)
    steps = wanted
    if limit.seconds is not None:
        steps = min(wanted, _steps_in_time(search, hard=hard, hot=warm, cold=cold, seed=seed))
    runs = min(max(RUNS[0], steps // RUN_STEPS), RUNS[1])
    for turn in range(runs + TRIES):
        if turn >= runs and search.best[0] == 0:
            break
        # Every other run starts so hot that hard rules are broken on the way: what they keep apart is reached through it.
        search.run(
            given.clash,
            hard=hard,
            steps=steps // runs,
            hot=hard if turn % 2 else warm,
            cold=cold,
            seed=seed + turn,
            share=turn / (runs if turn < runs else runs + TRIES),
            of=1 / runs,
        )
        if search.best[0] > 0 and turn < runs:
            hard *= 2
        if search.best == (0, lowest) or search.cut_short:
            break
    if search.best[0] > 0:
        raise _cannot(question, given, search)
    _spread_strands(search, hard, seed, steps // 100)
    placed = _placed(question, search.at, search.where)
    progress(0.95, "Seating people")
    seating = seat(question, placed, deadline)
    progress(1.0, "Done")
    clash_list = clashes(question, given, search.at)
    return Timetable(
        placed,
        search.best[1],
        min(lowest, search.best[1]),
        clash_list,
        seating.attends,
        seating.met,
        seating.bound,
        seating.missed,
        seating.without_joint,
        search.cut_short or (steps < wanted and search.best[1] > lowest),
    )


def _steps_in_time(search: Search, *, hard: int, hot: float, cold: float, seed: int) -> int:
    """Tell from a quick run how many steps fit into the time, so that the last temperature is reached in it."""
    started = search.deadline.elapsed()
    search.run(search.given.clash, hard=hard, steps=PROBE, hot=hot, cold=cold, seed=seed, share=0.0, of=0.0)
    pace = (search.deadline.elapsed() - started) / PROBE
    return max(PROBE, int(0.9 * search.deadline.left() / pace))


def _spread_strands(search: Search, hard: int, seed: int, steps: int) -> None:
    """Among timetables as good, put sessions of one strand at different times."""
    given = search.given
    if not given.same_strand.any() or search.deadline.over():
        return
    scale = int(given.same_strand.sum()) + 1
    broken, weight, at, where, _, _ = anneal(
        given,
        given.clash * scale + given.same_strand,
        search.at,
        search.where,
        hard * scale,
        max(1, steps),
        2.0,
        0.2,
        seed,
    )
    if broken == 0 and weight // scale <= search.best[1]:
        search.best = (0, weight // scale)
        search.at, search.where = at, where


def _placed(question: Question, at: Whole, where: Whole) -> dict[str, Placed]:
    return {
        session.id: Placed(question.rooms[where[number]].id, question.periods[at[number]].id)
        for number, session in enumerate(question.sessions)
    }


def clashes(question: Question, given: Numbers, at: Whole) -> tuple[Clash, ...]:
    """List pairs at the same time that somebody wants both, the worst first."""
    wants: defaultdict[str, set[str]] = defaultdict(set)
    for wish in question.wishes:
        wants[wish.session].add(wish.person)
    found = []
    for first, second in zip(*np.nonzero(np.triu(given.clash)), strict=True):
        if at[first] >= at[second] + given.length[second] or at[second] >= at[first] + given.length[first]:
            continue
        names = question.sessions[first].id, question.sessions[second].id
        both = len(wants[names[0]] & wants[names[1]])
        share = both / max(1, min(len(wants[names[0]]), len(wants[names[1]])))
        severity = Severity.HIGH if share >= 0.25 else Severity.MIDDLE if share >= 0.1 else Severity.LOW
        found.append(Clash(*names, int(given.clash[first, second]), both, severity))
    return tuple(sorted(found, key=lambda clash: (-clash.weight, clash.first, clash.second)))


def _far(given: Numbers, room: int, other: int) -> bool:
    """Whether the two rooms are at two sites."""
    return min(given.site[room], given.site[other]) >= 0 and bool(given.site[room] != given.site[other])


def _cannot(question: Question, given: Numbers, search: Search) -> Infeasible:
    """Say which rules are still broken in the best timetable found."""
    at = search.at
    broken = []
    for first, session in enumerate(question.sessions):
        if at[first] < 0:
            broken.append(f"{session.id} finds no free room that suits it")
            continue
        for second in range(first + 1, len(question.sessions)):
            other = question.sessions[second]
            if at[second] < 0:
                continue
            ends, other_ends = at[first] + given.length[first], at[second] + given.length[second]
            shared = sorted(set(session.people) & set(other.people))
            if shared and at[first] < other_ends and at[second] < ends:
                broken.append(f"{', '.join(shared)} cannot be in {session.id} and {other.id} at once")
            elif (
                shared
                and _far(given, search.where[first], search.where[second])
                and (
                    (ends == at[second] and not given.pause[ends - 1])
                    or (other_ends == at[first] and not given.pause[other_ends - 1])
                )
            ):
                broken.append(f"{', '.join(shared)} would change the site between {session.id} and {other.id}")
            if given.before[first, second] and at[second] < ends:
                broken.append(f"{session.id} comes before {other.id}")
            if given.before[second, first] and at[first] < other_ends:
                broken.append(f"{other.id} comes before {session.id}")
    return Infeasible(
        "No timetable was found that keeps all hard rules. These could not be kept together; loosen one of them, add a "
        "room or a period.",
        conflicts=tuple(broken[:12]),
    )
