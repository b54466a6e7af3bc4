# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Choose the people who hit most sets, one after the other, and bound what any choice could hit."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.reach.network import Ints, Longs, Truths
from groundswell.engines.reach.sampling import Sets


@dataclass(frozen=True, eq=False)
class Cover:
    """People in the order chosen, sets newly hit by each, and the most sets that any k people can hit."""

    chosen: Ints
    gains: Longs
    ceiling: int


def cover(sets: Sets, people: int, k: int, allowed: Truths, already: Truths, given: Ints | None = None) -> Cover:
    """Choose k of the allowed people. Sets hit by those who are in already count for nobody.

    `given` are chosen first; sets may have ended at them, so the ceiling is taken only once they are in.
    """
    first = np.zeros(0, np.int32) if given is None else given
    chosen, gains, ceiling = _cover(people, sets.offset, sets.members, k, allowed, already, first)
    return Cover(chosen, gains, int(ceiling))


def hits(sets: Sets, people: int, chosen: Ints, already: Truths) -> int:
    """Count the sets that the chosen hit and those in already do not."""
    return int(_hits(people, sets.offset, sets.members, chosen, already))


@njit(cache=True, nogil=True)
def _hits(people: Any, offset: Any, members: Any, chosen: Any, already: Any) -> Any:
    mark = np.zeros(people, np.uint8)
    for v in range(people):
        if already[v]:
            mark[v] = 2
    for v in chosen:
        mark[v] = max(mark[v], 1)
    found = 0
    for i in range(len(offset) - 1):
        best = 0
        for at in range(offset[i], offset[i + 1]):
            m = mark[members[at]]
            if m > best:
                best = m
                if m == 2:
                    break
        if best == 1:
            found += 1
    return found


@njit(cache=True, nogil=True)
def _index(people: Any, offset: Any, members: Any, count: Any, hit: Any, wanted: Any) -> Any:
    """List the sets not yet hit for each person whose count of them is at least `wanted`."""
    low = np.zeros(people + 1, np.int64)
    for v in range(people):
        low[v + 1] = low[v] + (count[v] if count[v] >= wanted else 0)
    place = low[:-1].copy()
    inside = np.empty(low[people], np.int32)
    for i in range(len(offset) - 1):
        if hit[i]:
            continue
        for at in range(offset[i], offset[i + 1]):
            v = members[at]
            if count[v] >= wanted:
                inside[place[v]] = i
                place[v] += 1
    return low, inside


@njit(cache=True, nogil=True)
def _cover(people: Any, offset: Any, members: Any, k: Any, allowed: Any, already: Any, given: Any) -> Any:
    sets = len(offset) - 1
    count = np.zeros(people, np.int32)
    hit = np.zeros(sets, np.uint8)
    for i in range(sets):
        for at in range(offset[i], offset[i + 1]):
            if already[members[at]]:
                hit[i] = 1
                break
        if hit[i] == 0:
            for at in range(offset[i], offset[i + 1]):
                count[members[at]] += 1
    highest = 0
    for v in range(people):
        if not allowed[v] or already[v]:
            count[v] = 0
        highest = max(highest, count[v])
    tally = np.zeros(highest + 2, np.int64)  # how many people have each count; decides the ceiling
    for v in range(people):
        tally[count[v]] += 1
    # Only people with high counts can be chosen soon, so only their sets are listed; the list is renewed when needed.
    wanted = _kth(tally, highest, 4 * k)
    low, inside = _index(people, offset, members, count, hit, wanted)
    taken = np.zeros(people, np.uint8)
    chosen = np.empty(k, np.int32)
    gains = np.zeros(k, np.int64)
    total = 0
    ceiling = np.int64(sets)
    for pick in range(k + 1):
        while highest > 0 and tally[highest] == 0:
            highest -= 1
        if pick >= len(given):
            ceiling = min(ceiling, total + _top(tally, highest, k))
        if pick == k:
            break
        best, most = -1, -1
        if pick < len(given):
            best = given[pick]
            most = count[best]
        for v in range(people if best < 0 else 0):
            if count[v] > most and taken[v] == 0 and allowed[v] and not already[v]:
                best, most = v, count[v]
        if best < 0:
            return chosen[:pick], gains[:pick], ceiling
        taken[best] = 1
        chosen[pick] = best
        gains[pick] = most
        total += most
        if most == 0:
            continue
        if low[best] == low[best + 1]:
            wanted = max(1, most // 2)
            low, inside = _index(people, offset, members, count, hit, wanted)
        for j in range(low[best], low[best + 1]):
            i = inside[j]
            if hit[i] == 0:
                hit[i] = 1
                for at in range(offset[i], offset[i + 1]):
                    v = members[at]
                    c = count[v]
                    if c > 0:
                        tally[c] -= 1
                        tally[c - 1] += 1
                        count[v] = c - 1
    return chosen, gains, ceiling


@njit(cache=True, nogil=True)
def _kth(tally: Any, highest: Any, rank: Any) -> Any:
    left = rank
    c = highest
    while c > 1 and left > tally[c]:
        left -= tally[c]
        c -= 1
    return max(1, c)


@njit(cache=True, nogil=True)
def _top(tally: Any, highest: Any, k: Any) -> Any:
    left = k
    total = 0
    c = highest
    while c > 0 and left > 0:
        n = min(left, tally[c])
        total += n * c
        left -= n
        c -= 1
    return total
