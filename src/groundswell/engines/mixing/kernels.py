# ruff: noqa: PLR0917 - compiled functions take their arrays one by one
"""The compiled search: annealing by swaps in one round, with counts of who met whom kept up to date.

Arrays, with R rounds, P people, T tables, S seats at the biggest table, K needs:
`seat[R, T, S]` person or -1 for an empty seat; `table[R, P]`, `place[R, P]` where a person sits, -1 where absent;
`team[R, P]` the team kept together in that round or -1; `members[teams, M]` with `length[teams]`;
`met[P, P]` how often two sit together; `first[V, P, P]`, `again[V, P, P]` the price of a first and of each further
meeting, where `version[R]` says which of the V lists holds in a round;
`need[P, K]`, `give[P, K]` what a person needs and gives at a table, `needed[R, T, K]`, `given[R, T, K]` their sums;
`fee[R, P, T]` the price of a seat (used where `fees`), below 0 where the table is not allowed.
"""

from typing import Any

import numpy as np
from numba import njit

PATIENCE = 512  # steps between two changes of the temperature


@njit(cache=True, inline="always")
def draw(rng: Any) -> Any:
    """Next 64 random bits (xorshift64*)."""
    x = rng[0]
    x ^= x >> np.uint64(12)
    x ^= x << np.uint64(25)
    x ^= x >> np.uint64(27)
    rng[0] = x
    return x * np.uint64(2685821657736338717)


@njit(cache=True, inline="always")
def below(rng: Any, n: Any) -> Any:
    """Random whole number from 0 to n - 1."""
    return np.int64(((draw(rng) >> np.uint64(32)) * np.uint64(n)) >> np.uint64(32))


@njit(cache=True, inline="always")
def share(rng: Any) -> Any:
    """Random number in [0, 1)."""
    return np.float64(draw(rng) >> np.uint64(11)) * (1.0 / 9007199254740992.0)


@njit(cache=True)
def choose_exchange(
    rng: Any, r: Any, b: Any, p: Any, seat: Any, size: Any, team: Any, members: Any, length: Any, out: Any, back: Any
) -> Any:
    """Choose what goes to table b (`p` and its team) and, seat for seat, what comes back. Return how many, or 0.

    `back` gets whole teams, single people and empty seats (-1); a team that does not fit is left where it is.
    """
    width = 0
    if p >= 0 and team[r, p] >= 0:
        k = team[r, p]
        width = length[k]
        for i in range(width):
            out[i] = members[k, i]
    else:
        width = 1
        out[0] = p
    seats = size[r, b]
    if width > seats:
        return 0
    got = 0
    start = below(rng, seats)
    for i in range(seats):
        j = start + i
        if j >= seats:
            j -= seats
        q = seat[r, b, j]
        if q < 0 or team[r, q] < 0:
            back[got] = q
            got += 1
        else:
            k = team[r, q]
            taken = False
            for h in range(got):
                if back[h] == q:
                    taken = True
                    break
            if taken or got + length[k] > width:
                continue
            for h in range(length[k]):
                back[got] = members[k, h]
                got += 1
        if got == width:
            return width
    return 0


@njit(cache=True)
def price_of_exchange(
    r: Any,
    a: Any,
    b: Any,
    width: Any,
    out: Any,
    back: Any,
    seat: Any,
    size: Any,
    met: Any,
    first: Any,
    again: Any,
    moving: Any,
) -> Any:
    """Change of the price of meetings when `out` goes from a to b and `back` from b to a."""
    delta = np.int64(0)
    for i in range(width):
        if out[i] >= 0:
            moving[out[i]] = True
        if back[i] >= 0:
            moving[back[i]] = True
    for side in range(2):
        t = a if side == 0 else b
        for j in range(size[r, t]):
            z = seat[r, t, j]
            if z < 0 or moving[z]:
                continue
            for i in range(width):
                leaves = out[i] if side == 0 else back[i]
                comes = back[i] if side == 0 else out[i]
                if leaves >= 0:
                    delta -= first[leaves, z] if met[leaves, z] == 1 else again[leaves, z]
                if comes >= 0:
                    delta += first[comes, z] if met[comes, z] == 0 else again[comes, z]
    for i in range(width):
        if out[i] >= 0:
            moving[out[i]] = False
        if back[i] >= 0:
            moving[back[i]] = False
    return delta


