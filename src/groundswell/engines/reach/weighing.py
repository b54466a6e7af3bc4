# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Greedy choice where sets weigh differently and count more while their groups are below their floors."""

from heapq import heapify, heappop, heapreplace
from typing import Any

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def list_sets(people: Any, offset: Any, members: Any) -> Any:
    """List the sets that hold each person: those of v are `inside[low[v]:low[v + 1]]`."""
    low = np.zeros(people + 1, np.int64)
    for at in range(len(members)):
        low[members[at] + 1] += 1
    for v in range(people):
        low[v + 1] += low[v]
    place = low[:-1].copy()
    inside = np.empty(len(members), np.int32)
    for i in range(len(offset) - 1):
        for at in range(offset[i], offset[i + 1]):
            v = members[at]
            inside[place[v]] = i
            place[v] += 1
    return low, inside


@njit(cache=True, nogil=True)
def hit_by(people: Any, offset: Any, members: Any, who: Any) -> Any:
    """Mark the sets that hold any of those people (a truth for each person)."""
    hit = np.zeros(len(offset) - 1, np.uint8)
    for i in range(len(offset) - 1):
        for at in range(offset[i], offset[i + 1]):
            if who[members[at]]:
                hit[i] = 1
                break
    return hit


@njit(cache=True, nogil=True)
def _gain(v: Any, low: Any, inside: Any, hit: Any, cell: Any, worth: Any) -> Any:
    total = 0.0
    for at in range(low[v], low[v + 1]):
        i = inside[at]
        if hit[i] == 0:
            total += worth[cell[i]]
    return total


@njit(cache=True, nogil=True)
def _worth(weight: Any, groups: Any, lift: Any, target: Any, value: Any, plain: Any) -> Any:
    worth = np.empty(len(weight), np.float64)
    for c in range(len(weight)):
        factor = plain
        for column in range(groups.shape[1]):
            g = groups[c, column]
            if g >= 0 and value[g] < target[g]:
                factor += lift[g]
        worth[c] = weight[c] * factor
    return worth


@njit(cache=True, nogil=True)
def gains(people: Any, offset: Any, members: Any, cell: Any, worth: Any, hit: Any) -> Any:
    """What each person would add: worth of the sets not yet hit that hold them."""
    total = np.zeros(people, np.float64)
    for i in range(len(offset) - 1):
        if hit[i] == 0:
            w = worth[cell[i]]
            for at in range(offset[i], offset[i + 1]):
                total[members[at]] += w
    return total


@njit(cache=True, nogil=True)
def _heap(first: Any, least: Any, below: Any) -> Any:
    heap = [(0.0, -1)]
    heap.extend([(-first[v], v) for v in range(len(first)) if least <= first[v] < below])
    return heap


@njit(cache=True, nogil=True)
def lifted_greedy(
    low: Any,
    inside: Any,
    first: Any,
    ahead: Any,
    cell: Any,
    weight: Any,
    groups: Any,
    lift: Any,
    target: Any,
    k: Any,
    already_hit: Any,
    plain: Any,
) -> Any:
    """Choose k people. A set of cell c is worth weight[c], times lift[g] more for each group g of c below its target.

    `first` is what each person adds at the start (0: not to be chosen); those who add less than `ahead` are looked at
    only when the others are used up. `groups[c]` lists the groups of a cell (-1: none). `plain` is the worth of a set
    whose groups are all served; with 0 only floors count, and the choice ends when all are met. Returns the chosen and
    the weight hit in each group.
    """
    hit = already_hit.copy()
    value = np.zeros(len(target), np.float64)
    worth = _worth(weight, groups, lift, target, value, plain)
    heap = _heap(first, max(ahead, 1e-12), np.inf)
    heapify(heap)
    chosen = np.empty(k, np.int32)
    picked = 0
    waiting = ahead > 0.0
    while picked < k:
        bound, v = heap[0]
        if waiting and -bound < ahead:
            waiting = False
            heap.extend(_heap(first, 1e-12, ahead))
            heapify(heap)
            continue
        if v < 0:
            break
        gain = _gain(v, low, inside, hit, cell, worth)
        if gain < -bound * (1.0 - 1e-12):
            if gain > 0.0:
                heapreplace(heap, (-gain, v))
            else:
                heappop(heap)
            continue
        heappop(heap)
        chosen[picked] = v
        picked += 1
        for at in range(low[v], low[v + 1]):
            i = inside[at]
            if hit[i] == 0:
                hit[i] = 1
                c = cell[i]
                for column in range(groups.shape[1]):
                    g = groups[c, column]
                    if g >= 0:
                        value[g] += weight[c]
        worth = _worth(weight, groups, lift, target, value, plain)
        if plain == 0.0 and np.all(value >= target):
            break
    return chosen[:picked], value


