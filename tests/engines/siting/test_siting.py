import dataclasses
import math
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.errors import Cancelled, Infeasible, InputError
from groundswell.engines.progress import Limit
from groundswell.engines.siting import REMOTE, Question, Site, Team, answer, choose_hubs
from groundswell.engines.siting.arrays import numbers
from groundswell.engines.siting.verify import problems, root_bound
from tests.engines.siting.exact import least_cost


@st.composite
def small_questions(draw):
    teams = draw(st.integers(1, 6))
    sites = draw(st.integers(1, 4))
    crowded = draw(st.booleans())
    ways = st.integers(0, 30)
    km = {(f"t{team}", f"s{site}"): draw(ways) for team in range(teams) for site in range(sites)}
    return Question(
        teams=tuple(
            Team(f"t{team}", 0, 0, draw(st.integers(1, 5)), draw(st.sampled_from("AB"))) for team in range(teams)
        ),
        sites=tuple(
            Site(
                f"s{site}",
                0,
                0,
                draw(st.integers(2, 12)) if crowded else None,
                draw(st.sampled_from([0, 0, 5, 40])),
                fixed=site == 0 and draw(st.booleans()),
            )
            for site in range(sites)
        ),
        open_sites=draw(st.integers(1, sites)),
        road_factor=1.0,
        km=km,
        remote_beyond=draw(st.sampled_from([None, None, 12])),
    )


@settings(max_examples=50, deadline=None)
@given(small_questions())
def test_small_questions_have_the_least_cost_and_a_plan_that_keeps_all_rules(question):
    best = least_cost(question)
    if math.isinf(best):
        with pytest.raises(Infeasible):
            answer(question)
        return
    hubs = answer(question)
    assert hubs.cost == pytest.approx(best)
    assert hubs.bound == pytest.approx(best, rel=2e-3)
    assert problems(question, hubs) == []


def spread(teams: int, sites: int, *, capacity: float | None, seed: int = 7) -> Question:
    rng = random.Random(seed)
    return Question(
        teams=tuple(
            Team(f"t{n}", rng.uniform(34, 41), rng.uniform(-123, -117), rng.randint(2, 6), f"c{n % 7}")
            for n in range(teams)
        ),
        sites=tuple(Site(f"s{n}", rng.uniform(34, 41), rng.uniform(-123, -117), capacity) for n in range(sites)),
        open_sites=5,
        road_factor=1.3,
    )


@pytest.mark.parametrize("capacity", [None, 140])
def test_a_medium_question_is_near_its_bound_and_the_bound_is_computed_again(capacity):
    question = spread(150, 20, capacity=capacity)
    hubs = answer(question, within=0.004)
    assert problems(question, hubs) == []
    assert hubs.gap < 0.005
    assert root_bound(question, hubs) > 0.9 * hubs.cost


def test_same_seed_and_steps_give_the_same_answer():
    question = spread(120, 15, capacity=120)
    assert answer(question, seed=3) == answer(question, seed=3)


def test_fixed_sites_are_open_and_forbidden_ones_are_not():
    question = spread(60, 10, capacity=None)
    free = answer(question)
    used, unused = free.open[0], next(site.id for site in question.sites if site.id not in free.open)
    changed = dataclasses.replace(
        question,
        sites=tuple(site._replace(forbidden=site.id == used, fixed=site.id == unused) for site in question.sites),
    )
    hubs = answer(changed)
    assert (used in hubs.open, unused in hubs.open) == (False, True)
    assert hubs.cost > free.cost
    assert problems(changed, hubs) == []


def test_teams_beyond_the_bound_join_remotely():
    question = Question(
        teams=(Team("near", 38, -121, 4), Team("far", 41, -124, 3)),
        sites=(Site("hub", 38, -121.1),),
        open_sites=1,
        road_factor=1.3,
        remote_beyond=100.0,
    )
    hubs = answer(question)
    assert hubs.assignment == {"near": "hub", "far": REMOTE}
    assert hubs.km["far"] == 100.0
    assert problems(question, hubs) == []


def test_sites_that_cost_more_than_they_save_stay_closed():
    km = {("a", "x"): 1, ("a", "y"): 9, ("b", "x"): 9, ("b", "y"): 1}
    question = Question(
        (Team("a", 0, 0, 1), Team("b", 0, 0, 1)), (Site("x", 0, 0, None, 10), Site("y", 0, 0, None, 10)), 2, 1.0, km
    )
    assert len(answer(question).open) == 1
    assert len(answer(dataclasses.replace(question, per_km=10.0)).open) == 2


