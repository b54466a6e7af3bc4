"""Samples in which every group with a floor is drawn often enough, and what a choice reaches in them."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from groundswell.engines.reach.network import Floats, Ints, Longs, Network, Truths
from groundswell.engines.reach.sampling import Roots, Sampler, Sets, join
from groundswell.engines.reach.seeds import Choice, Task
from groundswell.engines.reach.weighing import gains, hit_by, improve, lifted_greedy, list_sets, weigh

if TYPE_CHECKING:
    from groundswell.engines.reach.floors import Floor

HITS = 1000
"""Hits wanted in a group at its floor: a standard error of 3.2 %."""

PASSES = 4
"""Times that each of a choice may be swapped for another."""

ENTRIES = 5_000_000
"""Members of sets kept for one sample at most."""

CHOOSING, CHECKING, FINAL = 11, 12, 13  # purposes: streams of random numbers that never meet


@dataclass(frozen=True, eq=False)
class Measure:
    """People reached in all and in each group, with the standard error of the latter."""

    total: float
    group: Floats
    group_error: Floats


@dataclass(frozen=True, eq=False)
class Sample:
    """Sets drawn, the cell of each, and which those who are in already hit."""

    sets: Sets
    cell: Ints
    already: np.ndarray


class Strata:
    """Cells are the combinations of groups that occur; set i has its root in cell `cell[i]` and weighs `weight`."""

    def __init__(self, network: Network, task: Task, floors: "tuple[Floor, ...]", cells: Ints, groups: Ints) -> None:
        self.network = network
        self.task = task
        self.names = tuple(floor.name for floor in floors)
        self.members = tuple(floor.members for floor in floors)
        self.groups = groups
        self._cells = cells
        self.size = np.bincount(cells, minlength=len(groups)).astype(np.float64)
        self.cell: Ints = np.zeros(0, np.int32)
        self.weight: Floats = np.zeros(0)
        self._best_in: dict[int, Ints] = {}

    def allot(self, wanted: Longs) -> None:
        """Set how many sets each cell gets (at least 1 where it has people): its people in turn, where it gets so many."""
        wanted = np.where(self.size > 0, np.maximum(wanted, 1), 0)
        size = np.maximum(self.size, 1.0).astype(np.int64)
        wanted = np.where(wanted >= size, -(-wanted // size) * size, wanted)
        self.cell = np.repeat(np.arange(len(wanted), dtype=np.int32), wanted)
        self.weight = np.divide(self.size, wanted, out=np.zeros_like(self.size), where=wanted > 0)

    def draw(self, purpose: int) -> Sample:
        """Draw one sample."""
        order = np.argsort(self._cells, kind="stable").astype(np.int32)
        each = np.arange(self.network.people + 1, dtype=np.int64)
        roots = Roots(order, each, self._in_turn(purpose))
        sampler = Sampler(self.network, roots, seed=self.task.seed, threads=self.task.threads)
        sampler.fit()
        sets = join(sampler.draw(purpose, 0, len(self.cell)))
        return Sample(sets, self.cell, hit_by(self.network.people, sets.offset, sets.members, self.task.already))

    def _in_turn(self, purpose: int) -> Ints:
        """Say who begins each set, as a place in the order of cells: all of a cell equally often, or so many at random."""
        rng = np.random.default_rng([self.task.seed, purpose])
        places: list[Ints] = []
        first = 0
        for size, sets in zip(self.size.astype(int).tolist(), np.bincount(self.cell).tolist(), strict=False):
            one = np.tile(np.arange(size), sets // size) if sets >= size else rng.choice(size, sets, replace=False)
            places.append((first + one).astype(np.int32))
            first += size
        return np.concatenate(places)

    @cached_property
    def choosing(self) -> Sample:
        return self.draw(CHOOSING)

    @cached_property
    def checking(self) -> Sample:
        return self.draw(CHECKING)

    @cached_property
    def last(self) -> Sample:
        return self.draw(FINAL)

    @property
    def entries(self) -> int:
        """Members of all sets that choose."""
        return len(self.choosing.sets.members)

    @cached_property
    def _listed(self) -> tuple[Longs, Ints]:
        low, inside = list_sets(self.network.people, self.choosing.sets.offset, self.choosing.sets.members)
        return low, inside

    @cached_property
    def _candidates(self) -> Truths:
        return self.task.allowed & ~self.task.already

    def greedy(
        self, k: int, lift: Floats, target: Floats, *, plain: float, first: Ints | None = None
    ) -> tuple[Ints, Floats]:
        """Choose on the choosing sample; `first` are chosen beforehand and count among the k."""
        low, inside = self._listed
        sets = self.choosing.sets
        hit = self.choosing.already
        given = np.zeros(0, np.int32) if first is None else first
        if len(given):
            mark = np.zeros(self.network.people, np.bool_)
            mark[given] = True
            hit = hit | hit_by(self.network.people, sets.offset, sets.members, mark)
        adds = self._adds(lift, plain, hit)
        ahead = _rank(adds, 20 * k + 2000)
        chosen, value = lifted_greedy(
            low, inside, adds, ahead, self.cell, self.weight, self.groups, lift, target, k - len(given), hit, plain
        )
        return self._completed(np.concatenate([given, chosen]).astype(np.int32), k if plain else 0), value

    def _adds(self, lift: Floats, plain: float, hit: np.ndarray) -> Floats:
        """What each candidate adds at first, while no floor is held."""
        factor = plain + np.append(lift, 0.0)[self.groups].sum(axis=1)
        sets = self.choosing.sets
        adds: Floats = gains(self.network.people, sets.offset, sets.members, self.cell, self.weight * factor, hit)
        return np.where(self._candidates, adds, 0.0)

    def improve(self, chosen: Ints, target: Floats, pool: Ints) -> tuple[Ints, float, Floats]:
        """Swap people for those of a pool while that adds spread or serves a floor. Returns the chosen, spread and people
        by group.
        """
        low, inside = self._listed
        better, spread, value = improve(
            low,
            inside,
            self.cell,
            self.weight,
            self.groups,
            target,
            chosen,
            pool,
            self._plain_adds,
            self.choosing.already,
            float(self.size.sum()),
            PASSES,
        )
        return better, float(spread), value

    def pool(self, lift: Floats) -> Ints:
        """People worth a swap: the strongest in all, under the weights found, and in each group that was lifted."""
        best = [_strongest(self._plain_adds, 80), _strongest(self._adds(lift, 1.0, self.choosing.already), 80)]
        lifted = [int(g) for g in np.argsort(-lift, kind="stable")[:30] if lift[g] > 0.0]
        return np.unique(np.concatenate([*best, *map(self._strongest_in, lifted)]))

    @cached_property
    def _plain_adds(self) -> Floats:
        return self._adds(np.zeros(len(self.names)), 1.0, self.choosing.already)

    def _strongest_in(self, group: int) -> Ints:
        if group not in self._best_in:
            only = np.zeros(len(self.names))
            only[group] = 1.0
            self._best_in[group] = _strongest(self._adds(only, 0.0, self.choosing.already), 4)
        return self._best_in[group]

    def _completed(self, chosen: Ints, k: int) -> Ints:
        """Add people in order of number where nobody adds anything in the sample."""
        if len(chosen) >= k:
            return chosen
        rest = np.flatnonzero(self._candidates)
        rest = rest[~np.isin(rest, chosen)][: k - len(chosen)]
        return np.concatenate([chosen, rest]).astype(np.int32)

    def alone(self, group: int, k: int) -> float:
        """People reached in one group when nothing else counts."""
        lift = np.zeros(len(self.names))
        lift[group] = 1.0
        target = np.zeros(len(self.names))
        target[group] = np.inf
        _, value = self.greedy(k, lift, target, plain=0.0)
        return float(value[group])

    def seen(self, chosen: Ints) -> Measure:
        """Measure on the sample that chose."""
        return self._measure(self.choosing, chosen)

    def checked(self, chosen: Ints) -> Measure:
        """Measure on an independent sample, which decides whether floors are raised."""
        return self._measure(self.checking, chosen)

    def final(self, chosen: Ints) -> Measure:
        """Measure on a sample that decided nothing."""
        return self._measure(self.last, chosen)

    def _measure(self, sample: Sample, chosen: Ints) -> Measure:
        per_cell = weigh(sample.sets.offset, sample.sets.members, sample.cell, self.weight, chosen, sample.already)
        group = np.zeros(len(self.names))
        variance = np.zeros(len(self.names))
        spare = np.maximum(1.0 - per_cell / np.maximum(self.size, 1e-9), 0.0)
        for column in range(self.groups.shape[1]):
            inside = self.groups[:, column] >= 0
            np.add.at(group, self.groups[inside, column], per_cell[inside])
            np.add.at(variance, self.groups[inside, column], (per_cell * self.weight * spare)[inside])
        return Measure(float(per_cell.sum()), group, np.sqrt(variance))


def stratify(network: Network, task: Task, floors: "tuple[Floor, ...]", free: Choice) -> Strata:
    """Find the cells and allot sets: as many as the free choice drew, and more where a group's floor needs them."""
    cells, groups = cells_of(network.people, floors)
    strata = Strata(network, task, floors, cells, groups)
    wanted = np.maximum(20_000, min(free.sets, 400_000)) * strata.size / network.people
    for number, floor in enumerate(floors):
        inside = (groups == number).any(axis=1)
        share = max(floor.least, 0.01 * len(floor.members), 1.0) / max(1, len(floor.members))
        wanted[inside] = np.maximum(wanted[inside], HITS / share * strata.size[inside] / strata.size[inside].sum())
    size = max(2.0, Sampler(network, _plain(network), seed=task.seed, threads=1).pilot(64))
    wanted *= min(1.0, max(ENTRIES / size, 600.0) / wanted.sum())
    strata.allot(np.ceil(wanted).astype(np.int64))
    return strata


def _rank(adds: Floats, rank: int) -> float:
    """The value at a rank from above; 0 where there are fewer."""
    return float(np.partition(adds, len(adds) - rank)[len(adds) - rank]) if rank < len(adds) else 0.0


def _strongest(adds: Floats, most: int) -> Ints:
    order = np.argsort(-adds, kind="stable")[:most]
    return order[adds[order] > 0.0].astype(np.int32)


def _plain(network: Network) -> Roots:
    return Roots(np.arange(network.people, dtype=np.int32), np.array([0, network.people], np.int64), None)


def cells_of(people: int, floors: "tuple[Floor, ...]") -> tuple[Ints, Ints]:
    """Return the cell of each person and the groups of each cell, in as many columns as a person has groups at most."""
    depth = np.zeros(people, np.int64)
    for floor in floors:
        depth[floor.members] += 1
    columns = max(1, int(depth.max(initial=0)))
    table = np.full((people, columns), -1, np.int32)
    depth[:] = 0
    for number, floor in enumerate(floors):
        table[floor.members, depth[floor.members]] = number
        depth[floor.members] += 1
    groups, cells = np.unique(table, axis=0, return_inverse=True)
    return cells.reshape(-1).astype(np.int32), np.ascontiguousarray(groups)
