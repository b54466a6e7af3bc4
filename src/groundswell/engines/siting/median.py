"""The search of the plain p-median problem: perturb, then exchange an open site for a closed one while that helps.

The bookkeeping (`gain`, `loss`, `extra`) follows Resende and Werneck, "A fast swap-based local search procedure for
location problems", Annals of Operations Research 150 (2007): every team says once what it would gain by an opening and
lose by a closing, and takes it back only when one of its two nearest open sites changes.

Arrays everywhere: `cost[team, site]`, already weighted; `order[team]` the sites by rising cost; `opened[place]` the open
site at each of the p places and `place[site]` the reverse (-1 closed).
"""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

import numpy as np
from numba import njit
from numpy.typing import NDArray

type Floats = NDArray[np.float64]
type Whole = NDArray[np.int32]
type Flags = NDArray[np.bool_]

TINY = 1e-7


@njit(cache=True)
def book(
    u: int,
    sign: float,
    cost: Floats,
    order: Whole,
    place: Whole,
    first: Whole,
    near: Floats,
    next_near: Floats,
    gain: Floats,
    loss: Floats,
    extra: Floats,
) -> None:
    """Write down (+1) or take back (-1) what team u gains and loses by openings and closings."""
    a = near[u]
    b = next_near[u]
    r = place[first[u]]
    loss[r] += sign * (b - a)
    for k in range(order.shape[1]):
        i = order[u, k]
        c = cost[u, i]
        if c >= b:
            break
        if c < a:
            gain[i] += sign * (a - c)
            extra[i, r] += sign * (b - a)
        else:
            extra[i, r] += sign * (b - c)


@njit(cache=True)
def second_open(u: int, cost: Floats, order: Whole, is_open: Flags, first: Whole) -> tuple[int, float]:
    """Find the second nearest open site of u; where there is none, the cost of the farthest site stands for it."""
    for k in range(order.shape[1]):
        i = order[u, k]
        if is_open[i] and i != first[u]:
            return i, cost[u, i]
    return -1, cost[u, order[u, -1]]


@njit(cache=True)
def set_up(
    cost: Floats,
    order: Whole,
    is_open: Flags,
    place: Whole,
    first: Whole,
    second: Whole,
    near: Floats,
    next_near: Floats,
    gain: Floats,
    loss: Floats,
    extra: Floats,
) -> float:
    total = 0.0
    for u in range(cost.shape[0]):
        for k in range(order.shape[1]):
            i = order[u, k]
            if is_open[i]:
                first[u] = i
                near[u] = cost[u, i]
                break
        second[u], next_near[u] = second_open(u, cost, order, is_open, first)
        total += near[u]
        book(u, 1.0, cost, order, place, first, near, next_near, gain, loss, extra)
    return total


@njit(cache=True)
def exchange(
    come: int,
    go: int,
    cost: Floats,
    order: Whole,
    is_open: Flags,
    place: Whole,
    opened: Whole,
    first: Whole,
    second: Whole,
    near: Floats,
    next_near: Floats,
    gain: Floats,
    loss: Floats,
    extra: Floats,
) -> float:
    """Open `come`, close `go`; return the change of the total cost of travel."""
    n = cost.shape[0]
    is_open[come] = True
    is_open[go] = False
    touched = np.empty(n, np.int32)
    count = 0
    for u in range(n):
        if first[u] == go or second[u] == go or cost[u, come] < next_near[u]:
            touched[count] = u
            count += 1
            book(u, -1.0, cost, order, place, first, near, next_near, gain, loss, extra)
    r = place[go]
    place[go] = -1
    place[come] = r
    opened[r] = come
    change = 0.0
    for q in range(count):
        u = int(np.int64(touched[q]))  # one kind of number everywhere: each other one would be compiled anew
        before = near[u]
        c = cost[u, come]
        lost_second = False
        if first[u] == go and c > next_near[u]:
            first[u] = second[u]
            near[u] = next_near[u]
            lost_second = True
        elif first[u] == go:
            first[u] = come
            near[u] = c
            lost_second = second[u] < 0
        elif c < near[u]:
            second[u] = first[u]
            next_near[u] = near[u]
            first[u] = come
            near[u] = c
        elif second[u] == go:
            lost_second = True
        else:
            second[u] = come
            next_near[u] = c
        if lost_second:
            second[u], next_near[u] = second_open(u, cost, order, is_open, first)
        change += near[u] - before
        book(u, 1.0, cost, order, place, first, near, next_near, gain, loss, extra)
    return change


