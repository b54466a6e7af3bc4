"""The search of the timetable: simulated annealing over starts and rooms.

Sessions always stand in a room that fits and is free, at a start that is allowed, or are not placed yet. What is
weighed: sessions not placed (four times `hard`), people who would have to be in two places, order that is broken (both
at `hard` each), and the clash weight of pairs that run at the same time.

What each session would weigh at each start against all others where they stand is kept up to date, so that a proposal
costs a few look-ups and rooms are looked for only where its hour is accepted.
"""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

import numpy as np
from numba import njit

from groundswell.engines.timetable.arrays import Long, Numbers, Whole
from groundswell.engines.timetable.board import (
    CLOSED,
    FREE,
    change_room,
    find_room,
    hold,
    is_free,
    move,
    release,
    undo,
)

SWAPS = 0.6
"""The share of proposals that let two sessions change places."""
COOLING = 256
"""Proposals between two temperatures."""


@njit(cache=True)
def clash_between(given: Numbers, weight: Long, hard: int, s: int, t: int, o: int, u: int) -> int:
    """What s starting at t and o starting at u weigh together, without the way between their rooms."""
    ends, other_ends = t + given.length[s], u + given.length[o]
    total = 0
    if t < other_ends and u < ends:
        total += weight[s, o]
    if given.before[s, o] and u < ends:
        total += hard
    if given.before[o, s] and t < other_ends:
        total += hard
    return total


@njit(cache=True)
def add(given: Numbers, weight: Long, hard: int, s: int, t: int, sign: int, load: Long) -> None:
    """Add to `load[start, session]` what s, starting at t, weighs with each; with the sign -1 take it away."""
    periods, n = load.shape
    longest = 1
    for x in range(n):
        longest = max(longest, int(given.length[x]))
    for u in range(max(0, t - longest + 1), t + given.length[s]):
        for x in range(n):
            if u + given.length[x] > t:
                load[u, x] += sign * weight[s, x]
    for k in range(given.linked[s]):
        o = given.links[s, k]
        if given.before[s, o]:
            for u in range(min(periods, t + given.length[s])):
                load[u, o] += sign * hard
        if given.before[o, s]:
            for u in range(max(0, t - given.length[o] + 1), periods):
                load[u, o] += sign * hard


@njit(cache=True)
def trade(
    given: Numbers, weight: Long, hard: int, s: int, t: int, r: int, held: Whole, at: Whole, where: Whole, load: Long,
    moved: Whole,
) -> tuple[bool, int]:  # fmt: skip
    """Let s, which starts at `old`, change places with all that stands in room r from t on, for as long as s takes.

    Return whether that can be, and what weighs more then; the way between rooms is not counted. The same call with the
    place that s came from takes it back. `moved[:, x]` is room for sessions and their new starts.
    """
    old, room, length = int(at[s]), int(where[s]), int(given.length[s])
    if not given.fits[s, r] or (r == room and abs(t - old) < length):
        return False, 0
    moved[0, 0], moved[1, 0] = s, t
    count, hour = 1, t
    while hour < t + length:
        o = int(held[r, hour])
        if o == FREE:
            hour += 1
            continue
        if o == CLOSED or given.fixed[o] or at[o] != hour or hour + given.length[o] > t + length:
            return False, 0
        if not given.fits[o, room] or not given.allowed[o, old + hour - t]:
            return False, 0
        moved[0, count], moved[1, count] = o, old + hour - t
        count += 1
        hour += given.length[o]
    delta = 0
    for x in moved[0, :count]:
        delta -= load[at[x], x]
        add(given, weight, hard, x, at[x], -1, load)
        release(x, given.length[x], held, at, where)
    for place in range(count):
        x, start = int(moved[0, place]), int(moved[1, place])
        delta += load[start, x]
        add(given, weight, hard, x, start, 1, load)
        hold(x, r if place == 0 else room, start, given.length[x], held, at, where)
    return True, delta