@njit(cache=True)
def price_of_swap(
    r: Any, a: Any, b: Any, p: Any, q: Any, seat: Any, size: Any, met: Any, first: Any, again: Any
) -> Any:
    """Change of the price of meetings when single `p` of table a and `q` of table b (-1: nobody) change seats."""
    delta = np.int64(0)
    for j in range(size[r, a]):
        z = seat[r, a, j]
        if z >= 0 and z != p:
            delta -= first[p, z] if met[p, z] == 1 else again[p, z]
            if q >= 0:
                delta += first[q, z] if met[q, z] == 0 else again[q, z]
    for j in range(size[r, b]):
        z = seat[r, b, j]
        if z >= 0 and z != q:
            delta += first[p, z] if met[p, z] == 0 else again[p, z]
            if q >= 0:
                delta -= first[q, z] if met[q, z] == 1 else again[q, z]
    return delta


@njit(cache=True)
def price_of_needs(
    r: Any, a: Any, b: Any, width: Any, out: Any, back: Any, need: Any, give: Any, needed: Any, given: Any, hard: Any
) -> Any:
    """Change of the price of unmet needs: at a table that gives none of a kind, each need of that kind counts."""
    delta = np.int64(0)
    for k in range(need.shape[1]):
        n = np.int64(0)
        g = np.int64(0)
        for i in range(width):
            if out[i] >= 0:
                n += need[out[i], k]
                g += give[out[i], k]
            if back[i] >= 0:
                n -= need[back[i], k]
                g -= give[back[i], k]
        if n == 0 and g == 0:
            continue
        delta += unmet(needed[r, a, k] - n, given[r, a, k] - g) - unmet(needed[r, a, k], given[r, a, k])
        delta += unmet(needed[r, b, k] + n, given[r, b, k] + g) - unmet(needed[r, b, k], given[r, b, k])
    return delta * hard


@njit(cache=True, inline="always")
def unmet(needed: Any, given: Any) -> Any:
    """Count the unmet needs of one kind at a table. (Where more than one must give, `given` starts below 0.)"""
    return needed if given <= 0 else np.int64(0)


@njit(cache=True)
def apply_exchange(
    r: Any,
    a: Any,
    b: Any,
    width: Any,
    out: Any,
    back: Any,
    seat: Any,
    size: Any,
    table: Any,
    place: Any,
    met: Any,
    moving: Any,
) -> Any:
    """Carry the exchange out in the seats and in the counts of meetings."""
    for i in range(width):
        if out[i] >= 0:
            moving[out[i]] = True
        if back[i] >= 0:
            moving[back[i]] = True
    for side in range(2):
        t = a if side == 0 else b
        for j in range(size[r, t]):
            z = seat[r, t, j]
            if z < 0 or moving[z]:
                continue
            for i in range(width):
                leaves = out[i] if side == 0 else back[i]
                comes = back[i] if side == 0 else out[i]
                if leaves >= 0:
                    met[leaves, z] -= 1
                    met[z, leaves] -= 1
                if comes >= 0:
                    met[comes, z] += 1
                    met[z, comes] += 1
    for i in range(width):
        if out[i] >= 0:
            moving[out[i]] = False
        if back[i] >= 0:
            moving[back[i]] = False
    swap_seats(r, a, b, width, out, back, seat, size, table, place)


@njit(cache=True)
def swap_seats(
    r: Any, a: Any, b: Any, width: Any, out: Any, back: Any, seat: Any, size: Any, table: Any, place: Any
) -> Any:
    """Give each that goes the seat of its counterpart. Empty seats are found by looking."""
    for i in range(width):
        p, q = out[i], back[i]
        if p >= 0:
            i_seat = place[r, p]
        else:
            i_seat = empty_seat(r, a, seat, size)
        if q >= 0:
            j_seat = place[r, q]
        else:
            j_seat = empty_seat(r, b, seat, size)
        seat[r, a, i_seat] = q
        seat[r, b, j_seat] = p
        if q >= 0:
            table[r, q] = a
            place[r, q] = i_seat
        if p >= 0:
            table[r, p] = b
            place[r, p] = j_seat


@njit(cache=True)
def copy_seats(seat: Any, to: Any) -> None:
    """Copy one by one: to assign into a slice would compile a message about shapes, for seconds."""
    for r in range(seat.shape[0]):
        for t in range(seat.shape[1]):
            for p in range(seat.shape[2]):
                to[r, t, p] = seat[r, t, p]


