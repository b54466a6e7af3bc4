"""The second opinion on a seating plan finds each kind of broken rule, and nothing in a plan that keeps them."""

import dataclasses

import pytest

from groundswell.engines.mixing import Apart, Gathering, Rules, Tables, Together, check
from tests.engines.mixing.people import someone

ENGLISH, SPANISH = frozenset({"English"}), frozenset({"Spanish"})
PLAN = ((("p0", "p1"), ("p2", "p3")), (("p0", "p2"), ("p1", "p3")))


def day(rules: Rules | None = None, tables: Tables | None = None, **of_first: object) -> Gathering:
    people = (someone(0, **of_first), *(someone(number, languages=ENGLISH) for number in (1, 2, 3)))
    return Gathering(people, tables or Tables(2, low=2, high=2), 2, rules or Rules())


def test_plan_that_keeps_all_rules_is_left_in_peace():
    found = check(day(), PLAN)
    assert (found.broken, found.happened, found.repeats) == ((), 4, 0)


def test_pair_that_meets_twice_is_one_repeat_unless_it_is_kept_together():
    twice = (PLAN[0], PLAN[0])
    assert check(day(), twice).repeats == 2
    kept = Rules(together=(Together(("p0", "p1")),))
    assert check(day(kept), twice).repeats == 1


@pytest.mark.parametrize(
    ("gathering", "plan", "broken"),
    [
        (day(), PLAN[:1], ("The plan has 1 rounds, but 2 are asked for.",)),
        (
            day(),
            ((("p0", "p1"), ("p2", "p9")), PLAN[1]),
            ("Round 1: “p9” is not in the list.", "Round 1: Person 3 has no seat."),
        ),
        (
            day(),
            ((("p0", "p1"), ("p0", "p3")), PLAN[1]),
            ("Round 1: Person 0 has 2 seats.", "Round 1: Person 2 has no seat."),
        ),
        (day(rounds=frozenset({2})), PLAN, ("Round 1: Person 0 has a seat but is not there.",)),
        (
            day(),
            ((("p0", "p1", "p2", "p3"),), PLAN[1]),
            ("Round 1: there are 1 tables instead of 2.", "Round 1, table 1: 4 people, more than 2."),
        ),
        (
            day(),
            ((("p0", "p1", "p2"), ("p3",)), PLAN[1]),
            ("Round 1, table 1: 3 people, more than 2.", "Round 1, table 2: 1 people, fewer than 2."),
        ),
        (
            day(Rules(facilitators=1), facilitator=True),
            PLAN,
            ("Round 1, table 2: too few facilitators.", "Round 2, table 2: too few facilitators."),
        ),
        (
            day(tables=Tables(2, wheelchair_ready=frozenset({2})), wheelchair=True),
            PLAN,
            (
                "Round 1, table 1: Person 0 needs a wheelchair-ready table.",
                "Round 2, table 1: Person 0 needs a wheelchair-ready table.",
            ),
        ),
        (
            day(Rules(together=(Together(("p0", "p1"), frozenset({2})),))),
            PLAN,
            ("Round 2: Person 0, Person 1 are not together.",),
        ),
        (
            day(Rules(apart=(Apart(("p0", "p1"), frozenset({1})),))),
            PLAN,
            ("Round 1: Person 0 and Person 1 are not apart.",),
        ),
    ],
)
def test_broken_rule_is_found(gathering, plan, broken):
    assert check(gathering, plan).broken == broken


def test_table_at_another_site_is_found_except_in_rounds_that_are_held_together():
    tables = Tables(2, sites={"Reno": (2,), "Weed": (1,)})
    at_weed = tuple(someone(number, site="Weed" if number < 2 else "Reno") for number in range(4))
    gathering = Gathering(at_weed, tables, 2, Rules())
    assert check(gathering, PLAN).broken == (
        "Round 2, table 1: Person 2 is at Reno, the table is not.",
        "Round 2, table 2: Person 1 is at Weed, the table is not.",
    )
    joint = dataclasses.replace(gathering, rules=Rules(joint_rounds=frozenset({2})))
    assert check(joint, PLAN).broken == ()


def test_rounds_before_the_repair_are_not_judged_again():
    assert check(day(), ((("p0",), ()), PLAN[1]), since=2).broken == ()


def test_person_nobody_at_the_table_can_talk_with_is_found():
    gathering = day(Rules(common_language="English"), languages=SPANISH)
    assert len(check(gathering, PLAN).broken) == 2
    both = dataclasses.replace(
        gathering, people=(gathering.people[0], *(someone(n, languages=ENGLISH | SPANISH) for n in (1, 2, 3)))
    )
    assert check(both, PLAN).broken == ()
