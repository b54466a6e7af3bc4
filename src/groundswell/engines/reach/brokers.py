"""Who holds circles together: brokers, cut points, cores, and groups that keep to themselves.

E-I index: Krackhardt and Stern, Social Psychology Quarterly 51 (1988). Betweenness: Brandes, Journal of Mathematical
Sociology 25 (2001). Cores: Batagelj and Zaversnik (2003). Cut points: Tarjan, SIAM Journal on Computing 1 (1972).
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.reach.network import Floats, Ints, Longs, Network, outgoing

STEPS = 400_000_000
"""Ties looked at for betweenness; in larger networks it is estimated from as many starting people as fit."""


@dataclass(frozen=True)
class Circle:
    """One group: ties inside and out, its E-I index (-1 all inside, 1 all out), and what chance would give."""

    group: int
    people: int
    inside: int
    across: int
    index: float
    by_chance: float
    linkers: int  # people of the group with a tie to another group


@dataclass(frozen=True, eq=False)
class Structure:
    """By person: betweenness (share of shortest ways), core number, how many a cut point holds; by group: circles."""

    betweenness: Floats
    core: Ints
    cuts_off: Ints
    groups_met: Ints
    circles: tuple[Circle, ...]
    index: float
    estimated: bool


def study(network: Network, groups: Ints, *, seed: int = 1) -> Structure:
    """Study the network. `groups` numbers everyone's group, -1 where none is known."""
    start, friend = undirected(network)
    out_start, goal, _ = outgoing(network)
    fits = max(8, STEPS // max(1, network.ties))
    pivots = np.arange(network.people, dtype=np.int32)
    if fits < network.people:
        pivots = np.random.default_rng(seed).choice(network.people, fits, replace=False).astype(np.int32)
    between = _betweenness(out_start, goal, pivots) * (network.people / len(pivots))
    pairs = max(1, (network.people - 1) * (network.people - 2))
    circles, index = _circles(start, friend, groups)
    return Structure(
        between / pairs,
        _cores(start, friend),
        _cut_points(start, friend),
        _groups_met(start, friend, groups),
        circles,
        index,
        fits < network.people,
    )


def held_together(start: Longs, friend: Ints, groups: Ints | None) -> tuple[Ints, Ints]:
    """By person: how many other groups they have ties to, and how many would lose their way if they left."""
    people = len(start) - 1
    codes = np.full(people, -1, np.int32) if groups is None else groups
    return _groups_met(start, friend, codes), _cut_points(start, friend)


def undirected(network: Network) -> tuple[Longs, Ints]:
    """Ties without direction, each pair once at each end."""
    source, target = network.origin.astype(np.int64), network.targets().astype(np.int64)
    key = np.unique(np.concatenate([source * network.people + target, target * network.people + source]))
    first = np.searchsorted(key, np.arange(network.people + 1, dtype=np.int64) * network.people)
    return first.astype(np.int64), (key % max(1, network.people)).astype(np.int32)


def _circles(start: Longs, friend: Ints, groups: Ints) -> tuple[tuple[Circle, ...], float]:
    count = int(groups.max(initial=-1)) + 1
    mine = np.repeat(groups, np.diff(start))
    theirs = groups[friend]
    known = (mine >= 0) & (theirs >= 0)
    same = known & (mine == theirs)
    out = known & (mine != theirs)
    size = np.bincount(groups[groups >= 0], minlength=count)
    inside = np.bincount(mine[same], minlength=count) // 2
    across = np.bincount(mine[out], minlength=count)
    who = np.repeat(np.arange(len(groups)), np.diff(start))
    linkers = np.bincount(groups[np.unique(who[out])], minlength=count)
    others = max(1, int(size.sum()) - 1)
    circles = []
    for g in range(count):
        ties = int(inside[g] + across[g])
        own = (size[g] - 1) / others / 2
        away = (size.sum() - size[g]) / others
        by_chance = (away - own) / (away + own) if away + own > 0 else 0.0
        index = (across[g] - inside[g]) / ties if ties else 0.0
        circles.append(
            Circle(g, int(size[g]), int(inside[g]), int(across[g]), float(index), float(by_chance), int(linkers[g]))
        )
    total_in, total_out = int(inside.sum()), int(across.sum()) // 2
    index = (total_out - total_in) / (total_out + total_in) if total_in + total_out else 0.0
    return tuple(circles), index


@njit(cache=True, nogil=True)
def _groups_met(start: Any, friend: Any, groups: Any) -> Any:
    """How many groups other than their own each person has ties to."""
    met = np.zeros(len(groups), np.int32)
    last = np.full(max(1, groups.max() + 1) if len(groups) else 1, -1, np.int64)
    for v in range(len(groups)):
        for at in range(start[v], start[v + 1]):
            g = groups[friend[at]]
            if g >= 0 and g != groups[v] and last[g] != v:
                last[g] = v
                met[v] += 1
    return met


@njit(cache=True, nogil=True)
def _betweenness(start: Any, goal: Any, pivots: Any) -> Any:
    people = len(start) - 1
    total = np.zeros(people, np.float64)
    far = np.full(people, -1, np.int32)
    ways = np.zeros(people, np.float64)
    rely = np.zeros(people, np.float64)
    order = np.empty(people, np.int32)
    for s in pivots:
        far[s] = 0
        ways[s] = 1.0
        order[0] = s
        head, tail = 0, 1
        while head < tail:
            u = order[head]
            head += 1
            for at in range(start[u], start[u + 1]):
                v = goal[at]
                if far[v] < 0:
                    far[v] = far[u] + 1
                    order[tail] = v
                    tail += 1
                if far[v] == far[u] + 1:
                    ways[v] += ways[u]
        for j in range(tail - 1, -1, -1):
            u = order[j]
            for at in range(start[u], start[u + 1]):
                v = goal[at]
                if far[v] == far[u] + 1:
                    rely[u] += ways[u] / ways[v] * (1.0 + rely[v])
            if u != s:
                total[u] += rely[u]
        for j in range(tail):
            v = order[j]
            far[v] = -1
            ways[v] = 0.0
            rely[v] = 0.0
    return total


@njit(cache=True, nogil=True)
def _cores(start: Any, friend: Any) -> Any:
    people = len(start) - 1
    degree = np.empty(people, np.int32)
    for v in range(people):
        degree[v] = start[v + 1] - start[v]
    most = degree.max() if people else 0
    bins = np.zeros(most + 2, np.int64)
    for v in range(people):
        bins[degree[v] + 1] += 1
    for d in range(most + 1):
        bins[d + 1] += bins[d]
    at_bin = bins[:-1].copy()
    place = np.empty(people, np.int64)
    order = np.empty(people, np.int32)
    for v in range(people):
        place[v] = at_bin[degree[v]]
        order[place[v]] = v
        at_bin[degree[v]] += 1
    for i in range(people):
        v = order[i]
        for at in range(start[v], start[v + 1]):
            u = friend[at]
            if degree[u] > degree[v]:
                first = bins[degree[u]]
                w = order[first]
                if u != w:
                    order[place[u]], place[w] = w, place[u]
                    order[first], place[u] = u, first
                bins[degree[u]] += 1
                degree[u] -= 1
    return degree


@njit(cache=True, nogil=True)
def _cut_points(start: Any, friend: Any) -> Any:
    """For each person, how many others would lose the way to the largest part if the person left (0: no cut point)."""
    people = len(start) - 1
    found = np.full(people, -1, np.int32)
    low = np.zeros(people, np.int32)
    parent = np.full(people, -1, np.int32)
    below = np.ones(people, np.int32)
    cut = np.zeros(people, np.int32)  # people in parts below that hang on the person
    largest = np.zeros(people, np.int32)
    at = start[:-1].copy()
    order = np.empty(people, np.int32)
    clock = 0
    for root in range(people):
        if found[root] >= 0:
            continue
        first = clock
        v = root
        found[v] = low[v] = clock
        order[clock] = v
        clock += 1
        while v >= 0:
            if at[v] < start[v + 1]:
                u = friend[at[v]]
                at[v] += 1
                if found[u] < 0:
                    parent[u] = v
                    found[u] = low[u] = clock
                    order[clock] = u
                    clock += 1
                    v = u
                elif u != parent[v]:
                    low[v] = min(low[v], found[u])
                continue
            up = parent[v]
            if up >= 0:
                below[up] += below[v]
                low[up] = min(low[up], low[v])
                if low[v] >= found[up]:
                    cut[up] += below[v]
                    largest[up] = max(largest[up], below[v])
            v = up
        size = clock - first
        for j in range(first, clock):
            w = order[j]
            rest = size - 1 - cut[w]
            cut[w] = size - 1 - max(rest, largest[w])
    return cut
