"""The search of the timetable: simulated annealing over starts and rooms.

Sessions always stand in a room that fits and is free, at a start that is allowed, or are not placed yet. What is
weighed: sessions not placed, people who would have to be in two places, order that is broken (all three at `hard`
each), and the clash weight of pairs that run at the same time.
"""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

import numpy as np
from numba import njit
from numpy.typing import NDArray

type Whole = NDArray[np.int32]
type Long = NDArray[np.int64]
type Flags = NDArray[np.bool_]


@njit(cache=True)
def is_free(room: int, start: int, length: int, held: Whole) -> bool:
    for t in range(start, start + length):  # noqa: SIM110 - numba compiles no generator
        if held[room, t] >= 0:
            return False
    return True


@njit(cache=True)
def hold(s: int, room: int, start: int, length: int, held: Whole, at: Whole, where: Whole) -> None:
    for t in range(start, start + length):
        held[room, t] = s
    at[s] = start
    where[s] = room


@njit(cache=True)
def release(s: int, length: int, held: Whole, at: Whole, where: Whole) -> None:
    if at[s] >= 0:
        for t in range(at[s], at[s] + length):
            held[where[s], t] = -1
        at[s] = -1
        where[s] = -1


@njit(cache=True)
def in_two_places(s: int, o: int, length: Whole, site: Whole, pause: Flags, at: Whole, where: Whole) -> bool:
    """Whether nobody can do both: they overlap, or follow each other at two sites with no time between."""
    ends = at[s] + length[s]
    other_ends = at[o] + length[o]
    if at[s] < other_ends and at[o] < ends:
        return True
    if site[where[s]] == site[where[o]] or site[where[s]] < 0 or site[where[o]] < 0:
        return False
    if ends == at[o]:
        return not pause[ends - 1]
    return other_ends == at[s] and not pause[other_ends - 1]


@njit(cache=True)
def cost_of(
    s: int,
    hard: int,
    length: Whole,
    clash: Long,
    shared: Flags,
    before: Flags,
    linked: Whole,
    links: Whole,
    site: Whole,
    pause: Flags,
    held: Whole,
    at: Whole,
    where: Whole,
) -> int:
    """Weigh s against everything else that is placed. `links[s, :linked[s]]`: sessions with a person or order shared.

    `pause[t]`: there is time to change the site between period t and the next.
    """
    if at[s] < 0:
        return 4 * hard
    total = 0
    for t in range(at[s], at[s] + length[s]):
        for r in range(held.shape[0]):
            o = held[r, t]
            # A pair that runs together for several periods is counted at the first of them.
            if o >= 0 and o != s and t == max(at[s], at[o]):
                total += clash[s, o]
    for k in range(linked[s]):
        o = links[s, k]
        if at[o] < 0:
            continue
        ends = at[s] + length[s]
        other_ends = at[o] + length[o]
        if shared[s, o] and in_two_places(s, o, length, site, pause, at, where):
            total += hard
        if before[s, o] and at[o] < ends:
            total += hard
        if before[o, s] and at[s] < other_ends:
            total += hard
    return total


@njit(cache=True)
def find_room(
    s: int, start: int, length: Whole, fits: Flags, ranked: Whole, fixed: Flags, held: Whole, at: Whole, where: Whole
) -> int:
    """Find a free room that fits, the smallest first; else let a session of one period change its room. -1: none."""
    for k in range(ranked.shape[0]):
        r = ranked[k]
        if fits[s, r] and is_free(r, start, length[s], held):
            return int(r)
    if length[s] > 1:
        return -1
    for k in range(ranked.shape[0]):
        r = ranked[k]
        if not fits[s, r]:
            continue
        o = held[r, start]
        if o < 0 or length[o] > 1 or fixed[o]:
            continue
        for q in range(ranked.shape[0]):
            r2 = ranked[q]
            if fits[o, r2] and held[r2, start] == -1:
                held[r, start] = -1
                held[r2, start] = o
                where[o] = r2
                return int(r)
    return -1


