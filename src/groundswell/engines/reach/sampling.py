# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Random reverse-reachable sets: for a person drawn at random, everyone from whom a practice would have come to them.

A set of people reaches, on average, as large a share of the network as the share of such sets it hits (Borgs, Brautbar,
Chayes and Lucier, SODA 2014). Sets are drawn in chunks, each with its own stream of random numbers, so the answer does
not depend on how many threads draw them.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from math import log, sqrt
from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.progress import Deadline
from groundswell.engines.reach.network import ALIKE, ALIKE_JUMPED, EACH, JUMPED, Ints, Longs, Network, Truths

CHUNK = 4096
"""Sets per chunk and stream of random numbers, where sets are small."""

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1 = np.uint64(0xBF58476D1CE4E5B9)
MIX_2 = np.uint64(0x94D049BB133111EB)
LOW = np.uint64(0xFFFFFFFF)
STOP = 2
UNIT = 2.0**-53
S30, S27, S31, S32, S11 = np.uint64(30), np.uint64(27), np.uint64(31), np.uint64(32), np.uint64(11)


@njit(cache=True, nogil=True, inline="always")
def mixed(state: Any) -> Any:
    """Scramble a 64-bit counter (SplitMix64: Steele, Lea and Flood, OOPSLA 2014)."""
    z = (state ^ (state >> S30)) * MIX_1
    z = (z ^ (z >> S27)) * MIX_2
    return z ^ (z >> S31)


@dataclass(frozen=True, eq=False)
class Sets:
    """Sets laid end to end: set i is `members[offset[i]:offset[i + 1]]`, its first member the person drawn."""

    offset: Longs
    members: Ints

    def __len__(self) -> int:
        return len(self.offset) - 1


@dataclass(frozen=True, eq=False)
class Roots:
    """Where the person of each set is drawn from: set i from `pool[low[c]:low[c + 1]]` with c = `cell[i]`."""

    pool: Ints
    low: Longs
    cell: Ints | None  # None: all sets from the one cell 0


def everyone(people: int) -> Roots:
    """Draw from all people alike."""
    return Roots(np.arange(people, dtype=np.int32), np.array([0, people], np.int64), None)


@njit(cache=True, nogil=True)
def _draw(head: Any, origin: Any, threshold: Any, pool: Any, low: Any, cells: Any, seed: Any, sets: Any, room: Any,
          stop: Any) -> Any:  # fmt: skip
    """Draw sets. In `seen`, 1 is in the set, STOP ends a set. Written in one piece: calls in the loop cost a third."""
    seen = np.zeros(len(head), np.uint8)
    for v in range(len(head)):
        if stop[v]:
            seen[v] = STOP
    offset = np.zeros(sets + 1, np.int64)
    members = np.empty(room, np.int32)
    filled = 0
    state = np.uint64(seed)
    for i in range(sets):
        cell = cells[i] if len(cells) else 0
        state += GOLDEN
        share = (mixed(state) >> S32) * np.uint64(low[cell + 1] - low[cell])
        begin = filled
        if filled + 1 > len(members):
            members = _longer(members, filled, filled + 1)
        members[filled] = pool[low[cell] + np.int64(share >> S32)]
        caught = seen[members[filled]] == STOP
        seen[members[filled]] |= 1
        filled += 1
        place = begin
        while place < filled and not caught:
            v = members[place]
            place += 1
            at, word = head[v, 0], head[v, 1]
            count = (word >> 32) & 0x3FFFFFFF
            last = at + count
            if filled + count > len(members):
                members = _longer(members, filled, filled + count)
            way = (word >> 62) & 3
            bound = np.uint32(word & 0xFFFFFFFF)
            if way == ALIKE:
                while at < last:
                    state += GOLDEN
                    z = mixed(state)
                    if np.uint32(z >> S32) <= bound:
                        u = origin[at]
                        mark = seen[u]
                        if mark & 1 == 0:
                            seen[u] = mark | 1
                            members[filled] = u
                            filled += 1
                            if mark == STOP:
                                caught = True
                                break
                    if at + 1 < last and np.uint32(z & LOW) <= bound:
                        u = origin[at + 1]
                        mark = seen[u]
                        if mark & 1 == 0:
                            seen[u] = mark | 1
                            members[filled] = u
                            filled += 1
                            if mark == STOP:
                                caught = True
                                break
                    at += 2
                continue
            if way == EACH:
                while at < last:
                    state += GOLDEN
                    if np.uint32(mixed(state) >> S32) <= threshold[at]:
                        u = origin[at]
                        mark = seen[u]
                        if mark & 1 == 0:
                            seen[u] = mark | 1
                            members[filled] = u
                            filled += 1
                            if mark == STOP:
                                caught = True
                                break
                    at += 1
                continue
            # The list is sorted: jump as if all the rest were as likely as the next, then thin out (Guo, Wang, Wei
            # and Chen, SIGMOD 2020).
            rate = _rate(bound)
            while at < last:
                if way == JUMPED and threshold[at] != bound:
                    bound = threshold[at]
                    rate = _rate(bound)
                state += GOLDEN
                jump = np.log((np.float64(mixed(state) >> S11) + 1.0) * UNIT) * rate
                if jump >= last - at:
                    break
                at += np.int64(jump)
                hit = way == ALIKE_JUMPED or threshold[at] == bound
                if not hit:
                    state += GOLDEN
                    uniform = np.float64(mixed(state) >> S11) * UNIT
                    hit = uniform * (np.float64(bound) + 1.0) < np.float64(threshold[at]) + 1.0
                if hit:
                    u = origin[at]
                    mark = seen[u]
                    if mark & 1 == 0:
                        seen[u] = mark | 1
                        members[filled] = u
                        filled += 1
                        if mark == STOP:
                            caught = True
                            break
                at += 1
        met = members[filled - 1]
        for at in range(begin, filled):
            seen[members[at]] &= STOP
        if caught:
            members[begin] = met
            filled = begin + 1
        offset[i + 1] = filled
    return offset, members[:filled].copy()


