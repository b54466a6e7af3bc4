import dataclasses

import pytest

from groundswell.engines.errors import Cancelled, Infeasible, InputError
from groundswell.engines.mixing import Apart, Gathering, Person, Rules, Tables, Together, check, mix, remix
from groundswell.engines.progress import Limit
from tests.engines.mixing.people import gathering, someone

COUNTIES = ("Alameda", "Butte", "Fresno", "Inyo", "Kern", "Lake", "Marin", "Napa", "Yolo", "Yuba")


def a_day(count: int = 60, tables: int = 10) -> Gathering:
    """A day with every kind of rule."""
    people = tuple(
        someone(
            number,
            attributes={"county": COUNTIES[number % 10], "role": "coach" if number % 3 else "teacher"},
            languages=frozenset(
                {"Spanish"} if number == 7 else {"English", "Spanish"} if number % 9 == 0 else {"English"}
            ),
            facilitator=number % 5 == 0,
            wheelchair=number in {11, 12},
            wishes=(f"p{(number + 31) % count}",),
            rounds=frozenset({1, 2}) if number == 20 else None,
        )
        for number in range(count)
    )
    rules = Rules(
        facilitators=1,
        together=(Together(("p1", "p2", "p3")), Together(("p13", "p14"), frozenset({1}))),
        apart=(Apart(("p4", "p5", "p6")), Apart(("p21", "p22"), frozenset({2}))),
        common_language="English",
        aims=("repeats", "county", "role", "wishes"),
    )
    return Gathering(people, Tables(tables, low=5, high=7, wheelchair_ready=frozenset({1, 2})), 3, rules)


def test_mix_keeps_every_rule() -> None:
    day = a_day()
    made = mix(day)
    assert check(day, made.seating).broken == ()
    assert made.proof.repeats.count == 0


def test_mix_with_the_same_seed_and_steps_is_the_same() -> None:
    first, second = (mix(a_day(), seed=4, limit=Limit(steps=30_000)) for _ in range(2))
    assert (first.seating, first.cut_short) == (second.seating, False)


def test_mix_with_a_time_limit_says_that_it_was_cut_short() -> None:
    made = mix(gathering(44, 11, 15), limit=Limit(seconds=0.2))
    assert made.cut_short


def test_mix_can_be_cancelled() -> None:
    def stop(share: float, sentence: str) -> None:
        raise Cancelled

    with pytest.raises(Cancelled):
        mix(a_day(), progress=stop)


def test_mix_keeps_sites_apart_but_for_joint_rounds() -> None:
    people = tuple(someone(number, site="Fresno" if number < 12 else "Eureka") for number in range(24))
    tables = Tables(6, sites={"Fresno": (1, 2, 3), "Eureka": (4, 5, 6)})
    made = mix(Gathering(people, tables, 3, Rules(joint_rounds=frozenset({3}))))
    ids = {f"p{number}" for number in range(12)}
    mixed = [sum(0 < len(ids & set(table)) < len(table) for table in tables) for tables in made.seating]
    assert mixed[:2] == [0, 0]
    assert mixed[2] > 0


def test_mix_gives_wheelchair_ready_tables_in_joint_rounds_too() -> None:
    people = tuple(
        someone(number, site="Fresno" if number < 12 else "Eureka", wheelchair=number % 6 == 0) for number in range(24)
    )
    tables = Tables(6, wheelchair_ready=frozenset({2, 5}), sites={"Fresno": (1, 2, 3), "Eureka": (4, 5, 6)})
    gathering = Gathering(people, tables, 3, Rules(joint_rounds=frozenset({3})))
    made = mix(gathering)
    in_wheelchairs = {person.id for person in people if person.wheelchair}
    for round_ in made.seating:
        assert in_wheelchairs <= {*round_[1], *round_[4]}
    moved = tuple(tuple(round_[place] for place in (1, 0, 2, 3, 5, 4)) for round_ in made.seating)
    assert {line for line in check(gathering, moved).broken if line.startswith("Round 3")}


def test_mix_lets_sizes_nobody_fixed_give_way_to_teams() -> None:
    people = tuple(someone(number) for number in range(12))
    rules = Rules(together=tuple(Together(tuple(f"p{4 * team + number}" for number in range(4))) for team in range(3)))
    made = mix(Gathering(people, Tables(2), 1, rules))
    assert sorted(len(table) for table in made.seating[0]) == [4, 8]