@njit(cache=True)
def measure(
    length: Whole, clash: Long, shared: Flags, before: Flags, site: Whole, pause: Flags, at: Whole, where: Whole
) -> tuple[int, int]:
    """Count broken hard rules and the clash weight from nothing."""
    n = length.shape[0]
    broken = 0
    weight = 0
    for s in range(n):
        if at[s] < 0:
            broken += 4
            continue
        for o in range(s + 1, n):
            if at[o] < 0:
                continue
            ends = at[s] + length[s]
            other_ends = at[o] + length[o]
            if at[s] < other_ends and at[o] < ends:
                weight += clash[s, o]
            if shared[s, o] and in_two_places(s, o, length, site, pause, at, where):
                broken += 1
            if (before[s, o] and at[o] < ends) or (before[o, s] and at[s] < other_ends):
                broken += 1
    return broken, weight


@njit(cache=True)
def place_rest(
    hard: int,
    length: Whole,
    clash: Long,
    shared: Flags,
    before: Flags,
    linked: Whole,
    links: Whole,
    fits: Flags,
    allowed: Flags,
    ranked: Whole,
    site: Whole,
    pause: Flags,
    fixed: Flags,
    held: Whole,
    at: Whole,
    where: Whole,
) -> None:
    """Put every session that is not placed where it does least harm now."""
    n, periods = allowed.shape
    # Sessions with the fewest places go first.
    choices = np.empty(n)
    for s in range(n):
        choices[s] = fits[s].sum() * allowed[s].sum() / length[s]
    for place in np.argsort(choices):
        k = int(place)
        if at[k] >= 0:
            continue
        best = 1 << 60
        best_t = -1
        for t in range(periods):
            if not allowed[k, t]:
                continue
            r = find_room(k, t, length, fits, ranked, fixed, held, at, where)
            if r < 0:
                continue
            hold(k, r, t, length[k], held, at, where)
            c = cost_of(k, hard, length, clash, shared, before, linked, links, site, pause, held, at, where)
            release(k, length[k], held, at, where)
            if c < best:
                best = c
                best_t = t
        if best_t >= 0:
            r = find_room(k, best_t, length, fits, ranked, fixed, held, at, where)
            hold(k, r, best_t, length[k], held, at, where)