@njit(cache=True)
def empty_seat(r: Any, t: Any, seat: Any, size: Any) -> Any:
    """Return the first empty seat of a table."""
    for j in range(size[r, t]):
        if seat[r, t, j] < 0:
            return j
    return -1


@njit(cache=True)
def allowed_exchange(r: Any, a: Any, b: Any, width: Any, out: Any, back: Any, taken: Any, low: Any, fee: Any) -> Any:
    """Whether the sizes stay in their bounds and all may sit where they come to."""
    gain = 0
    for i in range(width):
        if out[i] >= 0:
            gain += 1
            if fee[r, out[i], b] < 0:
                return False
        if back[i] >= 0:
            gain -= 1
            if fee[r, back[i], a] < 0:
                return False
    return not (gain > 0 and taken[r, a] - gain < low[r, a]) and not (gain < 0 and taken[r, b] + gain < low[r, b])


@njit(cache=True, nogil=True)
def anneal(
    seat: Any,
    table: Any,
    place: Any,
    size: Any,
    low: Any,
    taken: Any,
    team: Any,
    members: Any,
    length: Any,
    met: Any,
    version: Any,
    first: Any,
    again: Any,
    need: Any,
    give: Any,
    needed: Any,
    given: Any,
    kind: Any,
    fee: Any,
    fees: Any,
    hard: Any,
    free: Any,
    best: Any,
    cost: Any,
    rng: Any,
    steps: Any,
    hot: Any,
    cold: Any,
    done: Any,
    planned: Any,
    goal: Any,
) -> Any:
    """Anneal for `steps` swaps of `planned` (of which `done` are behind us), from temperature hot to cold.

    `cost` holds the price now and the best so far; `best` the seats of the latter. `free` are the rounds that may
    change; `kind[P]` numbers people alike in needs and gifts. Stops early where the best price is `goal` or below.
    Returns the steps used.
    """
    S = seat.shape[2]
    P = table.shape[1]
    out = np.empty(S, np.int64)
    back = np.empty(S, np.int64)
    moving = np.zeros(P, np.bool_)
    warmth = hot
    cooling = (cold / hot) ** (PATIENCE / max(planned, PATIENCE))
    warmth = hot * cooling ** (done // PATIENCE)
    now = cost[0]
    record = cost[1]
    kept = True  # whether `best` holds the seats of `record`
    step = 0
    T = size.shape[1]
    while step < steps:
        step += 1
        if step % PATIENCE == 0:
            warmth *= cooling
        r = free[below(rng, free.shape[0])]
        p = below(rng, P)
        a = table[r, p]
        if a < 0:
            continue
        b = below(rng, T)
        if a == b or size[r, b] == 0:
            continue
        width = choose_exchange(rng, r, b, p, seat, size, team, members, length, out, back)
        if width == 0 or not allowed_exchange(r, a, b, width, out, back, taken, low, fee):
            continue
        v = version[r]
        if width == 1:
            delta = price_of_swap(r, a, b, p, back[0], seat, size, met, first[v], again[v])
        else:
            delta = price_of_exchange(r, a, b, width, out, back, seat, size, met, first[v], again[v], moving)
        uneven = width > 1 or back[0] < 0 or kind[out[0]] != kind[back[0]]
        if uneven:
            delta += price_of_needs(r, a, b, width, out, back, need, give, needed, given, hard)
        if fees:
            for i in range(width):
                if out[i] >= 0:
                    delta += fee[r, out[i], b] - fee[r, out[i], a]
                if back[i] >= 0:
                    delta += fee[r, back[i], a] - fee[r, back[i], b]
        if delta > 0:
            if delta > 40 * warmth or share(rng) >= np.exp(-delta / warmth):
                continue
            if not kept:
                copy_seats(seat, best)
                kept = True
        apply_exchange(r, a, b, width, out, back, seat, size, table, place, met, moving)
        for i in range(width):
            for side in range(2):
                x = out[i] if side == 0 else back[i]
                if x < 0:
                    continue
                source, target = (a, b) if side == 0 else (b, a)
                taken[r, source] -= 1
                taken[r, target] += 1
                if uneven:
                    for k in range(need.shape[1]):
                        needed[r, source, k] -= need[x, k]
                        needed[r, target, k] += need[x, k]
                        given[r, source, k] -= give[x, k]
                        given[r, target, k] += give[x, k]
        now += delta
        if now < record:
            record = now
            kept = False
            if record <= goal:
                break
    if not kept:
        copy_seats(seat, best)
    cost[0] = now
    cost[1] = record
    return step
