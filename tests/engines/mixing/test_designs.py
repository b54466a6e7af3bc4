from itertools import combinations

import pytest

from groundswell.engines.mixing import Gathering, Person, Rules, Tables, mix
from groundswell.engines.mixing.designs import Plan, plan, uneven
from groundswell.engines.mixing.fields import field, prime_power, product_of_fields
from groundswell.engines.mixing.transversals import known_blocks
from groundswell.engines.progress import Limit


def repeats(weeks: Plan) -> int:
    pairs = [pair for week in weeks for table in week for pair in combinations(sorted(table), 2)]
    return len(pairs) - len(set(pairs))


@pytest.mark.parametrize("order", [2, 3, 4, 5, 8, 9, 16, 25, 27])
def test_field_divides_and_distributes(order: int) -> None:
    f = field(order)
    elements = range(order)
    assert all(sorted(f.mul[a]) == list(elements) for a in elements if a)
    assert all(
        f.mul[a][f.add[b][c]] == f.add[f.mul[a][b]][f.mul[a][c]] for a in elements for b in elements for c in elements
    )


@pytest.mark.parametrize(("number", "parts"), [(8, (2, 3)), (7, (7, 1)), (12, None), (1, None)])
def test_prime_power_is_told_from_other_numbers(number: int, parts: tuple[int, int] | None) -> None:
    assert prime_power(number) == parts


def test_product_of_fields_adds_part_by_part() -> None:
    add, mul, parts = product_of_fields(6)
    assert (parts, add[5][4], mul[5][4]) == ((2, 3), 0, 5)


@pytest.mark.parametrize(
    ("tables", "size", "weeks"),
    [
        (4, 2, 7), (5, 3, 7), (5, 5, 6), (6, 3, 8), (6, 4, 7), (6, 5, 6), (6, 6, 3), (7, 3, 10), (7, 4, 9), (8, 3, 11),
        (8, 4, 9), (8, 8, 9), (9, 3, 13), (9, 4, 11), (10, 3, 14), (10, 4, 13), (10, 5, 9), (10, 6, 8), (10, 7, 8),
        (10, 8, 7), (10, 9, 5), (10, 10, 4), (12, 3, 16), (16, 4, 21), (20, 5, 21), (21, 6, 21), (25, 5, 31),
    ],
)  # fmt: skip
def test_plan_without_repeats(tables: int, size: int, weeks: int) -> None:
    made = plan(tables, size)
    assert (len(made), repeats(made)) == (weeks, 0)
    assert all(sorted(p for table in week for p in table) == list(range(tables * size)) for week in made)
    assert {len(table) for week in made for table in week} == {size}


@pytest.mark.parametrize(
    ("people", "tables", "weeks"),
    [(37, 9, 9), (24, 5, 6), (121, 25, 30), (63, 16, 21), (57, 14, 14), (80, 14, 14), (73, 18, 18), (94, 18, 18)],
)
def test_plan_for_uneven_tables(people: int, tables: int, weeks: int) -> None:
    made = uneven(people, tables)
    assert (len(made), repeats(made)) == (weeks, 0)
    assert {len(table) for week in made for table in week} == {people // tables, people // tables + 1}


@pytest.mark.parametrize(("order", "groups"), [(14, 6), (18, 7), (26, 6), (34, 6), (36, 6)])
def test_transversal_designs_hold_each_pair_of_points_once(order: int, groups: int) -> None:
    blocks = known_blocks(order, groups - 1)
    assert len(blocks) == order * order
    assert all(
        len({(block[a], block[b]) for block in blocks}) == order * order for a, b in combinations(range(groups), 2)
    )


def test_mix_takes_a_design_and_settles_people_on_it() -> None:
    people = tuple(Person(f"p{n}", f"Person {n}", {"county": f"county {n % 3}"}) for n in range(12))
    made = mix(Gathering(people, Tables(4), 2, Rules(aims=("repeats", "county"))))
    assert (made.method, made.proof.repeats.count, made.proof.aims[1].count) == ("design", 0, 0)


def test_mix_finds_a_starter_for_a_size_that_is_not_in_the_library() -> None:
    people = tuple(Person(f"p{n}", f"Person {n}") for n in range(33))
    made = mix(Gathering(people, Tables(11), 13), limit=Limit(steps=1_000))
    assert (made.method, made.proof.repeats.count) == ("design", 0)
