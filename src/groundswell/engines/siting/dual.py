"""Lower bounds by Lagrangean relaxation of "each team goes to exactly one site".

With a multiplier per team, every site earns what its best set of teams brings under their multipliers (for a site with
a capacity the linear knapsack), and the `most` sites that earn most are chosen. For any multipliers the sum is at most
the best cost; a deflected subgradient raises it. The value is that of the linear program with its strong constraints,
and branching on sites (`branch.py`) closes what is left.

`state[site]`: 1 must be open, -1 must not, 0 free. `by_site[site, team]` is the transposed cost. `order[team]` are the
sites that may be open by rising cost, `ways[team]` these costs.
"""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

import numpy as np
from numba import njit
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int32]
type Flags = NDArray[np.bool_]
type States = NDArray[np.int8]

NEVER = 1e300


@njit(cache=True)
def in_order(cost: Floats, order: Whole, state: States) -> tuple[Whole, Floats]:
    """Leave out the sites that must not be open, and write the costs in the same order: it is read again and again."""
    n, m = order.shape
    count = 0
    for j in range(m):
        if state[j] >= 0:
            count += 1
    left = np.empty((n, count), np.int32)
    ways = np.empty((n, count))
    for u in range(n):
        place = 0
        for k in range(m):
            i = order[u, k]
            if state[i] >= 0:
                left[u, place] = i
                ways[u, place] = cost[u, i]
                place += 1
    return left, ways


@njit(cache=True)
def earn_open(worth: Floats, order: Whole, ways: Floats, profit: Floats) -> None:
    """Add to `profit[site]` what the site earns without capacity; order[team] is sorted, so most sites are never seen."""
    for u in range(ways.shape[0]):
        for k in range(ways.shape[1]):
            c = ways[u, k] - worth[u]
            if c >= 0:
                break
            profit[order[u, k]] += c


@njit(cache=True)
def earn_limited(
    worth: Floats, by_site: Floats, size: Floats, capacity: Floats, state: States, sent: Floats, profit: Floats
) -> None:
    """Add what each site earns within its capacity (linear knapsack); `sent[site, team]` is the share it takes."""
    m, n = by_site.shape
    ratio = np.empty(n)
    index = np.empty(n, np.int32)
    for j in range(m):
        sent[j, :] = 0.0
        if state[j] < 0:
            continue
        count = 0
        people = 0.0
        for u in range(n):
            c = by_site[j, u] - worth[u]
            if c < 0:
                index[count] = u
                ratio[count] = c / size[u]
                count += 1
                people += size[u]
        if people <= capacity[j]:
            for k in range(count):
                u = index[k]
                sent[j, u] = 1.0
                profit[j] += by_site[j, u] - worth[u]
            continue
        ranked = np.argsort(ratio[:count])
        left = capacity[j]
        for k in range(count):
            u = index[ranked[k]]
            share = min(1.0, left / size[u])
            sent[j, u] = share
            profit[j] += share * (by_site[j, u] - worth[u])
            left -= size[u]
            if left <= 0:
                break


@njit(cache=True)
def choose(profit: Floats, state: States, most: int, picked: Flags) -> float:
    """Pick the sites that must be open and then those that lower the sum most; return their sum."""
    total = 0.0
    taken = 0
    earning = np.empty(profit.shape[0], np.int32)
    count = 0
    for j in range(profit.shape[0]):
        picked[j] = state[j] == 1
        if picked[j]:
            total += profit[j]
            taken += 1
        elif state[j] == 0 and profit[j] < 0:
            earning[count] = j
            count += 1
    earning = earning[:count]
    ranked = np.argsort(profit[earning])
    for k in range(min(count, most - taken)):
        j = earning[ranked[k]]
        picked[j] = True
        total += profit[j]
    return total


@njit(cache=True)
def unserved(worth: Floats, by_site: Floats, limited: bool, picked: Flags, sent: Floats, slope: Floats) -> None:
    """Write the subgradient: one minus how often each team was taken."""
    slope[:] = 1.0
    for j in range(picked.shape[0]):
        if not picked[j]:
            continue
        for u in range(slope.shape[0]):
            if limited:
                slope[u] -= sent[j, u]
            elif by_site[j, u] < worth[u]:
                slope[u] -= 1.0


@njit(cache=True)
def ascend(
    worth: Floats,
    by_site: Floats,
    order: Whole,
    ways: Floats,
    size: Floats,
    capacity: Floats,
    limited: bool,
    price: Floats,
    state: States,
    most: int,
    upper: float,
    target: float,
    steps: int,
    stride: float,
    patience: int,
) -> tuple[float, Floats, Floats, Flags, Floats, float]:
    """Raise the bound from the multipliers `worth` until `target`, no progress, or so many steps.

    Return the bound, its multipliers, the profits and the picked sites there, how often each site was picked lately
    (0 to 1, a guess at the linear program's answer), and the stride to go on with (0: it has come to rest).
    """
    m, n = by_site.shape
    here = worth.copy()
    best_worth = worth.copy()
    profit = np.empty(m)
    picked = np.zeros(m, np.bool_)
    best_profit = np.zeros(m)
    best_picked = np.zeros(m, np.bool_)
    often = np.zeros(m)
    sent = np.zeros((m if limited else 1, n if limited else 1))
    slope = np.zeros(n)
    way = np.zeros(n)
    best = -NEVER
    stuck = 0
    done = 0
    while done < steps:
        for j in range(m):
            profit[j] = price[j] if state[j] >= 0 else NEVER
        if limited:
            earn_limited(here, by_site, size, capacity, state, sent, profit)
        else:
            earn_open(here, order, ways, profit)
        value = here.sum() + choose(profit, state, most, picked)
        done += 1
        for j in range(m):
            often[j] += (1.0 if done == 1 else 0.05) * (picked[j] - often[j])
        if value > best:
            if value > best + 1e-5 * (upper - best):
                stuck = 0
            else:
                stuck += 1
            best = value
            best_worth = here.copy()  # to assign into a slice would compile a message about shapes, for seconds
            best_profit = profit.copy()
            best_picked = picked.copy()
        else:
            stuck += 1
        if best >= target:
            break
        if stuck >= patience:
            stride *= 0.6
            stuck = 0
            here = best_worth.copy()
            way[:] = 0.0
            if stride < 1e-3:
                stride = 0.0
                break
            continue
        unserved(here, by_site, limited, picked, sent, slope)
        norm = 0.0
        for u in range(n):
            way[u] = slope[u] + 0.3 * way[u]
            norm += way[u] * way[u]
        if norm == 0.0:
            stride = 0.0
            break
        length = stride * (upper * 1.002 - value) / norm
        for u in range(n):
            here[u] += length * way[u]
    return best, best_worth, best_profit, best_picked, often, stride
