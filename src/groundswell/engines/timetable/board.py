"""The board of the timetable: which session stands in which room when, and finding it a room."""

# ruff: noqa: PLR0917 - kernels take arrays, many and by position

from numba import njit

from groundswell.engines.timetable.arrays import Numbers, Whole

FREE = -1
CLOSED = -2


@njit(cache=True)
def is_free(room: int, start: int, length: int, held: Whole) -> bool:
    for t in range(start, start + length):  # noqa: SIM110 - numba compiles no generator
        if held[room, t] != FREE:
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
            held[where[s], t] = FREE
        at[s] = -1
        where[s] = -1


@njit(cache=True)
def find_room(given: Numbers, s: int, start: int, held: Whole, where: Whole, queue: Whole, earlier: Whole) -> int:
    """Find a free room that fits, the smallest first; else let sessions of one period change rooms in a chain. -1: none.

    Breadth first over rooms: a room that is held leads to those in which its session could be. `queue` and `earlier`
    are room for the search, one place for each room.
    """
    length = given.length[s]
    if length > 1:
        for r in given.ranked:
            if given.fits[s, r] and is_free(r, start, length, held):
                return int(r)
        return -1
    waiting = 0
    for q in range(earlier.shape[0]):
        earlier[q] = -2  # not seen yet
    for r in given.ranked:
        if given.fits[s, r]:
            earlier[r] = -1
            queue[waiting] = r
            waiting += 1
    done = 0
    while done < waiting:
        r = int(queue[done])
        done += 1
        o = int(held[r, start])
        if o == FREE:
            while earlier[r] >= 0:
                q = int(earlier[r])
                o = int(held[q, start])
                held[r, start] = o
                where[o] = r
                r = q
            held[r, start] = FREE
            return r
        if o == CLOSED or given.length[o] > 1 or given.fixed[o]:
            continue
        for q in given.ranked:
            if given.fits[o, q] and earlier[q] == -2:
                earlier[q] = r
                queue[waiting] = q
                waiting += 1
    return -1


@njit(cache=True)
def keep(held: Whole, t: int, old: int, spare: Whole) -> None:
    """Copy the two periods that a move may change, for `undo`."""
    for r in range(held.shape[0]):
        spare[0, r] = held[r, t]
        spare[1, r] = held[r, max(0, old)]


@njit(cache=True)
def undo(
    given: Numbers,
    s: int,
    old: int,
    room: int,
    o: int,
    t: int,
    other: int,
    held: Whole,
    at: Whole,
    where: Whole,
    spare: Whole,
) -> None:
    """Put s back at `old` in `room`, and o at t in the room `other`, and the two periods as `keep` has seen them."""
    release(s, given.length[s], held, at, where)
    if o >= 0:
        release(o, given.length[o], held, at, where)
    for r in range(held.shape[0]):
        held[r, t] = spare[0, r]
        if spare[0, r] >= 0:
            where[spare[0, r]] = r
        if old >= 0:
            held[r, old] = spare[1, r]
            if spare[1, r] >= 0:
                where[spare[1, r]] = r
    if old >= 0:
        hold(s, room, old, given.length[s], held, at, where)
    if o >= 0:
        hold(o, other, t, given.length[o], held, at, where)


@njit(cache=True)
def move(
    given: Numbers,
    s: int,
    t: int,
    o: int,
    held: Whole,
    at: Whole,
    where: Whole,
    spare: Whole,
    queue: Whole,
    earlier: Whole,
) -> bool:
    """Move s to t, and o (-1: none), which stands at t, to where s was. False, and nothing changed, without rooms."""
    old, room = int(at[s]), int(where[s])
    other = int(where[o]) if o >= 0 else -1
    keep(held, t, old, spare)
    release(s, given.length[s], held, at, where)
    if o >= 0:
        release(o, given.length[o], held, at, where)
    r = find_room(given, s, t, held, where, queue, earlier)
    if r >= 0:
        hold(s, r, t, given.length[s], held, at, where)
        if o < 0:
            return True
        r = find_room(given, o, old, held, where, queue, earlier)
        if r >= 0:
            hold(o, r, old, given.length[o], held, at, where)
            return True
    undo(given, s, old, room, o, t, other, held, at, where, spare)
    return False


@njit(cache=True)
def change_room(given: Numbers, s: int, room: int, held: Whole, at: Whole, where: Whole) -> bool:
    """Move s to that room in its hour; who stands there at the same hours changes with it. False: it cannot be."""
    start, length, old = int(at[s]), int(given.length[s]), int(where[s])
    if room == old or not given.fits[s, room]:
        return False
    o = int(held[room, start])
    if o >= 0 and (at[o] != start or given.length[o] != length or given.fixed[o] or not given.fits[o, old]):
        return False
    if o < 0 and not is_free(room, start, length, held):
        return False
    release(s, length, held, at, where)
    if o >= 0:
        release(o, length, held, at, where)
        hold(o, old, start, length, held, at, where)
    hold(s, room, start, length, held, at, where)
    return True