def test_meetings_that_rules_force_are_no_repeats() -> None:
    rules = Rules(together=(Together(("p0", "p1")),))
    made = mix(gathering(8, 4, 2, rules))
    assert made.proof.repeats.count == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"tables": Tables(10, low=5, high=5)}, "10 tables of at most 5 seat 50 people, but 60 come."),
        ({"tables": Tables(13, low=5)}, "13 tables of at least 5 need 65 people, but 60 come."),
        ({"tables": Tables(15, low=1)}, "15 tables with 1 facilitator each need 15, but there are 12."),
        (
            {"tables": Tables(10, wheelchair_ready=frozenset())},
            "2 people need a wheelchair-ready table, but 0 tables are ready.",
        ),
    ],
)
def test_rules_that_clash_are_named(changed: dict[str, Tables], sentence: str) -> None:
    with pytest.raises(Infeasible) as caught:
        mix(dataclasses.replace(a_day(), **changed))
    assert caught.value.conflicts[0] == sentence


def test_together_and_apart_contradict() -> None:
    rules = Rules(together=(Together(("p0", "p1")),), apart=(Apart(("p0", "p1")),))
    with pytest.raises(Infeasible) as caught:
        mix(gathering(4, 2, 1, rules))
    assert caught.value.conflicts == ("Person 0 and Person 1 are to sit together and apart in round 1.",)


def test_a_language_nobody_shares_is_named() -> None:
    people = (
        someone(0, languages=frozenset({"Hmong"})),
        *(someone(n, languages=frozenset({"English"})) for n in (1, 2)),
    )
    with pytest.raises(Infeasible) as caught:
        mix(Gathering(people, Tables(1), 1, Rules(common_language="English")))
    assert caught.value.conflicts == ("Person 0 needs someone who speaks Hmong and English; nobody there does.",)


@pytest.mark.parametrize(
    ("bad", "sentence"),
    [
        (Gathering((), Tables(1), 1), "There are no people in the list."),
        (Gathering((Person("a", "A"),), Tables(0), 1), "Give at least one round and one table."),
        (Gathering((Person("a", "A", line=2), Person("a", "B", line=3)), Tables(1), 1),
         "“a” stands in line 2 and here. Give each person an id of their own."),
        (Gathering((Person("a", "A"),), Tables(1), 1, Rules(apart=(Apart(("a", "b")),))),
         "The rules name “b”, who is not in the list."),
        (Gathering((Person("a", "A", site="Mars"),), Tables(1, sites={"Fresno": (1,)}), 1),
         "A is at “Mars”, which has no tables. The sites are Fresno."),
    ],
)  # fmt: skip
def test_a_gathering_that_makes_no_sense(bad: Gathering, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        mix(bad)
    assert str(caught.value) == sentence


def test_remix_keeps_the_past_and_moves_few() -> None:
    day = a_day()
    before = mix(day)
    walk_ins = tuple(someone(number, attributes={"county": "Mono"}) for number in range(60, 64))
    stay = tuple(person for person in day.people if person.id not in {"p8", "p33"})
    now = dataclasses.replace(day, people=stay + walk_ins)
    after = remix(now, before.seating, from_round=2)
    assert after.seating[0] == before.seating[0]
    assert after.moved <= 2
    seated = {someone for table in after.seating[1] for someone in table}
    assert seated == {person.id for person in now.people}
    assert after.proof.repeats.count == 0


def test_remix_without_changes_moves_nobody() -> None:
    day = a_day()
    before = mix(day)
    after = remix(day, before.seating, from_round=2)
    assert (after.seating, after.moved) == (before.seating, 0)


def test_remix_afresh_remembers_who_has_met() -> None:
    day = gathering(12, 4, 4)
    before = mix(day)
    after = remix(day, before.seating, from_round=3, afresh=True)
    assert after.seating[:2] == before.seating[:2]
    assert after.proof.repeats.count == 0


def test_teams_that_fill_no_table_are_named_as_the_conflict() -> None:
    rules = Rules(together=tuple(Together(tuple(f"p{4 * team + n}" for n in range(4))) for team in range(3)))
    with pytest.raises(Infeasible) as caught:
        mix(gathering(12, 2, 2, rules, low=1, high=6))
    assert caught.value.conflicts == ("Rounds 1, 2: at most 6 people at each table; people kept together.",)


def test_people_apart_who_outnumber_the_tables_are_named_as_the_conflict() -> None:
    rules = Rules(apart=(Apart(("p0", "p1", "p2")),))
    with pytest.raises(Infeasible) as caught:
        mix(gathering(6, 2, 1, rules), limit=Limit(steps=2_000))
    assert caught.value.conflicts == ("Round 1: people kept apart.",)


def test_sizes_that_nobody_fixed_give_way_to_rules() -> None:
    people = tuple(someone(number, wheelchair=number < 4) for number in range(5))
    day = Gathering(people, Tables(3, wheelchair_ready=frozenset({2})), 2)
    assert check(day, mix(day, limit=Limit(steps=2_000)).seating).broken == ()
    speakers = tuple(someone(n, languages=frozenset({"Hmong"} if n else {"English", "Hmong"})) for n in range(5))
    day = Gathering(speakers, Tables(3), 1, Rules(common_language="English"))
    assert sorted(map(len, mix(day, limit=Limit(steps=2_000)).seating[0])) == [0, 0, 5]
