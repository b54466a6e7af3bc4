"""Whom to convene so that each group with a floor has at least so many people reached, and what the floors cost.

Spread in a group is submodular too, so floors are served by weights: a person reached in a group below its floor counts
more, and the weights are raised until all floors hold and lowered where they hold easily (a Lagrangean search over
greedy choices). Whether the floors hold is then measured on samples that had no part in the choice.
"""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Deadline, Limit, Progress, silent
from groundswell.engines.reach.network import Floats, Ints, Network
from groundswell.engines.reach.seeds import Choice, Task, choose
from groundswell.engines.reach.strata import Measure, Strata, stratify

ROUNDS = 10
"""Choices tried with different weights."""

STARTS = 4
"""As many of the best choices, from which people are swapped until one of them holds all floors."""

KICKS = 40
"""Times that a few people of a choice that holds all floors are replaced at random, to swap onward from there."""

KICK_ENTRIES = 10_000_000
"""Members of sets that all of this may look at, so that large samples are not searched for long."""

KICKED = 2, 8
"""So many people, at least and below."""

POLISHES = 3
"""Times that people are swapped in a choice that served nothing but floors."""

CORRECTIONS = 4
"""Times that floors are raised a little because an independent sample found one not quite held."""


SUMS = 1e-6
"""Shortage that is nothing but the rounding of long sums."""

CLOSE = 0.02
"""The highest floor is looked for until it is known to this share of itself."""


@dataclass(frozen=True, eq=False)
class Floor:
    """At least `least` people (an expected number) are to be reached among `members`."""

    name: str
    members: Ints
    least: float


@dataclass(frozen=True, eq=False)
class Held:
    """A floor, the people reached in its group, their standard error, and the people reached without any floor."""

    floor: Floor
    reached: float
    error: float
    without: float


@dataclass(frozen=True, eq=False)
class FairChoice:
    """Whom to convene. `price` is the share of the spread that the floors cost, against the free choice."""

    chosen: Ints
    spread: float
    free: Choice
    free_spread: float
    price: float
    held: tuple[Held, ...]
    certificate: float
    cut_short: bool


def choose_with_floors(
    network: Network,
    task: Task,
    floors: tuple[Floor, ...],
    *,
    limit: Limit | None = None,
    progress: Progress = silent,
) -> FairChoice:
    """Choose k people so that all floors hold. Raises `Infeasible` with the floors that cannot, or were not."""
    limit = limit or Limit()
    deadline = limit.start()
    _refuse_impossible(network, floors)
    free = choose(network, task, limit=limit, progress=lambda share, text: progress(share * 0.4, text))
    strata = stratify(network, task, floors, free)
    search = Search(strata, task, deadline, progress)
    return search.run(free, np.array([floor.least for floor in floors]))


def highest_floor(
    network: Network,
    task: Task,
    groups: tuple[Floor, ...],
    price: float,
    *,
    limit: Limit | None = None,
    progress: Progress = silent,
) -> tuple[float, FairChoice]:
    """Find the highest share of every group that can be reached at no more than `price`, by halving."""
    limit = limit or Limit()
    deadline = limit.start()
    free = choose(network, task, limit=limit, progress=lambda share, text: progress(share * 0.3, text))
    size = np.array([len(group.members) for group in groups], np.float64)
    mean = free.spread / network.people
    typical = tuple(Floor(g.name, g.members, max(1e-9, mean * 0.7 * len(g.members))) for g in groups)
    at = [(0.3, "looking for floors")]
    search = Search(stratify(network, task, typical, free), task, deadline, lambda _share, _text: progress(*at[-1]))
    low, high = 0.0, 1.0
    best = search.run(free, size * 0.0)
    reached = min(held.reached / len(held.floor.members) for held in best.held)
    low = reached * 0.98
    high = max(min(1.0, 2.0 * mean), low)
    for step in range(9):
        if high - low < CLOSE * high:
            break
        at.append((0.3 + 0.07 * step, f"every group at {low:.1%}: trying {(low + high) / 2:.1%}"))
        middle = (low + high) / 2
        try:
            tried = search.run(free, size * middle)
        except Infeasible:
            high = middle
            continue
        if tried.price <= price:
            low, best = middle, tried
        else:
            high = middle
        if deadline.over():
            break
    return low, best


def _refuse_impossible(network: Network, floors: tuple[Floor, ...]) -> None:
    conflicts = [
        f"{floor.name} has {len(floor.members)} people; a floor of {floor.least:g} cannot be reached."
        for floor in floors
        if floor.least > len(floor.members)
    ]
    if conflicts:
        raise Infeasible("Some floors ask for more people than their group has.", conflicts=tuple(conflicts))


