"""Small questions as one integer program for HiGHS."""

import numpy as np

from groundswell.engines.integer import Program, solve
from groundswell.engines.siting.work import Work

SECONDS = 20.0


def solve_exactly(work: Work) -> None:
    """Offer the optimum and prove it, or what HiGHS has when the time is over."""
    given = work.given
    n, m = given.cost.shape
    width = n * m + m
    opened = n * m + np.arange(m)
    least = np.concatenate([np.zeros(n * m), given.fixed.astype(float)])
    program = Program(np.concatenate([given.cost.ravel(), given.price]), least, np.ones(width))
    for team in range(n):
        program.add(team * m + np.arange(m), 1, 1)
    room = np.minimum(given.capacity, given.size.sum())
    for site in range(m):
        program.add([*range(site, n * m, m), opened[site]], -np.inf, 0, [*given.size, -room[site]])
    for way in range(n * m):
        program.add([way, opened[way % m]], -np.inf, 0, [1.0, -1.0])
    program.add(opened, 0, given.most)
    result = solve(program, seconds=max(0.1, min(SECONDS, work.deadline.left())), gap=0.0)
    work.cut_short |= result.cut_short
    if result.x is not None:
        values = np.round(result.x)
        chosen = np.flatnonzero(values[n * m :] > 0).astype(np.int32)
        sent = values[: n * m].reshape(n, m).argmax(axis=1)
        cost = float(given.cost[np.arange(n), sent].sum() + given.price[chosen].sum())
        work.offer(cost, chosen, np.searchsorted(chosen, sent).astype(np.int32))
    if result.bound is not None and np.isfinite(work.cost):
        work.raise_bound(result.bound - 1e-6)
