"""Calls every compiled function once, with the types that occur, so that numba keeps them."""

import tempfile
from pathlib import Path

import numpy as np

from groundswell.engines.progress import Limit
from groundswell.engines.reach.answer import Question, answer, outlook, structure
from groundswell.engines.reach.people import People, Person
from groundswell.engines.reach.reading import Ties, read_ties
from groundswell.engines.reach.verifier import spread_by_play
from groundswell.engines.reach.world import make_world


def prepare() -> None:
    """Answer a small question of each kind."""
    dice = np.random.default_rng(1)
    everyone = [Person(str(v), groups={"county": "A" if v < 60 else "B"}, already=v == 0) for v in range(62)]
    source, target = dice.integers(0, 60, (2, 300)).astype(np.int32)
    ties = Ties([person.id for person in everyone], source, target)
    world = make_world(ties, People(everyone, ("county",)))
    short = Limit(steps=20_000)
    found = answer(world, Question(3), limit=short)
    answer(world, Question(3, floors=("county=1",)), limit=short)
    outlook(world, found.chosen, "county")
    structure(world, "county")
    spread_by_play(62, np.c_[source, target, np.full(300, 0.1)], found.chosen, runs=2)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "ties.csv"
        path.write_text("source,target,probability\na,b,0.5\nb,a,0.25\n")
        read_ties(path)
        path.write_text("source,target\na,b\n")
        read_ties(path)
