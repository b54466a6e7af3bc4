"""Compile the core on a toy."""

import importlib

from groundswell.engines.mixing.model import Gathering, Person, Rules, Tables
from groundswell.engines.progress import Limit, silent


def prepare() -> None:
    """Call each compiled function once."""
    import numpy as np

    people = tuple(Person(str(number), str(number)) for number in range(7))
    gathering = Gathering(people, Tables(2), 3, Rules())
    solve = importlib.import_module("groundswell.engines.mixing.solve")
    solve.mix(gathering, seed=1, limit=Limit(steps=1000), progress=silent)
    counties = ("Inyo", "Mono", "Kern", "Lake")
    people = tuple(Person(str(number), str(number), {"county": counties[number % 4]}) for number in range(8))
    solve.mix(
        Gathering(people, Tables(4), 3, Rules(aims=("repeats", "county"))),
        seed=1,
        limit=Limit(steps=1000),
        progress=silent,
    )
    starters = importlib.import_module("groundswell.engines.mixing.starter_search")
    bits = np.array([1], dtype=np.uint64)
    starters.turned(3, 2, (3, 1), bits, 10)
    starters.differences(3, 2, 3, bits, 10)
