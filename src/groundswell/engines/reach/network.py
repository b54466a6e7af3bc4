"""The people and the ties between them, as arrays.

People are numbered 0 to n - 1. A tie goes from the one who passes a practice on to the one who may take it up.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from numba import njit

Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
Words = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]
Truths = npt.NDArray[np.bool_]

DIRECT = 32
"""Up to so many ties into a person each is drawn by itself; beyond, the draws that fail are jumped over."""

SELDOM = np.uint32(0x3FFFFFFF)
"""Jumping pays where the likeliest tie passes at most one time in four."""

EACH, ALIKE, ALIKE_JUMPED, JUMPED = range(4)
"""How the ties into a person are drawn: ALIKE where all have one threshold, which then need not be looked up."""


@dataclass(frozen=True, eq=False)
class Network:
    """Ties by the person they lead to: those into v stand at `start[v]` to `start[v + 1]`, likeliest first.

    `threshold` is the probability times 2**32, less one: a tie passes where a random 32-bit word is not above it.
    `head` holds, side by side because memory is what sampling waits for, each person's start and one word: how their
    ties are drawn (2 bits), how many they are (30 bits), the first threshold (32 bits).
    """

    people: int
    start: Longs
    origin: Ints
    threshold: Words
    head: Longs
    names: Sequence[str]

    @property
    def ties(self) -> int:
        """How many ties can pass something."""
        return len(self.origin)

    def probabilities(self) -> Floats:
        """Probability of each tie, in the order of `origin`."""
        return (self.threshold.astype(np.float64) + 1.0) / 2.0**32

    def targets(self) -> Ints:
        """Return the person each tie leads to, in the order of `origin`."""
        return np.repeat(np.arange(self.people, dtype=np.int32), np.diff(self.start))


def build_network(
    people: int, source: Ints, target: Ints, probability: npt.ArrayLike, names: Sequence[str] | None = None
) -> Network:
    """Sort ties by target. Ties to oneself and ties with probability 0 are left out.

    A pair may occur more than once: each tie is a chance of its own. `names` defaults to the numbers as text.
    """
    chance = np.ascontiguousarray(probability, dtype=np.float32)
    if len(source) != len(target) or len(source) != len(chance):
        raise ValueError("source, target and probability differ in length")
    if len(chance) and not (chance.min() >= 0.0 and chance.max() <= 1.0):
        raise ValueError("a probability is outside 0 to 1")
    if len(source) and not (min(source.min(), target.min()) >= 0 and max(source.max(), target.max()) < people):
        raise ValueError("a tie names a person who is not there")
    start, origin, threshold = _sort_by_target(
        people, np.ascontiguousarray(source, np.int32), np.ascontiguousarray(target, np.int32), chance
    )
    known = names if names is not None else range_names(people)
    return Network(people, start, origin, threshold, _heads(start, threshold), known)


def range_names(people: int) -> Sequence[str]:
    """Names for people who are only numbered."""
    return [str(number) for number in range(people)]


@njit(cache=True, nogil=True)
def _sort_by_target(people: Any, source: Any, target: Any, chance: Any) -> Any:
    start = np.zeros(people + 1, np.int64)
    for i in range(len(source)):
        if source[i] != target[i] and chance[i] > 0.0:
            start[target[i] + 1] += 1
    for v in range(people):
        start[v + 1] += start[v]
    place = start[:-1].copy()
    origin = np.empty(start[people], np.int32)
    threshold = np.empty(start[people], np.uint32)
    for i in range(len(source)):
        if source[i] != target[i] and chance[i] > 0.0:
            at = place[target[i]]
            place[target[i]] += 1
            origin[at] = source[i]
            threshold[at] = np.uint32(max(1.0, np.round(np.float64(chance[i]) * 4294967296.0)) - 1.0)
    for v in range(people):
        first, last = start[v], start[v + 1]
        same = True
        for at in range(first + 1, last):
            if threshold[at] > threshold[at - 1]:
                same = False
                break
        if same:
            continue
        order = np.argsort(threshold[first:last], kind="mergesort")[::-1]
        whence, limits = origin[first:last].copy(), threshold[first:last].copy()
        for rank in range(last - first):
            origin[first + rank] = whence[order[rank]]
            threshold[first + rank] = limits[order[rank]]
    return start, origin, threshold


@njit(cache=True, nogil=True)
def _turn_round(people: Any, start: Any, origin: Any) -> Any:
    out_start = np.zeros(people + 1, np.int64)
    for at in range(len(origin)):
        out_start[origin[at] + 1] += 1
    for v in range(people):
        out_start[v + 1] += out_start[v]
    place = out_start[:-1].copy()
    goal = np.empty(len(origin), np.int32)
    which = np.empty(len(origin), np.int64)
    for v in range(people):
        for at in range(start[v], start[v + 1]):
            u = origin[at]
            goal[place[u]] = v
            which[place[u]] = at
            place[u] += 1
    return out_start, goal, which


def outgoing(network: Network) -> tuple[Longs, Ints, Longs]:
    """Return the ties by the person they start from: (start, target, position in `network.origin`)."""
    start, goal, which = _turn_round(network.people, network.start, network.origin)
    return start, goal, which


@njit(cache=True, nogil=True)
def _heads(start: Any, threshold: Any) -> Any:
    heads = np.zeros((len(start) - 1, 2), np.int64)
    for v in range(len(start) - 1):
        first, last = start[v], start[v + 1]
        heads[v, 0] = first
        if first == last:
            continue
        alike = threshold[last - 1] == threshold[first]  # they are sorted
        jumped = last - first > DIRECT and threshold[first] <= SELDOM
        way = (ALIKE_JUMPED if jumped else ALIKE) if alike else (JUMPED if jumped else EACH)
        heads[v, 1] = np.int64(threshold[first]) | (last - first) << 32 | np.int64(way) << 62
    return heads
