"""Small questions as one integer program for HiGHS."""

import numpy as np

from groundswell.engines.siting.work import Work

SECONDS = 20.0


def solve_exactly(work: Work) -> None:
    """Offer the optimum and prove it, or what HiGHS has when the time is over."""
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    given = work.given
    n, m = given.cost.shape
    team, site = (index.ravel() for index in np.indices((n, m)))
    ways = np.arange(n * m)
    ones = np.ones(n * m)
    width = n * m + m
    opened = n * m + np.arange(m)
    once = coo_array((ones, (team, ways)), shape=(n, width))
    seats = coo_array(
        (
            np.concatenate([given.size[team], -np.minimum(given.capacity, given.size.sum())]),
            (np.concatenate([site, np.arange(m)]), np.concatenate([ways, opened])),
        ),
        shape=(m, width),
    )
    only_open = coo_array(
        (np.concatenate([ones, -ones]), (np.concatenate([ways, ways]), np.concatenate([ways, opened[site]]))),
        shape=(n * m, width),
    )
    most = coo_array((np.ones(m), (np.zeros(m, int), opened)), shape=(1, width))
    result = milp(
        np.concatenate([given.cost.ravel(), given.price]),
        integrality=np.ones(width),
        bounds=Bounds(np.concatenate([np.zeros(n * m), given.fixed.astype(float)]), np.ones(width)),
        constraints=[
            LinearConstraint(once.tocsr(), 1, 1),
            LinearConstraint(seats.tocsr(), -np.inf, 0),
            LinearConstraint(only_open.tocsr(), -np.inf, 0),
            LinearConstraint(most.tocsr(), 0, given.most),
        ],
        options={"time_limit": max(0.1, min(SECONDS, work.deadline.left())), "mip_rel_gap": 0.0},
    )
    if result.x is not None:
        values = np.round(result.x)
        chosen = np.flatnonzero(values[n * m :] > 0).astype(np.int32)
        sent = values[: n * m].reshape(n, m).argmax(axis=1)
        cost = float(given.cost[np.arange(n), sent].sum() + given.price[chosen].sum())
        work.offer(cost, chosen, np.searchsorted(chosen, sent).astype(np.int32))
    if result.mip_dual_bound is not None and np.isfinite(work.cost):
        work.raise_bound(float(result.mip_dual_bound) - 1e-6)
