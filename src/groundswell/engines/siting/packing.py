"""Sending whole teams to given open sites with capacities.

`seat_price` finds what a seat at each crowded site is worth (the dual of the transportation problem: a lower bound for
these sites); `send` rounds it to whole teams and improves by shifts and exchanges.
"""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

import numpy as np
from numba import njit
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int32]

NEVER = 1e300


@njit(cache=True)
def seat_price(
    cost: Floats, size: Floats, capacity: Floats, sites: Whole, start: Floats, steps: int, upper: float
) -> tuple[float, Floats]:
    """Return a lower bound of the travel to `sites` when teams may be split, and the price of a seat at each."""
    n = cost.shape[0]
    s = sites.shape[0]
    here = start.copy()
    best_price = start.copy()
    best = -NEVER
    way = np.zeros(s)
    load = np.zeros(s)
    stride = 1.0
    stuck = 0
    for _ in range(steps):
        load[:] = 0.0
        value = 0.0
        for u in range(n):
            least = NEVER
            chosen = 0
            for j in range(s):
                c = cost[u, sites[j]] + here[j] * size[u]
                if c < least:
                    least = c
                    chosen = j
            value += least
            load[chosen] += size[u]
        for j in range(s):
            value -= here[j] * capacity[sites[j]]
        if value > best:
            best = value
            best_price = here.copy()
            stuck = 0
        else:
            stuck += 1
            if stuck >= 4:
                stride *= 0.6
                stuck = 0
                here = best_price.copy()
                way[:] = 0.0
                if stride < 0.01:
                    break
                continue
        norm = 0.0
        for j in range(s):
            slope = load[j] - capacity[sites[j]]
            if slope < 0 and here[j] <= 0:
                slope = 0.0
            way[j] = slope + 0.3 * way[j]
            norm += way[j] * way[j]
        if norm == 0.0:
            break
        length = stride * max(upper - value, 0.001 * abs(value)) / norm
        for j in range(s):
            here[j] = max(0.0, here[j] + length * way[j])
    return best, best_price


@njit(cache=True)
def fill(cost: Floats, size: Floats, room: Floats, sites: Whole, seat: Floats, ranked: Whole, where: Whole) -> bool:
    """Send the teams in the order `ranked`, each to its cheapest site with room; false where one finds none."""
    for k in range(ranked.shape[0]):
        u = ranked[k]
        least = NEVER
        chosen = -1
        for j in range(sites.shape[0]):
            if room[j] >= size[u]:
                c = cost[u, sites[j]] + seat[j] * size[u]
                if c < least:
                    least = c
                    chosen = j
        if chosen < 0:
            return False
        where[u] = chosen
        room[chosen] -= size[u]
    return True


@njit(cache=True)
def improve(cost: Floats, size: Floats, room: Floats, sites: Whole, where: Whole, passes: int) -> None:
    """Shift single teams and exchange pairs while that lowers the cost."""
    n = cost.shape[0]
    s = sites.shape[0]
    for _ in range(passes):
        better = False
        for u in range(n):
            gain = -1e-7
            chosen = -1
            for j in range(s):
                if j != where[u] and room[j] >= size[u]:
                    d = cost[u, sites[j]] - cost[u, sites[where[u]]]
                    if d < gain:
                        gain = d
                        chosen = j
            if chosen >= 0:
                room[where[u]] += size[u]
                room[chosen] -= size[u]
                where[u] = chosen
                better = True
        for u in range(n):
            a = where[u]
            mine = cost[u, sites[a]]
            wants = False
            for j in range(s):
                if cost[u, sites[j]] < mine - 1e-9:
                    wants = True
            if not wants:
                continue
            gain = -1e-7
            other = -1
            for w in range(n):
                b = where[w]
                d = cost[u, sites[b]] - mine
                if b == a or d >= 0:
                    continue
                if room[b] + size[w] < size[u] or room[a] + size[u] < size[w]:
                    continue
                d += cost[w, sites[a]] - cost[w, sites[b]]
                if d < gain:
                    gain = d
                    other = w
            if other >= 0:
                b = where[other]
                room[a] += size[u] - size[other]
                room[b] += size[other] - size[u]
                where[u] = b
                where[other] = a
                better = True
        if not better:
            return


@njit(cache=True)
def send(cost: Floats, size: Floats, capacity: Floats, sites: Whole, seat: Floats, passes: int) -> tuple[float, Whole]:
    """Send whole teams to `sites`. Return the cost (NEVER where it did not work out) and each team's place in `sites`.

    Teams with most to lose go first; where that leaves one outside, the largest go first.
    """
    n = cost.shape[0]
    s = sites.shape[0]
    where = np.full(n, -1, np.int32)
    room = np.empty(s)
    rank = np.empty(n)
    for attempt in range(3):
        for j in range(s):
            room[j] = capacity[sites[j]]
        for u in range(n):
            least = NEVER
            second = NEVER
            for j in range(s):
                c = cost[u, sites[j]] + seat[j] * size[u]
                if c < least:
                    second = least
                    least = c
                elif c < second:
                    second = c
            regret = (second - least) / size[u] if s > 1 else 0.0
            rank[u] = -regret * (size[u] if attempt == 1 else 1.0)
            if attempt == 2:
                rank[u] = -size[u]
        ranked = np.argsort(rank).astype(np.int32)
        if fill(cost, size, room, sites, seat, ranked, where):
            improve(cost, size, room, sites, where, passes)
            total = 0.0
            for u in range(n):
                total += cost[u, sites[where[u]]]
            return total, where
    return NEVER, where
