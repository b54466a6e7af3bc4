# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Whom nothing reaches, and the shortest bridge to them.

A person is out of reach where no chain of ties leads from those who begin. The unreached fall into islands; an island
that no other unreached person leads into needs one new tie, and everyone down its stream is opened with it.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.distance import great_circle_km
from groundswell.engines.reach.forms import SMALLEST
from groundswell.engines.reach.network import Floats, Ints, Network, Truths, outgoing
from groundswell.engines.reach.people import People

NEAREST_FIRST = ("school", "district", "county", "region")
"""Columns in which two people can stand close, closest first."""

COUNTED = 3000
"""Islands for which it is worked out whom they open; smaller ones count themselves only."""


@dataclass(frozen=True)
class Bridge:
    """One new tie, from `reached` to `entry`, that opens the way to `opens` people.

    `together` is the closest group that both share, empty where it is too small to be told.
    """

    reached: int
    entry: int
    opens: int
    km: float | None
    together: str


@dataclass(frozen=True, eq=False)
class Gaps:
    """`cut_off` marks people whom no chain of ties reaches; `islands` is how many new ties would reach them all."""

    cut_off: Truths
    islands: int
    bridges: tuple[Bridge, ...]


@njit(cache=True, nogil=True)
def _flood(start: Any, goal: Any, first: Any, seen: Any) -> Any:
    """Mark everyone down the stream of `first` in `seen`; return them in the order found."""
    found = np.empty(len(start) - 1, np.int32)
    tail = 0
    for v in first:
        if not seen[v]:
            seen[v] = True
            found[tail] = v
            tail += 1
    head = 0
    while head < tail:
        u = found[head]
        head += 1
        for at in range(start[u], start[u + 1]):
            v = goal[at]
            if not seen[v]:
                seen[v] = True
                found[tail] = v
                tail += 1
    return found[:tail].copy()


def find_gaps(
    network: Network, beginners: Ints, people: People | None = None, *, chance: Floats | None = None, most: int = 20
) -> Gaps:
    """Find the cut off and the `most` bridges that open most. `chance` (of being reached) says from whom to build."""
    start, goal, _ = outgoing(network)
    seen = np.zeros(network.people, np.bool_)
    _flood(start, goal, beginners.astype(np.int32), seen)
    cut_off = ~seen
    if not cut_off.any() or not seen.any():
        return Gaps(cut_off, int(cut_off.any()), ())
    islands = _islands(network, cut_off)
    found: list[tuple[int, Ints]] = []
    opened = seen.copy()
    for island in sorted(islands, key=lambda part: (-len(part), int(part[0])))[:COUNTED]:
        opened[:] = seen
        found.append((len(_flood(start, goal, island[:1], opened)), island))
    found.sort(key=lambda entry: (-entry[0], int(entry[1][0])))
    strength = np.bincount(
        network.origin,
        network.probabilities(),
        network.people,
    )
    likely = strength if chance is None else chance
    reached = np.flatnonzero(seen).astype(np.int32)
    columns = _near_columns(people, network.people)
    bridges = tuple(
        _bridge(people, columns, reached, int(island[np.argmax(strength[island])]), opens, likely)
        for opens, island in found[:most]
    )
    return Gaps(cut_off, len(islands), bridges)


def bridge_to(network: Network, entry: int, reached: Truths, people: People | None, chance: Floats) -> Bridge | None:
    """Find the shortest new tie to one person from those who are reached; None where nobody is."""
    from_whom = np.flatnonzero(reached).astype(np.int32)
    if not len(from_whom):
        return None
    start, goal, _ = outgoing(network)
    opened = reached.copy()
    opens = len(_flood(start, goal, np.array([entry], np.int32), opened))
    return _bridge(people, _near_columns(people, network.people), from_whom, entry, opens, chance)


def _near_columns(people: People | None, count: int) -> dict[str, np.ndarray]:
    """Groups by column, closest first; those who are in no file of people have none."""
    if people is None:
        return {}
    more = [""] * (count - len(people))
    return {name: np.array([*people.groups(name), *more]) for name in NEAREST_FIRST if name in people.columns}


def _islands(network: Network, cut_off: Truths) -> list[Ints]:
    """Strongly connected parts of the cut off that no other cut off person leads into."""
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    number = np.cumsum(cut_off) - 1
    target = network.targets()
    inside = cut_off[network.origin] & cut_off[target]
    source, goal = number[network.origin[inside]], number[target[inside]]
    size = int(cut_off.sum())
    matrix = coo_matrix((np.ones(len(source), np.int8), (source, goal)), shape=(size, size))
    count, part = connected_components(matrix, directed=True, connection="strong")
    led_into = np.zeros(count, np.bool_)
    across = part[source] != part[goal]
    led_into[part[goal[across]]] = True
    members = np.flatnonzero(cut_off).astype(np.int32)
    order = np.argsort(part, kind="stable")
    edges = np.flatnonzero(np.diff(part[order])) + 1
    return [members[group] for group in np.split(order, edges) if not led_into[part[group[0]]]]


def _bridge(
    people: People | None, columns: dict[str, np.ndarray], reached: Ints, entry: int, opens: int, likely: Floats
) -> Bridge:
    """Choose the reached person who stands closest to the entry; among equals the likeliest reached."""
    best = reached
    together = ""
    for column, group in columns.items():
        same = reached[group[reached] == group[entry]]
        if group[entry] and len(same):
            best = same
            if int((group == group[entry]).sum()) >= SMALLEST:
                together = f"{column} {group[entry]}"
            break
    km = (
        np.array([_km(people, int(v), entry) for v in best])
        if _has_place(people, entry)
        else np.full(len(best), np.nan)
    )
    if np.isfinite(km).any():
        least = np.nanmin(km)
        near = np.flatnonzero(km <= least + 1e-9)
        choice = near[np.argmax(likely[best[near]])]
        return Bridge(int(best[choice]), entry, opens, float(least), together)
    return Bridge(int(best[np.argmax(likely[best])]), entry, opens, None, together)


def _has_place(people: People | None, number: int) -> bool:
    return people is not None and number < len(people) and people.everyone[number].latitude is not None


def _km(people: People | None, one: int, other: int) -> float:
    """Kilometers between two people; not a number where a place is not known."""
    if people is None or max(one, other) >= len(people):
        return float("nan")
    a, b = people.everyone[one], people.everyone[other]
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return float("nan")
    return great_circle_km(a.latitude, a.longitude, b.latitude, b.longitude)
