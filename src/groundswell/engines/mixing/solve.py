"""From a gathering to a plan with its proof. Loaded only when a plan is asked for."""

from dataclasses import replace

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.mixing.bounds import Bounds, bounds, proof
from groundswell.engines.mixing.measure import meetings
from groundswell.engines.mixing.model import REPEATS, Gathering, Mix, Person, Seating
from groundswell.engines.mixing.packing import conflicts
from groundswell.engines.mixing.problem import ANY_SIZE, Array, Problem, build, seats_of
from groundswell.engines.mixing.pure import from_design, is_pure
from groundswell.engines.mixing.search import Found, Task, search
from groundswell.engines.mixing.verifier import check
from groundswell.engines.progress import Limit, Progress

SLACK = (0, 1, 2, 3, ANY_SIZE)
"""By how many people sizes that nobody fixed may give way to rules, one try after the other."""


def mix(gathering: Gathering, *, seed: int, limit: Limit, progress: Progress) -> Mix:
    """Seat everyone in every round; a construction where one fits, else the search."""
    problem = build(gathering)
    rounds = list(range(gathering.rounds))
    return solve(problem, Task(problem, rounds), seed=seed, limit=limit, progress=progress)


def solve(problem: Problem, task: Task, *, seed: int, limit: Limit, progress: Progress) -> Mix:
    """Search with growing slack in sizes that nobody fixed, then prove."""
    order = problem.gathering.rules.aims
    known = bounds(problem)
    deadline = limit.start()
    if is_pure(task):
        warm, design = from_design(task, floor=known.aims[REPEATS], seed=seed, deadline=deadline)
        task = replace(task, warm=warm)
        if design is not None and design.counts.key(order) <= known.floor(order):
            return answer(problem, task, known, design, seed)
    else:
        design = None
    found = None
    for slack in SLACK[:1] if sizes_are_fixed(problem) else SLACK:
        wider = problem if slack == 0 else widened(problem, task, slack)
        known = known if slack == 0 else bounds(wider)
        task = replace(task, problem=wider, floor=known.floor(order))
        try:
            found = search(task, seed=seed, limit=limit, deadline=deadline, progress=progress)
        except Infeasible:
            continue
        if not found.counts.broken:
            break
    if found is None:
        refuse(task)
        raise Infeasible(
            "No seating was found that keeps the sizes of the tables and the teams. Allow other sizes, or part a team.",
            source=problem.gathering.source,
        )
    if design is not None and design.counts.key(order) <= found.counts.key(order):
        found = replace(design, steps=found.steps, cut_short=found.cut_short)
    return answer(task.problem, task, known, found, seed)


def refuse(task: Task) -> None:
    """Raise where the rules of one round are proved to conflict, or no first seating was found."""
    source = task.problem.gathering.source
    found = conflicts(task.problem, task.rounds)
    if found:
        raise Infeasible("These rules cannot all hold. Change one of them.", conflicts=found, source=source)


def sizes_are_fixed(problem: Problem) -> bool:
    """Whether there is nothing to widen."""
    return problem.gathering.tables.low is not None and problem.gathering.tables.high is not None


def widened(problem: Problem, task: Task, slack: int) -> Problem:
    """Widen the sizes of the rounds that may change."""
    wide = build(problem.gathering, slack=slack)
    size, low = problem.size.copy(), problem.low.copy()
    size[task.rounds] = wide.size[task.rounds]
    low[task.rounds] = wide.low[task.rounds]
    return replace(problem, size=size, low=low)


def answer(problem: Problem, task: Task, known: Bounds, found: Found, seed: int) -> Mix:
    """Name the people again, have the plan checked, and put the proof beside it."""
    gathering = problem.gathering
    seating = named(problem, found.table)
    finding = check(gathering, seating, since=task.rounds[0] + 1 if task.rounds else gathering.rounds + 1)
    if finding.broken:
        refuse(task)
        raise Infeasible(
            "No plan was found that keeps all hard rules. Change one of those that the best plan would break.",
            conflicts=finding.broken,
            source=gathering.source,
        )
    happened = int(np.triu(meetings(problem, found.table) > 0, 1).sum())
    result = proof(problem, known, found.counts, happened)
    if (finding.repeats, finding.happened) != (result.repeats.count, happened):
        raise AssertionError("the verifier counts otherwise than the search")
    moves = moves_of(problem, task, found.table)
    return Mix(seating, result, seed, found.steps, found.method, found.cut_short, len(moves), moves)


