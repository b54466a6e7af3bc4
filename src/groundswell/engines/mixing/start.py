"""A first seating that keeps sizes, teams, sites and places fit for a wheelchair; the search keeps these ever after."""

from collections.abc import Sequence

import numpy as np

from groundswell.engines.mixing.problem import Array, Problem

TRIES = 60


def first_seating(
    problem: Problem, rng: np.random.Generator, rounds: Sequence[int], wanted: Array | None
) -> Array | None:
    """Return a table for each person in these rounds (`[R, P]`, -1 elsewhere), or None where no try worked out.

    `wanted[R, P]` is a table to keep where it can be had, or -1.
    """
    table = np.full(problem.present.shape, -1, dtype=np.int64)
    for number in rounds:
        for attempt in range(TRIES):
            seated = seat_round(
                problem, rng, number, None if wanted is None or attempt >= TRIES // 2 else wanted[number]
            )
            if seated is not None:
                table[number] = seated
                break
        else:
            return None
    return table


def units_of(problem: Problem, number: int) -> list[list[int]]:
    """Teams and single people who are there in a round."""
    team = problem.teams.team[number]
    there = np.flatnonzero(problem.present[number])
    singles = [[int(p)] for p in there if team[p] < 0]
    teams = [
        [int(p) for p in problem.teams.members[k, : problem.teams.length[k]]]
        for k in sorted({int(team[p]) for p in there if team[p] >= 0})
    ]
    return teams + singles


def seat_round(problem: Problem, rng: np.random.Generator, number: int, wanted: Array | None) -> Array | None:
    """Seat one round: those with the fewest possible tables and the biggest teams first, each where most room is."""
    size = problem.size[number]
    low = problem.low[number]
    fill = np.zeros(size.shape, dtype=np.int64)
    seated = np.full(problem.present.shape[1], -1, dtype=np.int64)
    gives = problem.needs.give[:, 0] if problem.needs.base_needed.any() else np.zeros(seated.shape, np.int64)
    given = np.zeros(size.shape, dtype=np.int64)
    units = units_of(problem, number)
    masks = [problem.allowed[number][unit].all(axis=0) & (size > 0) for unit in units]
    choice = [int(mask.sum()) for mask in masks]
    noise = rng.random(len(units))
    order = sorted(
        range(len(units)),
        key=lambda u: (
            choice[u] == len(size) and len(units[u]) == 1,
            -len(units[u]),
            -int(gives[units[u]].sum()),
            choice[u],
            noise[u],
        ),
    )
    for u in order:
        unit, mask = units[u], masks[u]
        open_ = np.flatnonzero(mask & (fill + len(unit) <= size))
        if not len(open_):
            return None
        kept = [int(wanted[p]) for p in unit if wanted is not None and wanted[p] >= 0]
        if kept and kept[0] in open_:
            t = kept[0]
        else:
            lacking = given[open_] if gives[unit].any() else np.zeros(len(open_))
            short = np.where(fill[open_] < low[open_], 0, 1)
            best = np.lexsort((rng.random(len(open_)), fill[open_], short, lacking))
            t = int(open_[best[0]])
        seated[unit] = t
        fill[t] += len(unit)
        given[t] += gives[unit].sum()
    return fill_up(problem, number, seated, fill)


def fill_up(problem: Problem, number: int, seated: Array, fill: Array) -> Array | None:
    """Bring single people to tables that have too few."""
    low = problem.low[number]
    for t in np.flatnonzero(fill < low):
        while fill[t] < low[t]:
            movable = [
                int(p)
                for p in np.flatnonzero(
                    (seated >= 0) & (problem.teams.team[number] < 0) & problem.allowed[number][:, t]
                )
                if fill[seated[p]] > low[seated[p]]
            ]
            if not movable:
                return None
            p = max(movable, key=lambda q: fill[seated[q]])
            fill[seated[p]] -= 1
            seated[p] = t
            fill[t] += 1
    return seated