@njit(cache=True)
def best_exchange(
    price: Floats,
    movable: Flags,
    allowed: Whole,
    is_open: Flags,
    opened: Whole,
    gain: Floats,
    loss: Floats,
    extra: Floats,
) -> tuple[int, int]:
    """Find the most profitable pair (come, go); (-1, -1) where none helps."""
    best = TINY
    come = -1
    go = -1
    for k in range(allowed.shape[0]):
        i = allowed[k]
        if is_open[i]:
            continue
        g = gain[i] - price[i]
        for r in range(opened.shape[0]):
            v = g - loss[r] + extra[i, r] + price[opened[r]]
            if v > best and movable[opened[r]]:
                best = v
                come = i
                go = opened[r]
    return come, go


@njit(cache=True)
def search(
    cost: Floats,
    order: Whole,
    price: Floats,
    movable: Flags,
    allowed: Whole,
    start: Whole,
    rounds: int,
    strength: int,
    target: float,
    seed: int,
) -> tuple[float, Whole, int]:
    """Improve `start` (p different sites) for so many rounds, or until `target` is reached.

    `movable[site]` is false for sites that must be open; only `allowed` sites are opened. Return the cost with prices,
    the open sites and the rounds done.
    """
    np.random.seed(seed)
    n, m = cost.shape
    p = start.shape[0]
    is_open = np.zeros(m, np.bool_)
    place = np.full(m, -1, np.int32)
    opened = start.copy()
    now = 0.0
    for r in range(p):
        is_open[opened[r]] = True
        place[opened[r]] = r
        now += price[opened[r]]
    first = np.empty(n, np.int32)
    second = np.empty(n, np.int32)
    near = np.empty(n)
    next_near = np.empty(n)
    gain = np.zeros(m)
    loss = np.zeros(p)
    extra = np.zeros((m, p))
    now += set_up(cost, order, is_open, place, first, second, near, next_near, gain, loss, extra)
    base = np.inf
    home = opened.copy()
    done = 0
    wanted = np.zeros(m, np.bool_)
    while True:
        while True:
            come, go = best_exchange(price, movable, allowed, is_open, opened, gain, loss, extra)
            if come < 0:
                break
            now += price[come] - price[go]
            now += exchange(
                come, go, cost, order, is_open, place, opened, first, second, near, next_near, gain, loss, extra
            )
        if now <= base + TINY:
            base = min(base, now)
            home = opened.copy()
        else:
            wanted[:] = False
            for r in range(p):
                wanted[home[r]] = True
            q = 0
            for r in range(p):
                if wanted[opened[r]]:
                    continue
                while is_open[home[q]]:
                    q += 1
                exchange(
                    int(np.int64(home[q])),
                    int(np.int64(opened[r])),
                    cost,
                    order,
                    is_open,
                    place,
                    opened,
                    first,
                    second,
                    near,
                    next_near,
                    gain,
                    loss,
                    extra,
                )
            now = base
        if done >= rounds or base <= target or allowed.shape[0] == 0:
            return base, home, done
        done += 1
        for _ in range(1 + np.random.randint(strength)):
            come = int(np.int64(allowed[np.random.randint(allowed.shape[0])]))
            go = int(np.int64(opened[np.random.randint(p)]))
            if is_open[come] or not movable[go]:
                continue
            now += price[come] - price[go]
            now += exchange(
                come, go, cost, order, is_open, place, opened, first, second, near, next_near, gain, loss, extra
            )