@njit(cache=True, nogil=True)
def _change(v: Any, low: Any, inside: Any, count: Any, cell: Any, weight: Any, groups: Any, delta: Any) -> Any:
    """Weight that v alone would hit, in all and by group (into `delta`)."""
    delta[:] = 0.0
    total = 0.0
    for at in range(low[v], low[v + 1]):
        i = inside[at]
        if count[i] == 0:
            c = cell[i]
            total += weight[c]
            for column in range(groups.shape[1]):
                g = groups[c, column]
                if g >= 0:
                    delta[g] += weight[c]
    return total


@njit(cache=True, nogil=True)
def _shortfall(value: Any, delta: Any, target: Any) -> Any:
    total = 0.0
    for g in range(len(target)):
        if value[g] + delta[g] < target[g]:
            total += (target[g] - value[g] - delta[g]) / target[g]
    return total


@njit(cache=True, nogil=True)
def improve(
    low: Any,
    inside: Any,
    cell: Any,
    weight: Any,
    groups: Any,
    target: Any,
    chosen: Any,
    pool: Any,
    alone: Any,
    already_hit: Any,
    penalty: Any,
    passes: Any,
) -> Any:
    """Swap one of the chosen for one of the pool while that adds spread or makes up for a floor not held.

    `alone` is what each person hits by themselves; `penalty` is the spread that the whole of one floor is worth.
    Returns the chosen, spread and weight by group.
    """
    chosen = chosen.copy()
    count = already_hit.astype(np.int32)
    value = np.zeros(len(target), np.float64)
    delta = np.zeros(len(target), np.float64)
    spread = 0.0
    inside_choice = np.zeros(len(low) - 1, np.uint8)
    for v in chosen:
        inside_choice[v] = 1
        spread += _change(v, low, inside, count, cell, weight, groups, delta)
        value += delta
        for at in range(low[v], low[v + 1]):
            count[inside[at]] += 1
    nothing = np.zeros(len(target), np.float64)
    for _ in range(passes):
        moved = False
        for place in range(len(chosen)):
            old = chosen[place]
            before = spread - penalty * _shortfall(value, nothing, target)
            for at in range(low[old], low[old + 1]):
                count[inside[at]] -= 1
            spread -= _change(old, low, inside, count, cell, weight, groups, delta)
            value -= delta
            best, most = old, before + 1e-9 * abs(before) + 1e-9
            for v in pool:
                if (inside_choice[v] and v != old) or spread + alone[v] <= most:
                    continue
                total = spread + _change(v, low, inside, count, cell, weight, groups, delta)
                total -= penalty * _shortfall(value, delta, target)
                if total > most:
                    best, most = v, total
            spread += _change(best, low, inside, count, cell, weight, groups, delta)
            value += delta
            for at in range(low[best], low[best + 1]):
                count[inside[at]] += 1
            if best != old:
                moved = True
                chosen[place] = best
                inside_choice[old] = 0
                inside_choice[best] = 1
        if not moved:
            break
    return chosen, spread, value


@njit(cache=True, nogil=True)
def weigh(offset: Any, members: Any, cell: Any, weight: Any, chosen: Any, already_hit: Any) -> Any:
    """Weight and number of sets newly hit in each cell."""
    total = np.zeros(len(weight), np.float64)
    people = np.int64(0)
    for at in range(len(members)):
        people = max(people, np.int64(members[at]) + 1)
    mark = np.zeros(people, np.uint8)
    for v in chosen:
        if v < people:
            mark[v] = 1
    for i in range(len(offset) - 1):
        if already_hit[i]:
            continue
        for at in range(offset[i], offset[i + 1]):
            if mark[members[at]]:
                total[cell[i]] += weight[cell[i]]
                break
    return total