def test_the_worst_county_travels_less_when_some_travel_may_be_given_up():
    question = spread(150, 20, capacity=140)
    least = answer(question, within=0.004)
    fair = answer(dataclasses.replace(question, give=0.10), within=0.004)
    assert problems(dataclasses.replace(question, give=0.10), fair) == []
    assert fair.county_km[fair.worst_county] < least.county_km[least.worst_county]
    assert least.cost <= fair.cost <= least.cost * 1.1 + 1e-6


def test_a_time_limit_is_kept_and_said():
    hubs = answer(spread(400, 40, capacity=330), limit=Limit(seconds=0.05))
    assert hubs.cut_short
    assert hubs.bound <= hubs.cost


def test_a_progress_callback_can_cancel():
    def stop(share, sentence):
        raise Cancelled

    with pytest.raises(Cancelled):
        answer(spread(60, 10, capacity=None), progress=stop)


def test_plain_tuples_will_do():
    hubs = choose_hubs(
        [("Etna", 41.46, -122.89, 4)], [("Yreka", 41.73, -122.63), ("Fresno", 36.7, -119.8)], open_sites=1
    )
    assert hubs.assignment == {"Etna": "Yreka"}


def test_sites_that_save_nothing_stay_closed():
    teams = tuple(Team(name, 0, 0, people) for name, people in (("a", 3), ("b", 2), ("c", 2)))
    sites = (Site("x", 0, 0, 4), Site("y", 0, 0, 4), Site("z", 0, 0, 4))
    hubs = answer(Question(teams, sites, 3, 1.0, km={(t.id, s.id): 10.0 for t in teams for s in sites}))
    assert len(hubs.open) == 2


def test_more_may_be_open_than_there_are():
    hubs = choose_hubs([("Etna", 41.46, -122.89, 4)], [("Yreka", 41.73, -122.63)], open_sites=8)
    assert hubs.open == ("Yreka",)


@pytest.mark.parametrize(
    ("change", "error", "words"),
    [
        ({"teams": ()}, InputError, "There are no teams"),
        ({"sites": (Site("x", 0, 0, forbidden=True),)}, InputError, "All sites are forbidden"),
        ({"teams": (Team("a", 0, 0, 0),)}, InputError, "Team a has 0 people"),
        ({"teams": (Team("a", 99, 0, 1),)}, InputError, "no place on Earth"),
        ({"teams": (Team("a", 0, 122, 1),)}, InputError, "Team a lies at 0, 122, more than 3,000 km from every site"),
        ({"teams": (Team("a", 0, 0, 1), Team("a", 0, 0, 1))}, InputError, "Two teams are called “a”"),
        ({"sites": (Site("x", 0, 0, 5), Site("y", 0, 0, 3))}, Infeasible, "9 people come, but the 1 largest"),
        ({"sites": (Site("x", 0, 0, fixed=True), Site("y", 0, 0, fixed=True))}, Infeasible, "2 sites are fixed"),
        ({"sites": (Site("x", 0, 0, fixed=True, forbidden=True),)}, InputError, "both fixed and forbidden"),
        ({"sites": (Site("x", 0, 0, 8), Site("y", 0, 0, 8)), "open_sites": 2}, Infeasible, "Team a has 9 people"),
        ({"km": {("b", "x"): 1.0}}, Infeasible, "The matrix gives team a no way"),
    ],
)
def test_what_cannot_be_is_said_in_words(change, error, words):
    question = Question((Team("a", 0, 0, 9),), (Site("x", 0, 0), Site("y", 0, 0)), 1, 1.0)
    with pytest.raises(error) as caught:
        answer(dataclasses.replace(question, **change))
    assert words in str(caught.value)


def test_the_verifier_sees_a_broken_plan():
    question = spread(30, 6, capacity=60)
    hubs = answer(question)
    first = question.teams[0].id
    elsewhere = next(site.id for site in question.sites if site.id not in hubs.open)
    broken = dataclasses.replace(hubs, assignment={**hubs.assignment, first: elsewhere}, cost=hubs.cost - 1)
    assert f"Team {first} is sent to {elsewhere}, which is not open." in problems(question, broken)
    assert any(sentence.startswith("The cost is") for sentence in problems(question, broken))


def test_seats_and_prices_in_whole_numbers_make_the_arrays_for_which_the_kernels_are_compiled() -> None:
    teams = (Team("near", 38, -121, 4), Team("far", 41, -124, 3))
    made = numbers(Question(teams, (Site("one", 38, -121, 5, price=2), Site("two", 41, -124, 5, price=2)), 2, 1.3))
    assert {made.capacity.dtype.name, made.price.dtype.name, made.size.dtype.name} == {"float64"}
