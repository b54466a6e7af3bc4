"""Compile every kernel of siting with the types it is called with."""

import numpy as np

from groundswell.engines.siting.county import lighten_worst  # noqa: F401 - its module calls the same kernels
from groundswell.engines.siting.dual import ascend, in_order
from groundswell.engines.siting.median import search
from groundswell.engines.siting.packing import improve, seat_price, send


def prepare() -> None:
    """Call each kernel once on three teams and two sites."""
    cost = np.array([[1.0, 2.0], [2.0, 1.0], [1.0, 3.0]])
    by_site = np.ascontiguousarray(cost.T)
    order = np.argsort(cost, axis=1).astype(np.int32)
    size = np.ones(3)
    capacity = np.array([2.0, 2.0])
    price = np.zeros(2)
    both = np.arange(2, dtype=np.int32)
    search(cost, order, price, np.ones(2, np.bool_), both, both[:1].copy(), 2, 3, 0.0, 1)
    state = np.zeros(2, np.int8)
    order, ways = in_order(cost, order, state)
    for limited in (False, True):
        ascend(size.copy(), by_site, order, ways, size, capacity, limited, price, state, 2, 4.0, 4.0, 3, 1.0, 5)
    _, seat = seat_price(cost, size, capacity, both, price, 3, 5.0)
    _, where = send(cost, size, capacity, both, seat, 2)
    improve(cost, size, capacity - np.bincount(where, size, 2), both, where, 2)