@njit(cache=True)
def ways(given: Numbers, at: Whole, where: Whole) -> int:
    """Count pairs that follow each other at two sites with no time between, for somebody who is in both."""
    total = 0
    for s in range(given.length.shape[0]):
        if at[s] < 0 or given.site[where[s]] < 0:
            continue
        ends = at[s] + given.length[s]
        for k in range(given.linked[s]):
            o = given.links[s, k]
            if given.shared[s, o] and at[o] == ends and not given.pause[ends - 1] and given.site[where[o]] >= 0:
                total += given.site[where[s]] != given.site[where[o]]
    return total


@njit(cache=True)
def measure(given: Numbers, clash: Long, at: Whole, where: Whole) -> tuple[int, int]:
    """Count broken hard rules and the clash weight from nothing."""
    n = given.length.shape[0]
    broken = ways(given, at, where)
    weight = 0
    for s in range(n):
        if at[s] < 0:
            broken += 4
            continue
        for o in range(s + 1, n):
            if at[o] < 0:
                continue
            ends, other_ends = at[s] + given.length[s], at[o] + given.length[o]
            if at[s] < other_ends and at[o] < ends:
                weight += clash[s, o]
                broken += given.shared[s, o]
            broken += (given.before[s, o] and at[o] < ends) + (given.before[o, s] and at[s] < other_ends)
    return broken, weight


@njit(cache=True)
def place_rest(
    given: Numbers,
    weight: Long,
    hard: int,
    held: Whole,
    at: Whole,
    where: Whole,
    load: Long,
    queue: Whole,
    earlier: Whole,
) -> None:
    """Put every session that is not placed where it does least harm now."""
    n, periods = given.allowed.shape
    # Sessions with the fewest places go first.
    choices = np.empty(n)
    for s in range(n):
        choices[s] = given.fits[s].sum() * given.allowed[s].sum() / given.length[s]
    for place in np.argsort(choices):
        s = int(place)
        tried = at[s] >= 0
        while not tried:
            best = -1
            for t in range(periods):
                if given.allowed[s, t] and load[t, s] < 1 << 60 and (best < 0 or load[t, s] < load[best, s]):
                    best = t
            if best < 0:
                break
            r = find_room(given, s, best, held, where, queue, earlier)
            if r >= 0:
                hold(s, r, best, given.length[s], held, at, where)
                add(given, weight, hard, s, best, 1, load)
                tried = True
            else:
                load[best, s] += 1 << 60
        for t in range(periods):
            if load[t, s] >= 1 << 60:
                load[t, s] -= 1 << 60


