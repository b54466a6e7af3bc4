from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings

from groundswell.engines.errors import Infeasible
from groundswell.engines.reach import floors
from groundswell.engines.reach.floors import Floor, choose_with_floors, highest_floor
from groundswell.engines.reach.seeds import plain_task
from tests.engines.reach import exact
from tests.engines.reach.worlds import network_of, small_worlds

STAR = [(0, v, 0.9) for v in range(1, 12)] + [(12, v, 0.9) for v in range(13, 20)] + [(20, 21, 0.9), (21, 22, 0.9)]
"""Three circles: 12 people around 0, 8 around 12, and 20 to 22 in a row."""


def circles(people: int, count: int, groups: int):
    """Ties mostly inside circles of very unequal sizes."""
    rng = np.random.default_rng(4)
    circle = np.minimum((rng.exponential(1.0, people) * groups / 4).astype(int), groups - 1)
    source, target = rng.integers(0, people, (2, count))
    kept = (source != target) & ((circle[source] == circle[target]) | (rng.random(count) < 0.15))
    pairs = zip(source[kept].tolist(), target[kept].tolist(), strict=True)
    return [(u, v, float(p)) for (u, v), p in zip(pairs, rng.choice([0.05, 0.1, 0.3], kept.sum()), strict=True)], circle


def groups():
    return (
        Floor("county: Shasta", np.arange(12, dtype=np.int32), 0.0),
        Floor("county: Tehama", np.arange(12, 20, dtype=np.int32), 0.0),
        Floor("county: Trinity", np.arange(20, 23, dtype=np.int32), 2.0),
    )


def test_a_floor_takes_a_seat_from_the_larger_circle_and_tells_the_price():
    network = network_of(23, STAR)
    found = choose_with_floors(network, plain_task(network, 2), groups())
    assert sorted(found.chosen.tolist()) == [0, 20]
    free = exact.spread(23, [], [0]) + 11 * 0.9 + 1 + 7 * 0.9
    fair = 1 + 11 * 0.9 + 1 + 0.9 + 0.81
    assert found.free_spread == pytest.approx(free, rel=0.02)
    assert found.spread == pytest.approx(fair, rel=0.02)
    assert found.price == pytest.approx(1 - fair / free, abs=0.02)
    trinity = found.held[2]
    assert trinity.reached == pytest.approx(2.71, abs=0.1)
    assert trinity.without == pytest.approx(0.0, abs=0.01)


def test_a_floor_above_the_size_of_its_group_is_refused_with_the_group():
    network = network_of(23, STAR)
    with pytest.raises(Infeasible) as error:
        choose_with_floors(network, plain_task(network, 2), (Floor("county: Trinity", groups()[2].members, 9.0),))
    assert error.value.conflicts == ("county: Trinity has 3 people; a floor of 9 cannot be reached.",)


def test_floors_that_need_more_people_say_how_many_would_do():
    network = network_of(23, STAR)
    wanted = tuple(Floor(floor.name, floor.members, 2.0) for floor in groups())
    with pytest.raises(Infeasible) as error:
        choose_with_floors(network, plain_task(network, 2), wanted)
    assert error.value.conflicts[-1] == "Each floor can be held alone, but not all with 2 convened; about 3 would do."


def test_a_floor_out_of_reach_alone_is_told_alone():
    network = network_of(23, STAR)
    with pytest.raises(Infeasible) as error:
        choose_with_floors(network, plain_task(network, 1), (Floor("county: Trinity", groups()[2].members, 2.95),))
    assert len(error.value.conflicts) == 1
    assert error.value.conflicts[0].startswith("county: Trinity: the floor is 2.95, and 1 convened for nothing")


@settings(max_examples=8, deadline=None)
@given(small_worlds())
def test_floors_hold_in_truth_and_no_exact_choice_is_much_better(world):
    people, ties = world
    network = network_of(people, ties)
    half = np.arange(people // 2, people, dtype=np.int32)
    floors = (Floor("county: Glenn", half, 1.0),)
    truth = {seeds: exact.reach(people, ties, seeds) for seeds in combinations(range(people), min(2, people))}
    feasible = {seeds: sum(reach) for seeds, reach in truth.items() if sum(reach[v] for v in half) >= 1.0 - 1e-9}
    found = choose_with_floors(network, plain_task(network, 2), floors)
    mine = truth[tuple(sorted(found.chosen.tolist()))]
    assert sum(mine[v] for v in half) >= 1.0 - 1e-9
    assert sum(mine) >= (1 - 1 / np.e) * max(feasible.values())


def test_the_highest_common_floor_costs_no_more_than_asked():
    network = network_of(23, STAR)
    share, found = highest_floor(network, plain_task(network, 3), groups(), 0.05)
    assert found.price <= 0.06
    assert share > 0.5
    assert all(held.reached >= share * len(held.floor.members) * 0.97 for held in found.held)


def test_one_person_invited_holds_a_floor_of_one_in_a_group_that_nothing_else_reaches():
    network = network_of(9, [(0, 1, 0.5), (1, 2, 0.5)])
    floors = (Floor("county: Alpine", np.arange(5, 9, dtype=np.int32), 1.0),)
    for seed in range(5):
        found = choose_with_floors(network, plain_task(network, 1, seed=seed), floors)
        assert found.held[0].reached == pytest.approx(1.0)
        assert found.chosen[0] >= 5


def test_floors_that_each_can_be_held_alone_are_told_as_such_to_the_last_digit():
    network = network_of(4, [(0, 1, 0.4), (1, 2, 0.2)])
    wanted = tuple(Floor(name, np.array(who, np.int32), 1.0) for name, who in (("Kern", [0, 1]), ("Inyo", [2, 3])))
    with pytest.raises(Infeasible) as error:
        choose_with_floors(network, plain_task(network, 1), wanted)
    assert error.value.conflicts[-1] == "Each floor can be held alone, but not all with 1 convened; about 2 would do."


def test_a_choice_that_no_single_swap_makes_better_is_left_for_a_better_one(monkeypatch):
    ties, circle = circles(900, 4000, 15)
    network = network_of(900, ties)
    size = np.bincount(circle)
    wanted = tuple(
        Floor(str(g), np.flatnonzero(circle == g).astype(np.int32), 0.06 * size[g]) for g in range(15) if size[g] > 3
    )
    with_kicks = choose_with_floors(network, plain_task(network, 40), wanted)
    monkeypatch.setattr(floors, "KICKS", 0)
    without = choose_with_floors(network, plain_task(network, 40), wanted)
    assert all(held.reached >= held.floor.least - 2 * held.error for held in with_kicks.held)
    assert with_kicks.price < without.price
