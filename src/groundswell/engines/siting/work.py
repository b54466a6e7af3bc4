"""What the searches share while they work: the best answer so far, the proven bound, the budget."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.progress import Deadline, Progress
from groundswell.engines.siting.arrays import Floats, Numbers, Whole
from groundswell.engines.siting.packing import NEVER

EASE = 1e-6
"""Room for rounding: costs that differ by less, relatively, are one."""


class Work:
    """The best sites and assignment found, the bound proven, and when to stop."""

    def __init__(
        self, given: Numbers, deadline: Deadline, *, steps: int, within: float, seed: int, progress: Progress
    ) -> None:
        self.given = given
        self.deadline = deadline
        self.steps_left = steps
        self.steps = steps
        self.within = within
        self.rng = np.random.default_rng(seed)
        self.progress = progress
        self.cost = np.inf
        self.sites: Whole = np.zeros(0, np.int32)
        self.where: Whole | None = None
        self.bound = -np.inf
        self.worth: Floats = given.cost.min(axis=1)
        self.cut_short = False

    def offer(self, cost: float, sites: Whole, where: Whole | None = None) -> bool:
        """Keep an answer if it is better. `where` are places in `sites`; None sends each team to its nearest."""
        if cost >= min(NEVER, self.cost - EASE * abs(self.cost) * 1e-3):
            return False
        self.cost = float(cost)
        self.sites = sites.astype(np.int32)
        self.where = None if where is None else where.copy()
        return True

    @property
    def target(self) -> float:
        """Nothing at or above this cost is worth looking for."""
        if not np.isfinite(self.cost):
            return float("inf")
        if self.given.whole:
            return self.cost - 1 + EASE
        return self.cost - EASE * max(1.0, abs(self.cost))

    def raise_bound(self, value: float) -> None:
        """Take a proven bound; whole costs let it be rounded up."""
        if self.given.whole and np.isfinite(value):
            value = float(np.ceil(value - EASE))
        self.bound = max(self.bound, min(value, self.cost))

    @property
    def proven(self) -> bool:
        """Whether the best answer is within the wanted share of the bound."""
        return self.bound >= self.cost * (1 - self.within) - EASE * max(1.0, abs(self.cost)) * 1e-3

    def spend(self, steps: int, sentence: str) -> bool:
        """Take steps out of the budget; false when it, or the time, is used up."""
        self.progress(min(1.0, 1 - self.steps_left / max(1, self.steps)), sentence)
        if self.deadline.over():
            self.cut_short = True
            return False
        if self.steps_left <= 0:
            return False
        self.steps_left -= steps
        return True


Evaluate = Callable[[Whole], float]
"""Offers the answer for these open sites to the work and returns a lower bound for them."""

Flags = NDArray[np.bool_]


def cheapest(given: Numbers, sites: Whole) -> tuple[float, Whole]:
    """Cost with prices when each team goes to its nearest of `sites` (no capacities), and the places."""
    ways: Floats = given.cost[:, sites]
    where = ways.argmin(axis=1).astype(np.int32)
    return float(ways.min(axis=1).sum() + given.price[sites].sum()), where
