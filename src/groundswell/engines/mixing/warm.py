"""Compile the core on a toy."""

import importlib

from groundswell.engines.mixing.model import Gathering, Person, Rules, Tables
from groundswell.engines.progress import Limit, silent


def prepare() -> None:
    """Call each compiled function once."""
    people = tuple(Person(str(number), str(number)) for number in range(7))
    gathering = Gathering(people, Tables(2), 3, Rules())
    solve = importlib.import_module("groundswell.engines.mixing.solve")
    solve.mix(gathering, seed=1, limit=Limit(steps=1000), progress=silent)
