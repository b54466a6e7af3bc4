"""Compiled searches for starters (base weeks that are turned), for difference matrices, and for who takes which place."""

# ruff: noqa: PLR0917 - compiled functions take their arrays one by one

from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.mixing.kernels import below, share

PATIENCE = 256


@njit(cache=True, nogil=True)
def anneal_starter(orbit: Any, most: Any, week: Any, size: Any, rng: Any, steps: Any, hot: Any, cold: Any) -> Any:
    """Anneal base weeks `week[B, P]`, in which each `size` people in a row sit together, in place.

    `orbit[P, P]` numbers the classes of pairs under turning; a class met more often than `most` costs 1 each time.
    Returns the cost left: at 0 the turned weeks have no repeat.
    """
    P = week.shape[1]
    met = np.zeros(most.shape[0], np.int64)
    for b in range(week.shape[0]):
        for x in range(P):
            for y in range(x // size * size, x):
                met[orbit[week[b, x], week[b, y]]] += 1
    cost = np.int64(0)
    for k in range(most.shape[0]):
        cost += max(np.int64(0), met[k] - most[k])
    warmth = hot
    cooling = (cold / hot) ** (PATIENCE / max(steps, PATIENCE))
    for step in range(steps):
        if cost == 0:
            break
        if step % PATIENCE == 0:
            warmth *= cooling
        b, x, y = below(rng, week.shape[0]), below(rng, P), below(rng, P)
        if x // size == y // size:
            continue
        delta = exchange(orbit, most, met, week[b], size, x, y)
        if delta <= 0 or share(rng) < np.exp(-delta / warmth):
            cost += delta
        else:
            exchange(orbit, most, met, week[b], size, x, y)
    return cost


@njit(cache=True)
def exchange(orbit: Any, most: Any, met: Any, week: Any, size: Any, x: Any, y: Any) -> Any:
    """Exchange the people at places x and y of a base week; return the change of the cost."""
    delta = np.int64(0)
    for turn in range(2):
        for side in range(2):
            here = x if side == 0 else y
            p = week[here]
            start = here // size * size
            for z in range(start, start + size):
                if z == here:
                    continue
                k = orbit[p, week[z]]
                if turn == 0:
                    delta -= np.int64(1) if met[k] > most[k] else np.int64(0)
                    met[k] -= 1
                else:
                    delta += np.int64(1) if met[k] >= most[k] else np.int64(0)
                    met[k] += 1
        if turn == 0:
            week[x], week[y] = week[y], week[x]
    return delta


@njit(cache=True, nogil=True)
def anneal_differences(order: Any, rows: Any, rng: Any, steps: Any, hot: Any, cold: Any) -> Any:
    """Anneal `rows[W, K]` over the cyclic group so that the differences of each two columns are distinct, in place.

    The first row and column stay 0. Returns the number of differences that occur again.
    """
    W, K = rows.shape
    seen = np.zeros((K, K, order), np.int64)
    cost = np.int64(0)
    for w in range(W):
        for i in range(K):
            for j in range(K):
                if i != j:
                    d = (rows[w, i] - rows[w, j]) % order
                    if i < j and seen[i, j, d] > 0:
                        cost += 1
                    seen[i, j, d] += 1
    warmth = hot
    cooling = (cold / hot) ** (PATIENCE / max(steps, PATIENCE))
    for step in range(steps):
        if cost == 0 or W < 2 or K < 2:
            break
        if step % PATIENCE == 0:
            warmth *= cooling
        w, i, new = 1 + below(rng, W - 1), 1 + below(rng, K - 1), below(rng, order)
        old = rows[w, i]
        if new == old:
            continue
        delta = np.int64(0)
        for j in range(K):
            if j != i:
                if seen[i, j, (old - rows[w, j]) % order] > 1:
                    delta -= 1
                if seen[i, j, (new - rows[w, j]) % order] > 0:
                    delta += 1
        if delta <= 0 or share(rng) < np.exp(-delta / warmth):
            for j in range(K):
                if j != i:
                    gone, come = (old - rows[w, j]) % order, (new - rows[w, j]) % order
                    seen[i, j, gone] -= 1
                    seen[j, i, (order - gone) % order] -= 1
                    seen[i, j, come] += 1
                    seen[j, i, (order - come) % order] += 1
            rows[w, i] = new
            cost += delta
    return cost


@njit(cache=True, nogil=True)
def settle(met: Any, price: Any, label: Any, rng: Any, steps: Any, hot: Any, cold: Any) -> Any:
    """Anneal who takes which place: `label[place]` is the person; two who meet `met[P, P]` times cost `price[P, P]` each."""
    P = label.shape[0]
    warmth = max(hot, cold)
    cooling = (cold / warmth) ** (PATIENCE / max(steps, PATIENCE))
    for step in range(steps):
        if step % PATIENCE == 0:
            warmth *= cooling
        i, j = below(rng, P), below(rng, P)
        p, q = label[i], label[j]
        delta = np.int64(0)
        for z in range(P):
            if z != i and z != j:  # noqa: PLR1714 - numba compiles this better
                more = met[i, z] - met[j, z]
                if more != 0:
                    delta += more * (price[q, label[z]] - price[p, label[z]])
        if delta <= 0 or share(rng) < np.exp(-delta / warmth):
            label[i], label[j] = q, p
