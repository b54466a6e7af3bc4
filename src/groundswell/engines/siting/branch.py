"""Branch and bound over the sites: the site on which the bound is least decided is opened, then forbidden."""

import heapq
from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.siting.arrays import Floats, Numbers, Whole
from groundswell.engines.siting.climb import Height, climb, hopeless
from groundswell.engines.siting.work import Work

type State = NDArray[np.int8]


def branch(
    work: Work, given: Numbers, root: Height, evaluate: Callable[[Whole], float], *, steps: int, stride: float
) -> None:
    """Close the gap as far as the budget goes. `evaluate` offers an answer for a set of sites and returns its bound."""
    state = given.fixed.astype(np.int8)
    people = float(given.size.sum())
    heap: list[tuple[float, int, State, Floats, Floats]] = [(root.value, 0, state, root.worth, root.often)]
    closed = float("inf")
    count = 0
    first = root.value
    while heap:
        lowest = min(heap[0][0], closed)
        work.raise_bound(lowest)
        share = (lowest - first) / max(1e-9, work.cost - first)
        if work.proven or not work.spend(1, f"Proving: {share:.0%} of the gap is closed"):
            return
        value, _, state, worth, often = heapq.heappop(heap)
        if value >= work.target:
            closed = min(closed, value)
            continue
        free = state == 0
        if not free.any():
            closed = min(closed, max(value, evaluate(np.flatnonzero(state == 1).astype(np.int32))))
            continue
        site = int(np.argmax(np.where(free, 0.5 - np.abs(often - 0.5) + 1e-6 * often, -1.0)))
        for choice in (1, -1):
            child = state.copy()
            child[site] = choice
            if choice == 1 and int((child == 1).sum()) >= given.most:
                child[child == 0] = -1
            if not _has_room(given, child, people):
                continue
            if not (child == 0).any():
                closed = min(closed, max(value, evaluate(np.flatnonzero(child == 1).astype(np.int32))))
                continue
            height = climb(work, given, child, worth, steps=steps, stride=stride, patience=8)
            bound = max(value, height.value)
            evaluate(np.flatnonzero(height.picked).astype(np.int32))
            if bound >= work.target:
                closed = min(closed, bound)
                continue
            child[hopeless(work, height, child, given.most)] = -1
            count += 1
            heapq.heappush(heap, (bound, count, child, height.worth, height.often))
    work.raise_bound(min(closed, work.cost))


def _has_room(given: Numbers, state: State, people: float) -> bool:
    """Whether the best choice of the free sites could hold everyone."""
    opened = given.capacity[state == 1]
    free = np.sort(given.capacity[state == 0])[::-1][: max(0, given.most - len(opened))]
    return len(opened) <= given.most and float(opened.sum() + free.sum()) >= people
