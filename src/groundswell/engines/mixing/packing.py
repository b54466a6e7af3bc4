"""Which hard rules cannot hold together in a round: an exact model of one round, relaxed rule by rule.

People and teams who are alike are counted together: `x[kind, table]` of a kind sit at a table. What is left when no further
rule can be dropped without making the round possible is a smallest set of rules that conflict.
"""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from groundswell.engines.integer import Program, solve
from groundswell.engines.mixing.problem import Array, Problem, allowed_tables
from groundswell.engines.mixing.start import units_of

SECONDS = 2.0
FAMILIES = ("least", "most", "together", "apart", "facilitators", "languages", "wheelchairs")


@dataclass(frozen=True)
class Kind:
    """People or teams who count alike: those named in a pair to be kept apart stand alone (`alone` is their number)."""

    size: int
    tables: tuple[bool, ...]
    need: tuple[int, ...]
    give: tuple[int, ...]
    alone: int


def conflicts(problem: Problem, rounds: list[int]) -> tuple[str, ...]:
    """Say for each round that is impossible which rules conflict; empty where none is proved to be so."""
    told: dict[str, list[int]] = {}
    for number in rounds:
        active = list(FAMILIES)
        if possible(problem, number, active):
            continue
        for family in FAMILIES:
            rest = [other for other in active if other != family]
            if not possible(problem, number, rest):
                active = rest
        told.setdefault("; ".join(in_words(problem, family) for family in active), []).append(number + 1)
    return tuple(
        f"Round{'s' if len(numbers) > 1 else ''} {', '.join(map(str, numbers))}: {rules}."
        for rules, numbers in told.items()
    )


def in_words(problem: Problem, family: str) -> str:
    """Name a family of rules as the person knows it."""
    tables = problem.gathering.tables
    fewest, most = int(problem.low[problem.size > 0].min()), int(problem.size.max())
    return {
        "least": f"at least {tables.low or fewest} people at each table",
        "most": f"at most {tables.high or most} people at each table",
        "together": "people kept together",
        "apart": "people kept apart",
        "facilitators": f"{problem.gathering.rules.facilitators} facilitator(s) at each table",
        "languages": "someone for each language at the table",
        "wheelchairs": "wheelchair-ready tables",
    }[family]


def possible(problem: Problem, number: int, active: list[str]) -> bool:
    """Whether the round can be seated under these rules (or the solver could not tell in its time)."""
    kinds, apart = kinds_of(problem, number, active)
    names = list(kinds)
    used = np.flatnonzero(problem.size[number] > 0)
    width = len(used)
    matrix: list[tuple[dict[int, int], float, float]] = []
    for k, kind in enumerate(names):
        matrix.append(({k * width + t: 1 for t in range(width)}, kinds[kind], kinds[kind]))
    everyone = int(problem.present[number].sum())
    for t, table in enumerate(used):
        least = problem.low[number, table] if "least" in active else 0
        most = problem.size[number, table] if "most" in active else everyone
        matrix.append(({k * width + t: kind.size for k, kind in enumerate(names)}, least, most))
        matrix += [({a * width + t: 1, b * width + t: 1}, 0, 1) for a, b in apart]
        matrix += needs_at(problem, names, active, t, width)
    top = np.array([kinds[kind] * kind.tables[table] for kind in names for table in used], dtype=float)
    program = Program(np.zeros(len(top)), np.zeros(len(top)), top)
    for row, low, high in matrix:
        program.add(list(row), low, high, list(row.values()))
    return not solve(program, seconds=SECONDS).impossible


def needs_at(
    problem: Problem, names: list[Kind], active: list[str], t: int, width: int
) -> list[tuple[dict[int, int], float, float]]:
    """Constraints of one table about facilitators and languages."""
    found: list[tuple[dict[int, int], float, float]] = []
    for n in range(len(problem.needs.names)):
        given = {k * width + t: kind.give[n] for k, kind in enumerate(names) if kind.give[n]}
        if problem.needs.base_needed[n]:
            if "facilitators" in active:
                found.append((given, 1 - int(problem.needs.base_given[n]), np.inf))
        elif "languages" in active:
            most = int(problem.size.max())
            for k, kind in enumerate(names):
                if kind.need[n]:
                    row = dict.fromkeys(given, most)
                    row[k * width + t] = row.get(k * width + t, 0) - 1
                    found.append((row, 0, np.inf))
    return found


def kinds_of(problem: Problem, number: int, active: list[str]) -> tuple[Counter[Kind], list[tuple[int, int]]]:
    """Count the kinds of a round, and list the pairs of kinds that are kept apart by their places in the count."""
    units = units_of(problem, number)
    if "together" not in active:
        units = [[p] for unit in units for p in unit]
    apart = problem.apart[problem.version[number]] if "apart" in active else np.zeros_like(problem.apart[0])
    kinds: Counter[Kind] = Counter()
    place: dict[int, Kind] = {}
    for u, unit in enumerate(units):
        kind = Kind(
            len(unit),
            tuple(bool(allowed) for allowed in open_tables(problem, number, unit, active)),
            tuple(int(n) for n in problem.needs.need[unit].sum(axis=0)),
            tuple(int(n) for n in problem.needs.give[unit].sum(axis=0)),
            u if apart[unit].any() else -1,
        )
        kinds[kind] += 1
        place.update(dict.fromkeys(unit, kind))
    order = {kind: k for k, kind in enumerate(kinds)}
    pairs = {
        (order[place[int(p)]], order[place[int(q)]])
        for p, q in np.argwhere(np.triu(apart))
        if int(p) in place and int(q) in place and place[int(p)] != place[int(q)]
    }
    return kinds, sorted(pairs)


def open_tables(problem: Problem, number: int, unit: list[int], active: list[str]) -> Array:
    """Tables where all of a unit may sit."""
    allowed = problem.allowed if "wheelchairs" in active else without_wheelchairs(problem)
    mask: Array = allowed[number][unit].all(axis=0)
    return mask


def without_wheelchairs(problem: Problem) -> Array:
    """Tell who may sit where if all tables were ready for wheelchairs."""
    tables = replace(problem.gathering.tables, wheelchair_ready=None)
    return allowed_tables(replace(problem.gathering, tables=tables))
