"""Small networks for the tests."""

import numpy as np
from hypothesis import strategies as st

from groundswell.engines.reach.network import Network, build_network


@st.composite
def small_worlds(draw, most_people=6, most_ties=9):
    people = draw(st.integers(2, most_people))
    person = st.integers(0, people - 1)
    tie = st.tuples(person, person, st.sampled_from([0.05, 0.2, 0.5, 0.8, 1.0])).filter(lambda t: t[0] != t[1])
    return people, draw(st.lists(tie, min_size=1, max_size=most_ties))


def network_of(people: int, ties) -> Network:
    table = np.array(ties, np.float64).reshape(-1, 3)
    return build_network(people, table[:, 0].astype(np.int32), table[:, 1].astype(np.int32), table[:, 2])


def random_network(people: int, ties: int, seed: int = 3):
    """Ties between people of very different popularity; probability 1 / number of ties into a person."""
    dice = np.random.default_rng(seed)
    weight = np.arange(1, people + 1) ** -0.6
    ends = dice.choice(people, size=(ties, 2), p=weight / weight.sum()).astype(np.int32)
    ends = ends[ends[:, 0] != ends[:, 1]]
    source, target = ends[:, 0].copy(), ends[:, 1].copy()
    return source, target, 1.0 / np.bincount(target, minlength=people)[target]
