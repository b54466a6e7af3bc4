"""The verifier of hubs finds each kind of broken rule; the check of a question says what to change."""

from dataclasses import replace

import pytest

from groundswell.engines.errors import Infeasible, InputError
from groundswell.engines.siting.check import check
from groundswell.engines.siting.model import REMOTE, Hubs, Question, Site, Team
from groundswell.engines.siting.verify import problems

WEED, CHICO = Team("Weed", 41.4, -122.4, 4), Team("Chico", 39.7, -121.8, 5)
YREKA, OROVILLE = Site("Yreka", 41.7, -122.6, 8, 10.0), Site("Oroville", 39.5, -121.6, 20, 5.0)
KM = {("Weed", "Yreka"): 40.0, ("Chico", "Oroville"): 30.0, ("Chico", "Yreka"): 250.0}
QUESTION = Question((WEED, CHICO), (YREKA, OROVILLE), 2, 1.3, km=KM)
COST = 4 * 40.0 + 5 * 30.0 + 15.0
HUBS = Hubs(
    ("Oroville", "Yreka"), {"Weed": "Yreka", "Chico": "Oroville"}, {"Weed": 40.0, "Chico": 30.0}, cost=COST,
    least_cost=COST, bound=COST, prices=15.0, county_km={}, load={}, worth={"Weed": 0.0, "Chico": 0.0}, cut_short=False,
)  # fmt: skip


def sent(weed: str = "Yreka", chico: str = "Oroville", **more: object) -> Hubs:
    return replace(HUBS, assignment={"Weed": weed, "Chico": chico}, **more)


def test_plan_that_keeps_all_rules_is_left_in_peace():
    assert problems(QUESTION, HUBS) == []


@pytest.mark.parametrize(
    ("question", "hubs", "sentence"),
    [
        (replace(QUESTION, open_sites=1), HUBS, "2 sites are open, at most 1 may be."),
        (QUESTION, replace(HUBS, open=("Mars", "Oroville", "Yreka")), "Mars is open but not in the list."),
        (
            replace(QUESTION, sites=(YREKA._replace(forbidden=True), OROVILLE)),
            HUBS,
            "Yreka is open but forbidden.",
        ),
        (
            replace(QUESTION, sites=(YREKA, OROVILLE, Site("Reno", 39.5, -119.8, fixed=True))),
            HUBS,
            "Reno is fixed but not open.",
        ),
        (replace(QUESTION, sites=(YREKA._replace(capacity=3), OROVILLE)), HUBS, "Yreka holds 3 and gets 4."),
        (QUESTION, replace(HUBS, assignment={"Weed": "Yreka"}, cost=175.0), "Team Chico is sent nowhere."),
        (QUESTION, sent(chico=REMOTE, cost=175.0), "Team Chico is remote, which was not offered."),
        (
            QUESTION,
            replace(HUBS, open=("Oroville",), cost=COST - 10),
            "Team Weed is sent to Yreka, which is not open.",
        ),
        (QUESTION, sent(weed="Oroville", cost=165.0), "Team Weed has no way to Oroville."),
        (
            replace(QUESTION, remote_beyond=35.0),
            HUBS,
            "Team Weed travels 40.0 km, beyond 35.",
        ),
        (QUESTION, replace(HUBS, km={"Weed": 41.0, "Chico": 30.0}), "Team Weed travels 40.000 km, not 41.000."),
        (QUESTION, replace(HUBS, cost=COST + 1), "The cost is 325.000, not 326.000."),
        (QUESTION, replace(HUBS, least_cost=COST + 9), "The least cost is above the cost."),
        (
            QUESTION,
            replace(HUBS, least_cost=COST - 9),
            "More travel was given up for the worst county than was allowed.",
        ),
        (QUESTION, replace(HUBS, bound=COST + 1), "The bound is above the cost."),
        (
            QUESTION,
            replace(HUBS, worth={"Weed": 170.0, "Chico": 155.0}, least_cost=200.0, bound=200.0),
            "The multipliers prove more than the cost, so one of the two is wrong.",
        ),
    ],
)
def test_broken_rule_is_found(question, hubs, sentence):
    assert sentence in problems(question, hubs)


def test_remote_team_is_counted_with_the_bound():
    hubs = sent(chico=REMOTE, cost=160.0 + 5 * 100.0 + 15.0, least_cost=675.0, bound=675.0)
    assert problems(replace(QUESTION, remote_beyond=100.0), hubs) == []


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"teams": ()}, "There are no teams. Give at least one."),
        ({"sites": ()}, "There are no sites. Give at least one."),
        ({"teams": (WEED, WEED)}, "Two teams are called “Weed”. Give each its own name."),
        ({"sites": (YREKA, YREKA)}, "Two sites are called “Yreka”. Give each its own name."),
        ({"sites": (YREKA._replace(id=REMOTE),)}, "A site cannot be called “remote”. Rename it."),
        ({"teams": (WEED._replace(people=0),)}, "Team Weed has 0 people. Give a number above 0."),
        ({"km": None, "teams": (WEED._replace(lat=95.0),)}, "Weed lies at 95, -122.4, which is no place on Earth."),
        ({"remote_beyond": 0.0}, "The distance beyond which a team joins remotely must be above 0."),
        ({"give": 1.5}, "The share of travel to give up for the worst county lies between 0 and 1."),
        ({"road_factor": 0.0}, "The road factor and the price of a kilometer must be above 0."),
        (
            {"sites": (YREKA._replace(fixed=True, forbidden=True), OROVILLE)},
            "Site Yreka is both fixed and forbidden. Take one of the two away.",
        ),
        ({"open_sites": 0}, "At least one site must be open."),
        ({"sites": (YREKA._replace(forbidden=True),)}, "All sites are forbidden. Allow at least one."),
    ],
)
def test_question_without_sense_says_what_to_change(changed, sentence):
    with pytest.raises(InputError) as told:
        check(replace(QUESTION, **changed))
    assert str(told.value).startswith(sentence)


@pytest.mark.parametrize(
    ("changed", "conflicts"),
    [
        (
            {"sites": (YREKA._replace(fixed=True), OROVILLE._replace(fixed=True)), "open_sites": 1},
            ("fixed: Yreka, Oroville", "open at most 1 sites"),
        ),
        (
            {"teams": (WEED._replace(people=40), CHICO)},
            ("45 people", "at most 2 sites", "28 seats in these"),
        ),
        (
            {"teams": (WEED._replace(people=21),)},
            ("team Weed stays together", "no site above 20 seats"),
        ),
        ({"km": {("Chico", "Yreka"): 1.0}}, ("team Weed needs a site", "ways in the matrix")),
    ],
)
def test_question_without_an_answer_names_what_cannot_hold_together(changed, conflicts):
    with pytest.raises(Infeasible) as told:
        check(replace(QUESTION, **changed))
    assert told.value.conflicts == conflicts
