# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Who is likely reached by when: the practice is played through many times, with a delay on each tie."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from heapq import heappop, heappush
from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.progress import Progress, silent
from groundswell.engines.reach.network import Floats, Ints, Network, outgoing
from groundswell.engines.reach.sampling import GOLDEN, S11, S32, mixed, stream

MONTHS = (3, 6, 12)
DAYS_PER_MONTH = 365.25 / 12
DELAY = 60.0
"""Mean days until a tie passes a practice on, where no delay is known: about once a marking period. An assumption."""

PLAYS = 31  # purpose of the random numbers
BATCH = 16
BAND = (10.0, 90.0)
"""Percentiles between which eight of ten plays end."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """`person[v, h]` is the share of plays that reach v by month `months[h]`; `group[g, h]` is (low, mean, high).

    Those who have begun (the convened and those in already) count as reached. The last group is everyone.
    """

    months: tuple[int, ...]
    person: Floats
    group: Floats
    runs: int


@dataclass(frozen=True, eq=False)
class Doubt:
    """How unsure probabilities are: standard deviation on the logit scale that all ties share in one play."""

    shared: float = 0.0


def forecast(
    network: Network,
    beginners: Ints,
    groups: Ints,
    *,
    delay: Floats | float = DELAY,
    doubt: Doubt | None = None,
    months: tuple[int, ...] = MONTHS,
    runs: int = 2000,
    seed: int = 1,
    threads: int = 2,
    progress: Progress = silent,
) -> Forecast:
    """Play from the beginners. `groups` numbers everyone's group (-1: none); `delay` is mean days, by tie or for all.

    `delay` by tie is in the order of `network.origin`. Delays are drawn from an exponential distribution.
    """
    start, goal, which = outgoing(network)
    chance = network.probabilities()[which]
    wait = np.broadcast_to(np.asarray(delay, np.float64), (network.ties,))[which].astype(np.float32)
    days = np.array(months, np.float64) * DAYS_PER_MONTH
    count = int(groups.max(initial=-1)) + 2
    spread = 0.0 if doubt is None else doubt.shared
    batches = -(-runs // BATCH)

    def one(batch: int) -> tuple[Ints, Floats]:
        begin = np.uint64(stream(seed, PLAYS, batch))
        reached, sums = _play(start, goal, chance, wait, beginners, days, groups, count, BATCH, begin, spread)
        return reached, sums

    person = np.zeros((network.people, len(months)), np.float64)
    plays = np.zeros((batches * BATCH, count, len(months)), np.float64)
    with ThreadPoolExecutor(threads) as pool:
        try:
            for batch, (reached, sums) in enumerate(pool.map(one, range(batches))):
                person += reached
                plays[batch * BATCH : (batch + 1) * BATCH] = sums
                progress(batch / batches, "playing through who passes the practice on to whom")
        except BaseException:  # whoever stops does not wait for the plays that have not begun
            pool.shutdown(cancel_futures=True)
            raise
    low, high = np.percentile(plays, BAND, axis=0)
    band = np.stack([low, plays.mean(axis=0), high], axis=-1)
    return Forecast(tuple(months), person / (batches * BATCH), band, batches * BATCH)


@njit(cache=True, nogil=True)
def _play(
    start: Any,
    goal: Any,
    chance: Any,
    wait: Any,
    beginners: Any,
    days: Any,
    groups: Any,
    count: Any,
    runs: Any,
    seed: Any,
    shared: Any,
) -> Any:
    people = len(start) - 1
    reached = np.zeros((people, len(days)), np.int32)
    sums = np.zeros((runs, count, len(days)), np.float64)
    when = np.full(people, np.inf, np.float64)
    done = np.zeros(people, np.uint8)
    touched = np.empty(people, np.int32)
    state = np.uint64(seed)
    last = days[-1]
    for run in range(runs):
        odds = 1.0
        if shared > 0.0:
            state += GOLDEN
            one = (np.float64(mixed(state) >> S11) + 1.0) * 1.1102230246251565e-16
            state += GOLDEN
            two = np.float64(mixed(state) >> S11) * 1.1102230246251565e-16
            odds = np.exp(shared * np.sqrt(-2.0 * np.log(one)) * np.cos(6.283185307179586 * two))
        seen = 0
        heap = [(0.0, np.int32(0))]
        heappop(heap)
        for v in beginners:
            if when[v] > 0.0:
                when[v] = 0.0
                touched[seen] = v
                seen += 1
                heappush(heap, (0.0, np.int32(v)))
        while len(heap) > 0:
            now, u = heappop(heap)
            if done[u]:
                continue
            done[u] = 1
            for tie in range(start[u], start[u + 1]):
                v = goal[tie]
                if done[v]:
                    continue
                p = chance[tie]
                if odds != 1.0:
                    p = p * odds / (1.0 - p + p * odds)
                state += GOLDEN
                if np.float64(mixed(state) >> S32) * 2.3283064365386963e-10 >= p:
                    continue
                state += GOLDEN
                uniform = (np.float64(mixed(state) >> S11) + 1.0) * 1.1102230246251565e-16
                then = now - wait[tie] * np.log(uniform)
                if then <= last and then < when[v]:
                    if when[v] == np.inf:
                        touched[seen] = v
                        seen += 1
                    when[v] = then
                    heappush(heap, (then, np.int32(v)))
        for j in range(seen):
            v = touched[j]
            for h in range(len(days)):
                if when[v] <= days[h]:
                    reached[v, h] += 1
                    sums[run, count - 1, h] += 1.0
                    if groups[v] >= 0:
                        sums[run, groups[v], h] += 1.0
            when[v] = np.inf
            done[v] = 0
    return reached, sums
