"""From a question to a timetable: the door to the search, behind which everything heavy stands."""

from collections import defaultdict
from dataclasses import replace

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Deadline, Limit, Progress
from groundswell.engines.timetable.anneal import anneal
from groundswell.engines.timetable.arrays import Flags, Long, Numbers, Whole, numbers
from groundswell.engines.timetable.attend import seat
from groundswell.engines.timetable.bounds import bound
from groundswell.engines.timetable.check import rooms_for
from groundswell.engines.timetable.model import Clash, Placed, Question, Severity, Timetable

DEFAULT_STEPS = 3_000_000
STEPS_A_SESSION = 25_000
"""Small questions get fewer steps, so that they are answered at once."""
RUNS = 3
TRIES = 12
"""How often the sites of sessions are drawn where no timetable was found."""
CHUNKS = 20
"""A run is cooled in so many calls, between which the clock is looked at."""


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

    def run(self, weight: Long, *, hard: int, steps: int, hot: float, cold: float, seed: int, share: float) -> None:
        """Cool from hot to cold in chunks, each from where the last one ended best."""
        given = self.given
        at, where = given.at, given.where
        factor = (cold / hot) ** (1 / CHUNKS)
        for chunk in range(CHUNKS):
            self.progress(min(1.0, share + chunk / CHUNKS / RUNS), f"Searching: {self.best[1]:,} clashes so far")
            if self.deadline.over() and self.best[0] < 1 << 40:
                self.cut_short = True
                return
            broken, clashes, best_at, best_where, at, where = anneal(
                given.length,
                weight,
                given.shared,
                given.before,
                given.linked,
                given.links,
                given.fits,
                given.allowed,
                given.ranked,
                given.site,
                given.pause,
                given.closed,
                given.fixed,
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

    Where participants are left without a joint session, it is tried again with the joint sessions in larger rooms.
    """
    made = _solve(question, limit=limit, seed=seed, progress=progress)
    roomier = larger_joint(question) if made.without_joint and not made.cut_short else question
    if roomier == question:
        return made
    try:
        again = _solve(roomier, limit=limit, seed=seed, progress=progress)
    except Infeasible:
        return made
    return again if len(again.without_joint) < len(made.without_joint) else made


def larger_joint(question: Question) -> Question:
    """Expect so many in each joint session that all participants find a seat, as far as rooms are large enough."""
    joint = [session for session in question.sessions if session.joint]
    each = -(-len({wish.person for wish in question.wishes}) // max(1, len(joint)))
    sizes = {}
    for session in joint:
        rooms = [question.rooms[place].capacity for place in rooms_for(question, session)]
        largest = max(each if capacity is None else capacity for capacity in rooms)
        sizes[session.id] = max(session.size, min(each, largest))
    return replace(
        question,
        sessions=tuple(replace(session, size=sizes.get(session.id, session.size)) for session in question.sessions),
    )


def _solve(question: Question, *, limit: Limit, seed: int, progress: Progress) -> Timetable:
    given = numbers(question)
    deadline = limit.start()
    # A part of the time is kept for seating people.
    search = Search(given, Limit(None if limit.seconds is None else 0.8 * limit.seconds).start(), progress)
    steps = min(DEFAULT_STEPS, STEPS_A_SESSION * len(question.sessions)) if limit.steps is None else limit.steps
    typical = max(1.0, float(given.clash.sum(axis=1).mean()) / given.allowed.shape[1])
    hard = int(10 + 4 * typical)
    search.lowest = lowest = bound(question, given)
    for turn in range(RUNS):
        search.run(
            given.clash,
            hard=hard,
            steps=steps // RUNS,
            hot=0.5 * typical,
            cold=max(0.15, 0.01 * typical),
            seed=seed + turn,
            share=turn / RUNS,
        )
        if search.best[0] > 0:
            hard *= 4
        if search.best == (0, lowest) or search.cut_short:
            break
    if search.best[0] > 0:
        _try_hotter(search, hard=hard, steps=steps // RUNS, typical=typical, seed=seed)
    if search.best[0] > 0:
        raise _cannot(question, given, search)
    _spread_strands(search, hard, seed, steps // 20)
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
        search.cut_short,
    )


def _try_hotter(search: Search, *, hard: int, steps: int, typical: float, seed: int) -> None:
    """Try again so hot that hard rules may be broken on the way, with people who share sessions at one site each.

    The search chooses hours and takes the smallest free room; it cannot tell that a larger one would spare its people
    the way between two sites.
    """
    given = search.given
    sites = np.unique(given.site[given.site >= 0])
    rng = np.random.default_rng(seed)
    group = _groups(given.shared)
    cold, share = max(0.15, 0.01 * typical), 1 - 1 / RUNS
    for turn in range(TRIES):
        if len(sites) > 1 and turn % 2:
            site = rng.choice(sites, len(group))[group]
            near = given.fits & ((given.site == site[:, None]) | (given.site < 0))
            search.given = replace(given, fits=np.where(near.any(axis=1)[:, None], near, given.fits))
        search.run(
            given.clash, hard=hard, steps=steps // 4, hot=0.5 * hard, cold=cold, seed=seed + RUNS + turn, share=share
        )
        search.given = given
        if search.best[0] == 0 or search.cut_short:
            break
    if search.best[0] == 0 and not search.cut_short:
        search.given = replace(given, at=search.at, where=search.where)
        search.run(
            given.clash, hard=hard, steps=steps, hot=0.5 * typical, cold=cold, seed=seed + RUNS + TRIES, share=share
        )
    search.given = given


def _groups(shared: Flags) -> Whole:
    """Number the sessions so that those that share a person, also through others, have one number."""
    group = np.arange(len(shared), dtype=np.int32)
    for first, second in zip(*np.nonzero(shared), strict=True):
        group[group == group[first]] = group[second]
    return group


def _spread_strands(search: Search, hard: int, seed: int, steps: int) -> None:
    """Among timetables as good, put sessions of one strand at different times."""
    given = search.given
    if not given.same_strand.any() or search.deadline.over():
        return
    scale = int(given.same_strand.sum()) + 1
    broken, weight, at, where, _, _ = anneal(
        given.length,
        given.clash * scale + given.same_strand,
        given.shared,
        given.before,
        given.linked,
        given.links,
        given.fits,
        given.allowed,
        given.ranked,
        given.site,
        given.pause,
        given.closed,
        given.fixed,
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