class Search:
    """Looks for weights under which the greedy choice holds all floors and loses little spread."""

    def __init__(self, strata: Strata, task: Task, deadline: Deadline, progress: Progress) -> None:
        self.strata = strata
        self.task = task
        self.deadline = deadline
        self.progress = progress
        self.lift: Floats | None = None  # weights of the last choice that held its floors: where to begin next time

    def run(self, free: Choice, least: Floats) -> FairChoice:
        """Choose for floors of `least` people, raising them a little where an independent sample finds one short."""
        target = least.copy()
        best: tuple[Ints, Measure] | None = None
        for correction in range(CORRECTIONS):
            self.progress(0.5 + 0.12 * correction, "looking for people with whom every floor holds")
            chosen = self._search(target, least)
            seen = self.strata.checked(chosen)
            short = least + seen.group_error - seen.group
            if best is None or np.sum(np.maximum(short, 0)) <= self._shortage(best[1], least):
                best = (chosen, seen)
            if np.all(short <= SUMS * least) or self.deadline.over():
                break
            target += np.maximum(short, 0.0) * 1.1
        assert best is not None
        return self._answer(free, best[0], least)

    def _shortage(self, seen: Measure, least: Floats) -> float:
        return float(np.sum(np.maximum(least + seen.group_error - seen.group, 0)))

    def _search(self, target: Floats, least: Floats) -> Ints:
        """Raise the weights of floors not held and lower those of floors easily held; then swap people one by one."""
        lift = self.lift if self.lift is not None else np.zeros(len(target))
        rounds = ROUNDS if self.lift is None else ROUNDS // 2
        tried: list[tuple[float, float, Ints, Floats]] = []
        for number in range(rounds):
            chosen, value = self.strata.greedy(self.task.k, lift, target, plain=1.0)
            short = np.maximum(1.0 - value / np.maximum(target, 1e-9), 0.0)
            tried.append((float(short.sum()), -self.strata.seen(chosen).total, chosen, lift))
            if not lift.any() and not short.any():
                return chosen
            step = 0.8 if number < rounds // 2 else 0.4
            raised = np.maximum(lift, 0.2) * (1.0 + step * np.minimum(1.0, 0.3 + 3.0 * short))
            lift = np.where(short > 1e-9, raised, np.where(value > target * 1.05, lift * (1.0 - 0.4 * step), lift))
            if self.deadline.over():
                break
        for _, _, chosen, weights in sorted(tried, key=lambda entry: entry[:2])[:STARTS]:
            pool = self.strata.pool(weights)
            better, _, value = self.strata.improve(chosen, target, pool)
            if np.all(value >= target * (1 - 1e-9)):
                self.lift = weights
                return self._kicked(better, target, pool)
            if self.deadline.over():
                break
        return self._floors_only(target, least)

    def _kicked(self, chosen: Ints, target: Floats, pool: Ints) -> Ints:
        """Leave the choice that no swap makes better: replace a few at random, swap onward, keep what reaches more."""
        rng = np.random.default_rng([self.task.seed, len(chosen)])
        others = np.setdiff1d(pool, chosen)
        best, most = chosen, self.strata.seen(chosen).total
        for _ in range(min(KICKS, KICK_ENTRIES // max(1, self.strata.entries))):
            count = min(int(rng.integers(*KICKED)), len(chosen), len(others))
            if count == 0 or self.deadline.over():
                break
            kicked = best.copy()
            kicked[rng.choice(len(kicked), count, replace=False)] = rng.choice(others, count, replace=False)
            better, spread, value = self.strata.improve(kicked, target, pool)
            if spread > most and np.all(value >= target * (1 - 1e-9)):
                best, most = better, spread
                others = np.setdiff1d(pool, best)
        return best

    def _floors_only(self, target: Floats, least: Floats) -> Ints:
        """Serve nothing but floors, then swap people for those who reach more while all floors hold; say what is missing
        where even the former fails.
        """
        lift = 1.0 / np.maximum(target, 1e-9)
        chosen, value = self.strata.greedy(self.task.k, lift, target, plain=0.0)
        if np.any(value < target * (1 - 1e-9)) and np.any(value < least * (1 - SUMS)):
            raise self._infeasible(least, value)
        chosen = self._filled(chosen)
        pool = self.strata.pool(lift)
        for _ in range(POLISHES):
            better, _, value = self.strata.improve(chosen, target, pool)
            if np.any(value < target * (1 - 1e-9)) or set(better) == set(chosen) or self.deadline.over():
                break
            chosen = better
        return chosen

    def _filled(self, chosen: Ints) -> Ints:
        """Add whoever reaches most, up to k."""
        more, _ = self.strata.greedy(
            self.task.k, np.zeros(len(self.strata.names)), np.zeros(len(self.strata.names)), plain=1.0, first=chosen
        )
        return more

    def _infeasible(self, least: Floats, value: Floats) -> Infeasible:
        conflicts = []
        for g in np.flatnonzero(value < least * (1 - SUMS)):
            alone = self.strata.alone(int(g), self.task.k)
            if alone < least[g] * (1 - SUMS):
                conflicts.append(
                    f"{self.strata.names[g]}: the floor is {least[g]:g}, and {self.task.k} convened for nothing "
                    f"else reach about {alone:.1f} there."
                )
        if not conflicts:
            needed, _ = self.strata.greedy(
                min(20 * self.task.k, int(self.task.allowed.sum())), 1.0 / np.maximum(least, 1e-9), least, plain=0.0
            )
            conflicts = [
                f"{self.strata.names[g]}: the floor is {least[g]:g}, the best found together with the other floors "
                f"is {value[g]:.1f}."
                for g in np.flatnonzero(value < least * (1 - 1e-9))
            ]
            conflicts.append(
                f"Each floor can be held alone, but not all with {self.task.k} convened; about {len(needed)} would do."
            )
        return Infeasible("No choice was found that holds all floors.", conflicts=tuple(conflicts))

    def _answer(self, free: Choice, chosen: Ints, least: Floats) -> FairChoice:
        fair, plain = self.strata.final(chosen), self.strata.final(free.chosen)
        held = tuple(
            Held(
                Floor(name, self.strata.members[g], float(least[g])),
                float(fair.group[g]),
                float(fair.group_error[g]),
                float(plain.group[g]),
            )
            for g, name in enumerate(self.strata.names)
        )
        price = max(0.0, 1.0 - fair.total / plain.total) if plain.total > 0 else 0.0
        return FairChoice(
            chosen,
            fair.total,
            free,
            plain.total,
            price,
            held,
            min(1.0, free.certificate * fair.total / max(plain.total, 1e-9)),
            free.cut_short or self.deadline.over(),
        )