@njit(cache=True, nogil=True, inline="always")
def _rate(bound: Any) -> Any:
    """What the logarithm of a number from 0 to 1 is multiplied by to give the draws that fail before one passes."""
    return 1.0 / np.log1p(-(np.float64(bound) + 1.0) * 2.3283064365386963e-10)


@njit(cache=True, nogil=True)
def _longer(members: Any, filled: Any, need: Any) -> Any:
    longer = np.empty(max(need, 2 * len(members)), np.int32)
    for place in range(filled):  # to assign into a slice would compile a message about shapes, for seconds
        longer[place] = members[place]
    return longer


def stream(seed: int, purpose: int, chunk: int) -> int:
    """Start of a chunk's random numbers. Chunks with other seeds, purposes or places start elsewhere."""
    word = np.array([seed & 0xFFFFFFFFFFFFFFFF, purpose, chunk], np.uint64)
    state = np.uint64(0)
    with np.errstate(over="ignore"):
        for part in word:
            state = (state ^ part) * MIX_1 + GOLDEN
            state = (state ^ (state >> S30)) * MIX_2
            state ^= state >> S27
    return int(state)


class Sampler:
    """Draws sets with numbers of their own for each purpose, on as many threads as asked for."""

    def __init__(self, network: Network, roots: Roots, *, seed: int, threads: int) -> None:
        self.network = network
        self.roots = roots
        self.seed = seed
        self.threads = threads
        self.chunk = CHUNK
        self.stop: Truths = np.zeros(network.people, np.bool_)
        self._mean = 8.0

    def fit(self, pilot: int = 16) -> float:
        """Take smaller chunks where sets are large. Returns the mean size of a few sets."""
        size = self.pilot(pilot)
        self.chunk = int(np.clip(2 ** np.floor(np.log2(CHUNK * 2000 / max(size, 1.0))), 16, CHUNK))
        return size

    def catch(self, people: Ints) -> None:
        """End a set where it meets one of these people, and keep of it only whom it met (Guo and others, 2020)."""
        self.stop[people] = True

    def draw(self, purpose: int, first: int, sets: int, deadline: Deadline | None = None) -> list[Sets]:
        """Draw sets `first` to `first + sets` of a purpose, one `Sets` per chunk; `first` is a multiple of `chunk`.

        Where the deadline passes, the chunks not yet begun are left out.
        """
        chunks = range(first // self.chunk, -(-(first + sets) // self.chunk))
        room = int(self._mean * self.chunk * 1.25) + 64

        def one(chunk: int) -> Sets | None:
            if deadline is not None and deadline.over():
                return None
            return self._chunk(purpose, chunk, room)

        if self.threads > 1 and len(chunks) > 1:
            with ThreadPoolExecutor(self.threads) as pool:
                done = list(pool.map(one, chunks))
        else:
            done = [one(chunk) for chunk in chunks]
        drawn = []
        for sets_of_chunk in done:
            if sets_of_chunk is None:
                break
            drawn.append(sets_of_chunk)
        if drawn:
            self._mean = max(1.0, len(drawn[-1].members) / self.chunk)
        return drawn

    def pilot(self, sets: int) -> float:
        """Mean size of a few sets that are used for nothing else."""
        return float(np.diff(self._draw(stream(self.seed, 0, 0), sets, np.zeros(0, np.int32), 64).offset).mean())

    def _chunk(self, purpose: int, chunk: int, room: int) -> Sets:
        cells = self.roots.cell
        mine = np.zeros(0, np.int32) if cells is None else cells[chunk * self.chunk : (chunk + 1) * self.chunk]
        sets = self.chunk if cells is None else len(mine)
        return self._draw(stream(self.seed, purpose, chunk), sets, mine, room)

    def _draw(self, seed: int, sets: int, cells: Ints, room: int) -> Sets:
        net, roots = self.network, self.roots
        offset, members = _draw(
            net.head, net.origin, net.threshold, roots.pool, roots.low, cells, np.uint64(seed), sets, room, self.stop,
        )  # fmt: skip
        return Sets(offset, members)


def join(chunks: list[Sets]) -> Sets:
    """Lay chunks end to end."""
    if len(chunks) == 1:
        return chunks[0]
    ends = np.cumsum([0, *(len(chunk.members) for chunk in chunks)])
    offset = np.concatenate([np.zeros(1, np.int64), *(c.offset[1:] + e for c, e in zip(chunks, ends, strict=False))])
    return Sets(offset, np.concatenate([chunk.members for chunk in chunks]))


def lower_bound(hits: float, sets: float, people: int, chance: float) -> float:
    """Spread that a chosen group has at least, but for `chance`, given the sets it hits (Tang et al., SIGMOD 2018)."""
    a = log(1.0 / chance)
    root = max(0.0, sqrt(hits + 2.0 * a / 9.0) - sqrt(a / 2.0))
    return max(0.0, root**2 - a / 18.0) * people / sets


def upper_bound(hits: float, sets: float, people: int, chance: float) -> float:
    """Spread that no group exceeds, but for `chance`, given the sets that any group can hit (same source)."""
    a = log(1.0 / chance)
    return min(float(people), (sqrt(hits + a / 2.0) + sqrt(a / 2.0)) ** 2 * people / sets)
