"""Count what a seating breaks and how well it meets each aim, and what each count weighs in the search."""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.mixing.model import REPEATS, WISHES
from groundswell.engines.mixing.problem import Array, Problem

GENTLE = 8
"""Weight of one aim against the next while the search is warm."""


@dataclass(frozen=True)
class Weights:
    """What one broken rule, one moved seat and one count of each aim cost."""

    hard: int
    moved: int
    aims: dict[str, int]


@dataclass(frozen=True)
class Counts:
    """What a seating comes to. `repeats` leaves out what the rules force; `forced` is that part."""

    broken: int
    moved: int
    aims: dict[str, int]
    forced: int

    def price(self, weights: Weights) -> int:
        """Weigh it as the search does, forced repeats included."""
        aims = sum(weights.aims[name] * count for name, count in self.aims.items() if name in weights.aims)
        return (
            weights.hard * self.broken + weights.moved * self.moved + aims + weights.aims.get(REPEATS, 0) * self.forced
        )

    def key(self, order: tuple[str, ...]) -> tuple[int, ...]:
        """Order seatings as the rules do: broken rules, moved seats, then the aims one after the other."""
        return (self.broken, self.moved, *(self.aims[name] for name in order))


def meetings(problem: Problem, table: Array) -> Array:
    """How often each two sit together, `[P, P]`."""
    met = np.zeros((table.shape[1], table.shape[1]), dtype=np.int16)
    for row in table:
        met += (row[:, None] == row[None, :]) & (row[:, None] >= 0)
    np.fill_diagonal(met, 0)
    return met


def count(problem: Problem, table: Array, planned: Array | None, rounds: list[int]) -> Counts:
    """Count a full seating `table[R, P]`; broken rules and moves only in `rounds`, the ones that may change."""
    met = meetings(problem, table).astype(np.int64)
    allowance = np.maximum(1, problem.together)
    aims = {REPEATS: int(np.triu(np.maximum(0, met - allowance), 1).sum())}
    for name, same in problem.same.items():
        aims[name] = int(np.triu(met * same, 1).sum())
    aims[WISHES] = int(np.triu(problem.wish * (met == 0), 1).sum())
    forced = int(np.triu(allowance - 1, 1).sum())
    return Counts(broken(problem, table, rounds), moved(table, planned, rounds), aims, forced)


def moved(table: Array, planned: Array | None, rounds: list[int]) -> int:
    """Seats that differ from the plan; someone without a seat in the plan has none to lose."""
    if planned is None:
        return 0
    now, before = table[rounds], planned[rounds]
    return int(((now != before) & (before >= 0) & (now >= 0)).sum())


def broken(problem: Problem, table: Array, rounds: list[int]) -> int:
    """Unmet needs and pairs who should be apart."""
    total = 0
    for number in rounds:
        row = table[number]
        together = (row[:, None] == row[None, :]) & (row[:, None] >= 0)
        total += int(np.triu(together & problem.apart[problem.version[number]], 1).sum())
    needed, given = sums(problem, table)
    total += int((needed * (given <= 0))[rounds].sum())
    return total


def sums(problem: Problem, table: Array) -> tuple[Array, Array]:
    """What is needed and given at each table, `[R, T, K]` each."""
    needs = problem.needs
    shape = (*problem.size.shape, len(needs.names))
    needed = np.zeros(shape, dtype=np.int64)
    given = np.zeros(shape, dtype=np.int64)
    used = problem.size > 0
    needed[used] = needs.base_needed
    given[used] = needs.base_given
    for number, row in enumerate(table):
        there = np.flatnonzero(row >= 0)
        np.add.at(needed[number], row[there], needs.need[there])
        np.add.at(given[number], row[there], needs.give[there])
    return needed, given


def gentle(problem: Problem, *, moves: bool) -> Weights:
    """Weights a few times apart: the search can pass from one plan to another."""
    order = problem.gathering.rules.aims
    aims = {name: GENTLE ** (len(order) - 1 - place) for place, name in enumerate(order)}
    top = GENTLE ** len(order)
    return Weights(hard=top * (GENTLE if moves else 1), moved=top if moves else 0, aims=aims)


def strict(problem: Problem, *, moves: bool) -> Weights | None:
    """Weights so far apart that no sum of lesser ones outweighs one greater; None where 64 bits do not hold them."""
    pairs = int((problem.size * (problem.size - 1) // 2).sum())
    weight, aims = 1, {}
    for name in reversed(problem.gathering.rules.aims):
        aims[name] = weight
        most = int(problem.wish.sum()) // 2 if name == WISHES else pairs
        weight *= most + 1
    moved = weight if moves else 0
    if moves:
        weight *= int(problem.present.sum()) + 1
    if weight > 1 << 44:
        return None
    return Weights(hard=weight, moved=moved, aims=aims)


def prices(problem: Problem, weights: Weights) -> tuple[Array, Array]:
    """Price of a first and of each further meeting, `[V, P, P]` each."""
    each = np.zeros(problem.wish.shape, dtype=np.int64)
    for name, same in problem.same.items():
        each += weights.aims[name] * same
    apart = problem.apart.astype(np.int64) * weights.hard
    first = each - weights.aims.get(WISHES, 0) * problem.wish
    again = each + weights.aims.get(REPEATS, 0)
    return np.ascontiguousarray(apart + first), np.ascontiguousarray(apart + again)