def named(problem: Problem, table: Array) -> Seating:
    """Ids by round and table."""
    ids = [person.id for person in problem.gathering.people]
    return tuple(
        tuple(tuple(ids[p] for p in np.flatnonzero(row == t)) for t in range(problem.gathering.tables.count))
        for row in table
    )


def moves_of(problem: Problem, task: Task, table: Array) -> tuple[tuple[int, str, int, int], ...]:
    """Round, id, table before and table now of everyone who changes against the plan."""
    if task.planned is None:
        return ()
    ids = [person.id for person in problem.gathering.people]
    return tuple(
        (number + 1, ids[p], int(task.planned[number, p]) + 1, int(table[number, p]) + 1)
        for number in task.rounds
        for p in np.flatnonzero(
            (task.planned[number] >= 0) & (table[number] >= 0) & (task.planned[number] != table[number])
        )
    )


def remix(
    gathering: Gathering,
    earlier: Seating,
    *,
    from_round: int,
    afresh: bool,
    seed: int,
    limit: Limit,
    progress: Progress,
) -> Mix:
    """Keep the rounds before `from_round` as they were; change the others as little as can be, or make them anew."""
    gathering = with_history(gathering, earlier, from_round)
    problem = build(gathering)
    past = range(from_round - 1)
    happened = seats_of(problem, earlier, past)
    rounds = list(range(from_round - 1, gathering.rounds))
    size, low, allowed = problem.size.copy(), problem.low.copy(), problem.allowed.copy()
    for number in past:
        row = happened[number]
        size[number] = low[number] = np.bincount(row[row >= 0], minlength=gathering.tables.count)
        allowed[number] = True
    if not afresh:
        loosen(gathering, size, low, rounds)
    problem = replace(problem, size=size, low=low, allowed=allowed)
    planned = None if afresh else seats_of(problem, earlier, range(from_round - 1, min(len(earlier), gathering.rounds)))
    if planned is not None:
        planned[~problem.present] = -1
    made = solve(problem, Task(problem, rounds, happened, planned), seed=seed, limit=limit, progress=progress)
    return replace(made, seating=(*earlier[: from_round - 1], *made.seating[from_round - 1 :]))


def loosen(gathering: Gathering, size: Array, low: Array, rounds: list[int]) -> None:
    """Let tables whose sizes nobody fixed be one emptier or fuller than even, so that fewer people have to move."""
    if gathering.tables.high is None:
        size[rounds] += size[rounds] > 0
    if gathering.tables.low is None:
        low[rounds] = np.maximum(low[rounds] - 1, np.minimum(low[rounds], 1))


def with_history(gathering: Gathering, earlier: Seating, from_round: int) -> Gathering:
    """Give everyone the past rounds in which they had a seat, and those who have left a place in the list."""
    was_there: dict[str, set[int]] = {}
    for number, tables in enumerate(earlier[: from_round - 1], start=1):
        for table in tables:
            for someone in table:
                was_there.setdefault(someone, set()).add(number)
    future = set(range(from_round, gathering.rounds + 1))
    people = [
        replace(
            person,
            rounds=frozenset(
                was_there.get(person.id, set())
                | (future & (person.rounds or future) if person.rounds is not None else future)
            ),
        )
        for person in gathering.people
    ]
    known = {person.id for person in gathering.people}
    people += [
        Person(someone, someone, rounds=frozenset(rounds), site=next(iter(gathering.tables.sites), ""))
        for someone, rounds in was_there.items()
        if someone not in known
    ]
    return replace(gathering, people=tuple(people))
