"""Small gatherings against all seatings there are."""

from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.errors import Infeasible
from groundswell.engines.mixing import Apart, Gathering, Person, Rules, Seating, Tables, Together, check, mix
from groundswell.engines.progress import Limit


def seatings(gathering: Gathering) -> list[Seating]:
    """Every seating of the first round's people, round by round, as sets of tables in order."""
    by_round = []
    for number in range(1, gathering.rounds + 1):
        there = [person.id for person in gathering.people if person.rounds is None or number in person.rounds]
        options = []
        for choice in product(range(gathering.tables.count), repeat=len(there)):
            tables = tuple(
                tuple(someone for someone, place in zip(there, choice, strict=True) if place == table)
                for table in range(gathering.tables.count)
            )
            if all(gathering.tables.low <= len(table) <= gathering.tables.high for table in tables):
                options.append(tables)
        by_round.append(options)
    return [tuple(rounds) for rounds in product(*by_round)]


def same(gathering: Gathering, seating: Seating, column: str) -> int:
    value = {person.id: person.attributes.get(column, "") for person in gathering.people}
    return sum(
        bool(value[one]) and value[one] == value[other]
        for tables in seating
        for table in tables
        for one, other in combinations(table, 2)
    )


def best_key(gathering: Gathering) -> tuple[int, int] | None:
    """The least (repeats, same county) of all seatings that break nothing, or None."""
    keys = []
    for seating in seatings(gathering):
        finding = check(gathering, seating)
        if not finding.broken:
            keys.append((finding.repeats, same(gathering, seating, "county")))
    return min(keys, default=None)


@st.composite
def gatherings(draw: st.DrawFn) -> Gathering:
    count = draw(st.integers(4, 6))
    counties = draw(st.lists(st.sampled_from(["", "Yolo", "Inyo"]), min_size=count, max_size=count))
    facilitators = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    spoken = draw(st.lists(st.sampled_from(["E", "E", "ES", "S"]), min_size=count, max_size=count))
    names = {"E": "English", "S": "Spanish"}
    people = tuple(
        Person(
            f"p{number}",
            f"Person {number}",
            {"county": county},
            frozenset(names[letter] for letter in letters),
            facilitator=leads,
            wheelchair=number == 0 and draw(st.booleans()),
            rounds=draw(st.sampled_from([None, None, frozenset({1}), frozenset({2})])) if number == 1 else None,
        )
        for number, (county, leads, letters) in enumerate(zip(counties, facilitators, spoken, strict=True))
    )
    ids = [person.id for person in people]
    pairs = st.lists(st.sampled_from(ids), min_size=2, max_size=2, unique=True).map(tuple)
    when = st.sampled_from([None, frozenset({1}), frozenset({2})])
    rules = Rules(
        facilitators=draw(st.sampled_from([0, 0, 1])),
        together=tuple(Together(pair, draw(when)) for pair in draw(st.lists(pairs, max_size=1))),
        apart=tuple(Apart(pair, draw(when)) for pair in draw(st.lists(pairs, max_size=2))),
        common_language=draw(st.sampled_from(["", "English"])),
        aims=("repeats", "county"),
    )
    ready = draw(st.sampled_from([None, frozenset({1})]))
    return Gathering(people, Tables(2, low=1, high=4, wheelchair_ready=ready), 2, rules)


@settings(max_examples=40, deadline=None)
@given(gatherings())
def test_mix_is_as_good_as_the_best_of_all_seatings(gathering: Gathering) -> None:
    best = best_key(gathering)
    if best is None:
        with pytest.raises(Infeasible):
            mix(gathering, limit=Limit(steps=20_000))
        return
    made = mix(gathering)
    found = (made.proof.aims[0].count, made.proof.aims[1].count)
    assert found == best
    assert all(aim.bound <= value for aim, value in zip(made.proof.aims, best, strict=True))


def test_mix_meets_everyone_where_that_can_be() -> None:
    people = tuple(Person(f"p{number}", f"Person {number}") for number in range(4))
    made = mix(Gathering(people, Tables(2), 3))
    assert (made.proof.happened, made.proof.possible, made.proof.repeats.count) == (6, 6, 0)
