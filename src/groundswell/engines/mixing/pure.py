"""Gatherings without hard rules: plans from constructions, with people put on their places so that the other aims hold."""

from dataclasses import replace

import numpy as np

from groundswell.engines.mixing import designs, starter_kernels, starter_search
from groundswell.engines.mixing.measure import count, gentle, meetings, prices
from groundswell.engines.mixing.problem import Array, Problem
from groundswell.engines.mixing.search import Found, Task
from groundswell.engines.progress import Deadline

LABEL_STEPS = 3_000
"""Exchanges of two people's places, for each person, when they are put on a design."""


def is_pure(task: Task) -> bool:
    """Whether all are there in all rounds, anyone may sit anywhere with anyone, and sizes may be even."""
    problem = task.problem
    people, tables = problem.present.shape[1], problem.size.shape[1]
    return (
        task.past is None
        and not problem.needs.names
        and not problem.apart.any()
        and not problem.together.any()
        and bool(problem.present.all())
        and bool(problem.allowed.all())
        and bool((problem.low <= people // tables).all() and (problem.size >= -(-people // tables)).all())
        and people >= tables
    )


def from_design(task: Task, *, floor: int, seed: int, deadline: Deadline) -> tuple[Array | None, Found | None]:
    """Return a plan from a construction: weeks to start the search from, and the whole plan where it is long enough.

    `floor` is the least number of repeats: only where it is 0 is it worth while to look for a new construction.
    """
    problem = task.problem
    rounds, people = problem.present.shape
    tables = problem.size.shape[1]
    weeks = designs.uneven(people, tables)
    if len(weeks) < rounds and people % tables == 0 and floor == 0 and people // tables > 1:
        weeks = max(weeks, starter_search.find(tables, people // tables, rounds, seed, deadline), key=len)
    if len(weeks) < 2:
        return None, None
    table = np.full((rounds, people), -1, dtype=np.int64)
    for number, week in enumerate(weeks[:rounds]):
        for place, group in enumerate(week):
            table[number, list(group)] = place
    if len(weeks) < rounds:
        return table, None
    table = settle(problem, table, seed)
    return table, Found(table, count(problem, table, None, task.rounds), 0, cut_short=False, method="design")


def settle(problem: Problem, table: Array, seed: int) -> Array:
    """Put people on the places of a design so that as few as can be sit with others of their county and so on."""
    first, _ = prices(problem, replace(gentle(problem, moves=False), hard=0))
    rng = np.random.default_rng(seed)
    label = rng.permutation(table.shape[1])
    if first.any():
        met = meetings(problem, table).astype(np.int64)
        bits = np.array([rng.integers(1, 1 << 63)], dtype=np.uint64)
        steps = LABEL_STEPS * table.shape[1]
        starter_kernels.settle(met, first[0], label, bits, steps, float(first.max()), 0.2)
    settled = np.empty_like(table)
    settled[:, label] = table
    return settled
