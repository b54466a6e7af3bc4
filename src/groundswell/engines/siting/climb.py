"""Raising the bound at the root and taking out sites that cannot be in a better answer."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from groundswell.engines.siting.arrays import Floats, Numbers
from groundswell.engines.siting.dual import ascend, in_order
from groundswell.engines.siting.work import Work

CHUNK = 100_000_000
"""Cells (teams times sites) looked at between two looks at the clock."""


@dataclass(frozen=True)
class Height:
    """Where an ascent ended. `often`: how often each site was picked lately."""

    value: float
    worth: Floats
    profit: Floats
    picked: NDArray[np.bool_]
    often: Floats
    stride: float


def climb(
    work: Work, given: Numbers, state: NDArray[np.int8], worth: Floats, *, steps: int, stride: float, patience: int
) -> Height:
    """Raise the bound by up to `steps` steps, looking at the clock between."""
    height: Height | None = None
    order, ways = (given.order, given.cost) if given.limited else in_order(given.cost, given.order, state)
    chunk = max(10, CHUNK // max(1, given.pairs))
    upper = work.cost if np.isfinite(work.cost) else float(given.cost.min(axis=1).sum() * 3)
    while steps > 0 and stride > 0:
        value, worth, profit, picked, often, stride = ascend(
            worth,
            given.by_site,
            order,
            ways,
            given.size,
            given.capacity,
            given.limited,
            given.price,
            state,
            given.most,
            upper,
            work.target,
            min(chunk, steps),
            stride,
            patience,
        )
        steps -= chunk
        if height is None or value >= height.value:
            height = Height(value, worth, profit, picked, often, stride)
        if value >= work.target or work.deadline.over():
            break
    if height is None:
        raise AssertionError("no step was asked for")
    return height


def hopeless(work: Work, height: Height, state: NDArray[np.int8], most: int) -> NDArray[np.bool_]:
    """Say which free, unpicked sites would lift the bound over the best cost if they had to be open."""
    free: NDArray[np.bool_] = (state == 0) & ~height.picked
    if not free.any():
        return free
    picked = height.picked & (state == 0)
    full = int(height.picked.sum()) >= most
    displaced = float(height.profit[picked].max()) if full and picked.any() else 0.0
    dear: NDArray[np.bool_] = height.value - min(0.0, displaced) + height.profit > work.target
    return free & dear