@njit(cache=True)
def anneal(
    given: Numbers,
    clash: Long,
    at0: Whole,
    where0: Whole,
    hard: int,
    steps: int,
    hot: float,
    cold: float,
    seed: int,
) -> tuple[int, int, Whole, Whole, Whole, Whole]:
    """Improve the timetable (at0, where0) for so many proposals, with `clash` as weights of pairs.

    Return broken rules, clash weight, starts and rooms of the best, then starts and rooms of the last timetable.
    """
    np.random.seed(seed)
    n, periods = given.allowed.shape
    rooms = given.closed.shape[0]
    held = np.full((rooms, periods), FREE, np.int32)
    for r in range(rooms):
        for t in range(periods):
            if given.closed[r, t]:
                held[r, t] = CLOSED
    at = np.full(n, -1, np.int32)
    where = np.full(n, -1, np.int32)
    queue, earlier, spare = np.empty(rooms, np.int32), np.empty(rooms, np.int32), np.empty((2, rooms), np.int32)
    weight = np.empty((n, n), np.int64)
    for s in range(n):
        for o in range(n):
            weight[s, o] = clash[s, o] + hard * given.shared[s, o]
    moved = np.empty((2, n), np.int32)
    load = np.zeros((periods, n), np.int64)
    for s in range(n):
        r, t = int(where0[s]), int(at0[s])
        if t >= 0 and is_free(r, t, given.length[s], held):
            hold(s, r, t, given.length[s], held, at, where)
            add(given, weight, hard, s, t, 1, load)
    place_rest(given, weight, hard, held, at, where, load, queue, earlier)
    travels = False
    for r in range(rooms):
        for q in range(rooms):
            travels = travels or (given.site[r] >= 0 and given.site[q] > given.site[r])
    away = ways(given, at, where) if travels else 0
    broken, total = measure(given, clash, at, where)
    now = hard * broken + total
    best = now
    best_at, best_where = at.copy(), where.copy()
    movable = np.flatnonzero(~given.fixed)
    count = movable.shape[0]
    if count == 0:
        return broken, total, best_at, best_where, at, where
    length, allowed, fixed, before = given.length, given.allowed, given.fixed, given.before
    factor = (cold / hot) ** (COOLING / steps)
    heat = hot
    for step in range(steps):
        if step % COOLING == 0:
            heat *= factor
            if best == 0:
                break
        s = movable[int(np.random.random() * count)]
        t = int(np.random.random() * periods)
        old, room = int(at[s]), int(where[s])
        if t == old and length[s] == 1:
            if not travels:
                continue  # short sessions get another room when a room is looked for
            r = int(np.random.random() * rooms)
            if not change_room(given, s, r, held, at, where):
                continue
            then = ways(given, at, where)
            delta = hard * (then - away)
            if delta > 0 and np.random.random() >= np.exp(-delta / heat):
                change_room(given, s, room, held, at, where)
                continue
            away = then
            now += delta
        else:
            if not allowed[s, t]:
                continue
            o = FREE
            if old >= 0 and np.random.random() < SWAPS:
                r = int(np.random.random() * rooms)
                o = int(held[r, t])
                if length[s] > 1 and (o == FREE or (o >= 0 and (length[o] != length[s] or at[o] != t))):
                    can, delta = trade(given, weight, hard, s, t, r, held, at, where, load, moved)
                    if not can:
                        continue
                    then = ways(given, at, where) if travels else away
                    delta += hard * (then - away)
                    if delta > 0 and np.random.random() >= np.exp(-delta / heat):
                        trade(given, weight, hard, s, old, room, held, at, where, load, moved)
                        continue
                    away = then
                    now += delta
                    if now < best:
                        best = now
                        best_at[:] = at
                        best_where[:] = where
                    continue
                if o == CLOSED or (
                    o >= 0 and (fixed[o] or o == s or at[o] != t or length[o] != length[s] or not allowed[o, old])
                ):
                    continue
            delta = load[t, s] - (load[old, s] if old >= 0 else 4 * hard)
            other = -1
            if o >= 0:
                other = int(where[o])
                delta += load[old, o] - load[t, o]
                if length[s] == 1 and not before[s, o] and not before[o, s]:
                    delta -= 2 * weight[s, o]  # each leaves before the other comes
                else:
                    delta -= clash_between(given, weight, hard, s, t, o, t)
                    delta -= clash_between(given, weight, hard, s, old, o, old)
                    delta += clash_between(given, weight, hard, s, old, o, t)
                    delta += clash_between(given, weight, hard, s, t, o, old)
            if delta > 0 and np.random.random() >= np.exp(-delta / heat):
                continue
            if not move(given, s, t, o, held, at, where, spare, queue, earlier):
                continue
            if travels:
                then = ways(given, at, where)
                delta += hard * (then - away)
                if delta > 0 and np.random.random() >= np.exp(-delta / heat):
                    undo(given, s, old, room, o, t, other, held, at, where, spare)
                    continue
                away = then
            if old >= 0:
                add(given, weight, hard, s, old, -1, load)
            add(given, weight, hard, s, t, 1, load)
            if o >= 0:
                add(given, weight, hard, o, t, -1, load)
                add(given, weight, hard, o, old, 1, load)
            now += delta
        if now < best:
            best = now
            for x in range(n):
                best_at[x] = at[x]
                best_where[x] = where[x]
    broken, total = measure(given, clash, best_at, best_where)
    return broken, total, best_at, best_where, at, where
