# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Checks a spread by playing it through, again and again. Shares no code with the engine that it checks."""

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numba import njit


def spread_by_play(
    people: int, ties: Sequence[tuple[int, int, float]] | np.ndarray, seeds: Iterable[int], *, runs: int, seed: int = 7
) -> tuple[float, float]:
    """Mean number of people reached, the seeds among them, and its standard error.

    `ties` has rows (from, to, probability), as tuples or as an array of shape (ties, 3).
    """
    table = np.asarray(ties, dtype=np.float64).reshape(-1, 3)
    table = table[np.argsort(table[:, 0], kind="stable")]
    first = np.searchsorted(table[:, 0], np.arange(people + 1)).astype(np.int64)
    reached = _play(
        first, table[:, 1].astype(np.int64), table[:, 2].copy(), np.array(list(seeds), np.int64), runs, seed
    )
    return float(reached.mean()), float(reached.std(ddof=1) / np.sqrt(runs)) if runs > 1 else 0.0


@njit(cache=True, nogil=True)
def _play(first: Any, goal: Any, chance: Any, seeds: Any, runs: Any, seed: Any) -> Any:
    np.random.seed(seed)
    people = len(first) - 1
    when = np.full(people, -1, np.int64)
    queue = np.empty(people, np.int64)
    reached = np.zeros(runs, np.float64)
    for run in range(runs):
        tail = 0
        for s in seeds:
            if when[s] != run:
                when[s] = run
                queue[tail] = s
                tail += 1
        head = 0
        while head < tail:
            u = queue[head]
            head += 1
            for tie in range(first[u], first[u + 1]):
                v = goal[tie]
                if when[v] != run and np.random.random() < chance[tie]:
                    when[v] = run
                    queue[tail] = v
                    tail += 1
        reached[run] = tail
    return reached
