"""Sites without a limit that bites: every team goes to its nearest open site (the p-median problem)."""

import numpy as np

from groundswell.engines.siting.arrays import Floats, Numbers, Whole, only
from groundswell.engines.siting.branch import branch
from groundswell.engines.siting.climb import Height, climb, hopeless
from groundswell.engines.siting.median import search
from groundswell.engines.siting.work import Work, cheapest

ROUNDS = 50
"""Most perturbations in one step of the budget; few open sites need fewer, and each takes longer."""
PATIENCE = 40
"""Most steps without a better answer after which the search gives way to the proof; with few sites it needs fewer."""


def solve_plain(work: Work) -> None:
    """Search, bound, take out hopeless sites, search among the rest, and close the gap by branching."""
    given = work.given
    _search(work, given, _start(work, given, given.most), steps=2)
    if (given.price > 0).any():
        _fewer(work, given)
    ways = np.sort(given.cost[:, work.sites], axis=1)
    worth: Floats = ways[:, : min(2, ways.shape[1])].mean(axis=1)
    state = given.fixed.astype(np.int8)
    height = climb(work, given, state, worth, steps=2500, stride=1.0, patience=20)
    work.raise_bound(height.value)
    work.worth = height.worth
    for _ in range(2):
        if work.proven:
            return
        _search(work, given, _likely(given, height, len(work.sites)), steps=1)
    smaller, kept, height = _reduce(work, given, height)
    _search(
        work, smaller, _places(kept, work.sites), steps=min(PATIENCE, 4 + given.most // 4), names=kept, patient=True
    )
    if work.proven:
        return
    work.raise_bound(height.value)

    def evaluate(sites: Whole) -> float:
        cost, _ = cheapest(smaller, sites)
        work.offer(cost, kept[sites])
        return cost

    branch(work, smaller, height, evaluate, steps=40, stride=1.5)
    if not work.proven:
        smaller, kept, _ = _reduce(work, given, height) if smaller is given else (smaller, kept, height)
        _search(work, smaller, _places(kept, work.sites), steps=work.steps_left, names=kept)


def _start(work: Work, given: Numbers, count: int) -> Whole:
    others = work.rng.permutation(np.flatnonzero(~given.fixed))
    return np.concatenate([np.flatnonzero(given.fixed), others])[:count].astype(np.int32)


def _likely(given: Numbers, height: Height, count: int) -> Whole:
    """Take the sites that the bound picked most often."""
    return np.argsort(-(height.often + 10.0 * given.fixed), kind="stable")[:count].astype(np.int32)


def _places(kept: Whole, sites: Whole) -> Whole:
    return np.flatnonzero(np.isin(kept, sites)).astype(np.int32)


def _search(
    work: Work, given: Numbers, start: Whole, *, steps: int, names: Whole | None = None, patient: bool = False
) -> None:
    """Run the exchange search for so many steps; with `patient`, so many without a better answer."""
    movable = ~given.fixed
    allowed = np.flatnonzero(movable).astype(np.int32)
    rounds = max(2, min(ROUNDS, 8 + len(start) // 2, ROUNDS * 2_000_000 // given.pairs))
    idle = 0
    while idle < steps and not work.proven and work.spend(1, f"Searching: {work.cost:,.0f} so far"):
        cost, start, _ = search(
            given.cost,
            given.order,
            given.price,
            movable,
            allowed,
            start,
            rounds,
            3,
            work.bound + work.within * abs(work.bound),
            int(work.rng.integers(1 << 30)),
        )
        better = work.offer(cost, start if names is None else names[start])
        idle = 0 if better and patient else idle + 1


def _fewer(work: Work, given: Numbers) -> None:
    """Close sites one by one where their price is more than the travel they save."""
    failed = 0
    while len(work.sites) - failed > max(1, int(given.fixed.sum())) and failed < 3:
        sites = work.sites
        for _ in range(failed + 1):
            without = [
                (cheapest(given, np.delete(sites, place))[0], place)
                for place in range(len(sites))
                if not given.fixed[sites[place]]
            ]
            sites = np.delete(sites, min(without)[1])
        before = work.cost
        _search(work, given, sites, steps=2)
        failed = failed + 1 if work.cost >= before else 0


def _reduce(work: Work, given: Numbers, height: Height) -> tuple[Numbers, Whole, Height]:
    """Leave out the sites that cannot be in a better answer."""
    keep = ~hopeless(work, height, given.fixed.astype(np.int8), given.most)
    keep[work.sites] = True
    kept = np.flatnonzero(keep).astype(np.int32)
    reduced = Height(
        height.value, height.worth, height.profit[keep], height.picked[keep], height.often[keep], height.stride
    )
    return only(given, keep), kept, reduced