@njit(cache=True)
def anneal(
    length: Whole,
    clash: Long,
    shared: Flags,
    before: Flags,
    linked: Whole,
    links: Whole,
    fits: Flags,
    allowed: Flags,
    ranked: Whole,
    site: Whole,
    pause: Flags,
    closed: Flags,
    fixed: Flags,
    at0: Whole,
    where0: Whole,
    hard: int,
    steps: int,
    hot: float,
    cold: float,
    seed: int,
) -> tuple[int, int, Whole, Whole, Whole, Whole]:
    """Improve the timetable (at0, where0) for so many proposals.

    Return broken rules, clash weight, starts and rooms of the best, then starts and rooms of the last timetable.

    `allowed[session, start]`, `fits[session, room]`, `closed[room, period]`; `fixed` sessions keep start and room.
    """
    np.random.seed(seed)
    n = length.shape[0]
    rooms, periods = closed.shape
    held = np.full((rooms, periods), -1, np.int32)
    for r in range(rooms):
        for t in range(periods):
            if closed[r, t]:
                held[r, t] = n  # stands for a session without weight that never moves
    at = np.full(n + 1, -1, np.int32)
    where = np.full(n + 1, -1, np.int32)
    wide_length = np.ones(n + 1, np.int32)
    wide_clash = np.zeros((n + 1, n + 1), np.int64)
    wide_fixed = np.ones(n + 1, np.bool_)
    # One by one: to assign into a slice would compile a message about shapes, for seconds.
    for s in range(n):
        wide_length[s] = length[s]
        wide_fixed[s] = fixed[s]
        for o in range(n):
            wide_clash[s, o] = clash[s, o]
    at[n] = -1000
    for s in range(n):
        r, t = int(np.int64(where0[s])), int(np.int64(at0[s]))
        if t >= 0 and is_free(r, t, length[s], held):
            hold(s, r, t, length[s], held, at, where)
    place_rest(
        hard,
        wide_length,
        wide_clash,
        shared,
        before,
        linked,
        links,
        fits,
        allowed,
        ranked,
        site,
        pause,
        wide_fixed,
        held,
        at,
        where,
    )
    broken, weight = measure(length, clash, shared, before, site, pause, at, where)
    now = hard * broken + weight
    best_now = now
    best_broken = broken
    best_weight = weight
    best_at = at[:n].copy()
    best_where = where[:n].copy()
    movable = np.flatnonzero(~fixed)
    if movable.shape[0] == 0:
        return best_broken, best_weight, best_at, best_where, best_at, best_where
    for step in range(steps):
        heat = hot * (cold / hot) ** (step / steps)
        if best_now == 0:
            break
        s = movable[np.random.randint(movable.shape[0])]
        t = np.random.randint(periods)
        if not allowed[s, t] or t == at[s]:
            continue
        old_t = int(np.int64(at[s]))  # one kind of number everywhere: each other one would be compiled anew
        old_r = int(np.int64(where[s]))
        o = -1
        if old_t >= 0 and np.random.random() < 0.6:
            o = held[np.random.randint(rooms), t]
            if o == n or (
                o >= 0 and (fixed[o] or o == s or at[o] != t or length[o] != length[s] or not allowed[o, old_t])
            ):
                continue
        earlier = cost_of(s, hard, wide_length, wide_clash, shared, before, linked, links, site, pause, held, at, where)
        o_r = -1
        if o >= 0:
            o_r = where[o]
            release(s, length[s], held, at, where)
            earlier += cost_of(
                o, hard, wide_length, wide_clash, shared, before, linked, links, site, pause, held, at, where
            )
            release(o, length[o], held, at, where)
        else:
            release(s, length[s], held, at, where)
        # Rooms that re-rooming changes in the two periods are put back from these copies if the move is refused.
        column_t = held[:, t].copy()
        column_old = held[:, max(0, old_t)].copy()
        r = find_room(s, t, wide_length, fits, ranked, wide_fixed, held, at, where)
        r2 = -1
        after = 0
        good = r >= 0
        if good:
            hold(s, r, t, length[s], held, at, where)
            if o >= 0:
                after += (
                    cost_of(
                        s, hard, wide_length, wide_clash, shared, before, linked, links, site, pause, held, at, where
                    )
                    - 0
                )
                r2 = find_room(o, old_t, wide_length, fits, ranked, wide_fixed, held, at, where)
                if r2 >= 0:
                    hold(o, r2, old_t, length[o], held, at, where)
                    after += cost_of(
                        o, hard, wide_length, wide_clash, shared, before, linked, links, site, pause, held, at, where
                    )
                else:
                    good = False
            else:
                after += cost_of(
                    s, hard, wide_length, wide_clash, shared, before, linked, links, site, pause, held, at, where
                )
        delta = after - earlier
        if good and (delta <= 0 or np.random.random() < np.exp(-delta / heat)):
            now += delta
            if now < best_now:
                b, w = measure(length, clash, shared, before, site, pause, at, where)
                now = hard * b + w
                if now < best_now:
                    best_now = now
                    best_broken = b
                    best_weight = w
                    best_at = at[:n].copy()
                    best_where = where[:n].copy()
            continue
        if r >= 0:
            release(s, length[s], held, at, where)
        if o >= 0 and r2 >= 0:
            release(o, length[o], held, at, where)
        for q in range(rooms):
            if column_t[q] >= 0 and column_t[q] < n:
                where[column_t[q]] = q
            held[q, t] = column_t[q]
            if old_t >= 0:
                if column_old[q] >= 0 and column_old[q] < n:
                    where[column_old[q]] = q
                held[q, old_t] = column_old[q]
        if old_t >= 0:
            hold(s, old_r, old_t, length[s], held, at, where)
        if o >= 0:
            hold(o, o_r, t, length[o], held, at, where)
    return best_broken, best_weight, best_at, best_where, at[:n].copy(), where[:n].copy()
