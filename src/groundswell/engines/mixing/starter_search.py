"""Search for plans with a symmetry: far fewer choices than in the plan itself, so sizes that no search solves come out."""

from collections.abc import Iterator

import numpy as np

from groundswell.engines.mixing import starter_kernels
from groundswell.engines.mixing.designs import Plan, from_differences, is_sound, with_columns
from groundswell.engines.mixing.fields import group
from groundswell.engines.mixing.problem import Array
from groundswell.engines.progress import Deadline

STEPS = 200_000
BUDGET = 6_000_000
"""Steps in all, where no limit in seconds is given."""


def find(tables: int, size: int, weeks: int, seed: int, deadline: Deadline) -> Plan:
    """Look for so many weeks of full tables without a repeat; empty where nothing was found.

    Without a limit in seconds the work ends after `BUDGET` steps, else when a third of the time is over.
    """
    bits = np.array([np.random.default_rng([seed, tables, size, weeks]).integers(1, 1 << 63)], dtype=np.uint64)
    spent, steps = 0, STEPS
    shapes: list[tuple[int, int] | None] = [*rings(tables, size, weeks), None]
    while True:
        for shape in shapes:
            if spent >= BUDGET if deadline.seconds is None else deadline.elapsed() > deadline.seconds / 3:
                return ()
            spent += steps
            if shape is None:
                found = differences(tables, size, weeks, bits, steps)
            else:
                found = turned(tables, size, shape, bits, steps)
            if len(found) >= weeks and is_sound(found[:weeks], tables * size):
                return found[:weeks]
        steps = min(2 * steps, 2_000_000)


def rings(tables: int, size: int, weeks: int) -> Iterator[tuple[int, int]]:
    """Sizes of rings and numbers of base weeks that could give so many weeks."""
    people = tables * size
    for base in (1, 2, 3):
        least = -(-weeks // base)
        for ring in range(max(2, least), least + 3):
            _, most = classes(people, ring)
            if ring <= people and base * tables * size * (size - 1) // 2 <= most.sum():
                yield ring, base


def classes(people: int, ring: int) -> tuple[Array, Array]:
    """Number the classes of pairs under turning, `orbit[P, P]`, and say how often base weeks may meet each."""
    turning = people // ring * ring
    p = np.arange(people)
    fixed = p >= turning
    row = np.where(fixed, turning // ring + p - turning, p // ring)
    low, high = np.minimum(row[:, None], row[None, :]), np.maximum(row[:, None], row[None, :])
    swap = row[:, None] > row[None, :]
    ahead = (p[None, :] - p[:, None]) % ring
    ahead = np.where(swap, (-ahead) % ring, ahead)
    alike = row[:, None] == row[None, :]
    ahead = np.where(alike, np.minimum(ahead, (-ahead) % ring), ahead)
    ahead = np.where(fixed[:, None] | fixed[None, :], 0, ahead)
    rows = int(row.max()) + 1
    key = (low * rows + high) * ring + ahead
    names, orbit = np.unique(key, return_inverse=True)
    most = np.ones(len(names), dtype=np.int64)
    orbit = orbit.reshape(people, people)
    most[orbit[np.ix_(fixed, fixed)].ravel()] = 0
    half = alike & (2 * ahead == ring)
    most[orbit[half]] = 0
    most[np.diag(orbit)] = 0
    return orbit.astype(np.int64), most


def turned(tables: int, size: int, shape: tuple[int, int], bits: Array, steps: int) -> Plan:
    """Anneal base weeks and turn them. `shape` is the ring and how many base weeks."""
    ring, base = shape
    people = tables * size
    orbit, most = classes(people, ring)
    rng = np.random.default_rng(int(bits[0] >> np.uint64(1)))
    week = np.array([rng.permutation(people) for _ in range(base)], dtype=np.int64)
    if starter_kernels.anneal_starter(orbit, most, week, size, bits, steps, 1.0, 0.13):
        return ()
    turning = people // ring * ring
    return tuple(
        tuple(
            tuple(int(p) if p >= turning else int(p) // ring * ring + (int(p) % ring + turn) % ring for p in one)
            for one in row.reshape(tables, size)
        )
        for row in week
        for turn in range(ring)
    )


def differences(tables: int, size: int, weeks: int, bits: Array, steps: int) -> Plan:
    """Anneal a difference matrix over the cyclic group; where columns fill whole tables, they give the last week."""
    rows = weeks - 1 if size <= tables and tables % size == 0 else weeks
    if rows > tables or rows < 1:
        return ()
    matrix = np.zeros((rows, size), dtype=np.int64)
    if starter_kernels.anneal_differences(tables, matrix, bits, steps, 0.8, 0.18):
        return ()
    return with_columns(tables, size, from_differences(group((tables,)), matrix.tolist()))
