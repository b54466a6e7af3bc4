"""Questions whose first bound leaves a gap: branching closes it, and where seats are few an integer program does."""

import random

import pytest

from groundswell.engines.siting import Question, Site, Team, answer
from groundswell.engines.siting.verify import problems
from tests.engines.siting.exact import least_cost


def gapped(seed: int, *, crowded: bool) -> Question:
    """Few different ways, so that many plans cost nearly the same."""
    draw = random.Random(seed)
    teams, sites, most = (9, 7, 2) if seed % 2 else (8, 6, 3)
    km = {(f"t{team}", f"s{site}"): draw.choice([1, 1, 2, 3, 9]) for team in range(teams) for site in range(sites)}
    return Question(
        tuple(Team(f"t{team}", 0, 0, draw.choice([1, 2, 3])) for team in range(teams)),
        tuple(Site(f"s{site}", 0, 0, draw.randint(7, 9) if crowded else None) for site in range(sites)),
        most,
        1.0,
        km=km,
    )


@pytest.mark.parametrize(("seed", "crowded"), [(15, True), (27, True), (36, True), (17, False)])
def test_gap_of_the_first_bound_is_closed_by_branching(seed, crowded):
    question = gapped(seed, crowded=crowded)
    hubs = answer(question)
    assert (hubs.cost, hubs.bound) == pytest.approx((least_cost(question), hubs.cost))
    assert problems(question, hubs) == []
