"""Plans without a repeated meeting from mathematics: fields, difference matrices, affine spaces and starters.

A *difference matrix* over a group of order g has rows of k elements such that the differences of any two columns are all
distinct. Row w gives a week for g tables of k: person (i, x), for i below k and x in the group, sits at table x - A[w][i];
two people of the same column never meet. (Colbourn and Dinitz, Handbook of Combinatorial Designs, 2nd ed., VI.17.)
Every plan is checked before it is handed out.
"""

from collections.abc import Iterator
from functools import cache
from itertools import combinations

from groundswell.engines.mixing.fields import Table, field, group, prime_power, product_of_fields
from groundswell.engines.mixing.starters import DIFFERENCES, HALVES, QUASI_DIFFERENCES, STARTERS
from groundswell.engines.mixing.transversals import in_halves, known_blocks, transversal_design

Week = tuple[tuple[int, ...], ...]
Plan = tuple[Week, ...]


@cache
def plan(tables: int, size: int) -> Plan:
    """Return the longest plan known for so many full tables; people count from 0."""
    best: Plan = ()
    for candidate in candidates(tables, size):
        if len(candidate) > len(best) and is_sound(candidate, tables * size):
            best = candidate
    return best


def is_sound(weeks: Plan, people: int) -> bool:
    """Whether everyone sits once each week and no two meet twice."""
    met: set[tuple[int, int]] = set()
    for week in weeks:
        if sorted(p for table in week for p in table) != list(range(people)):
            return False
        pairs = [pair for table in week for pair in combinations(sorted(table), 2)]
        if not met.isdisjoint(pairs):
            return False
        met.update(pairs)
    return True


def candidates(tables: int, size: int) -> Iterator[Plan]:
    """Go through all constructions that fit."""
    yield (tuple(tuple(range(place, place + size)) for place in range(0, tables * size, size)),)
    if size == 2:
        yield round_robin(2 * tables)
    if (tables, size) in STARTERS:
        yield from_starter(tables, size)
    if tables * size <= 400:
        yield from affine_space(tables, size)
    for weeks in plans_by_column(tables, size):
        yield with_columns(tables, size, weeks)
    if (tables, size) in QUASI_DIFFERENCES:
        yield from_quasi_differences(tables, size)


def round_robin(people: int) -> Plan:
    """Everyone meets everyone in pairs: one stays, the others go round a circle."""
    last = people - 1
    return tuple(
        ((last, week), *(((week + step) % last, (week - step) % last) for step in range(1, people // 2)))
        for week in range(last)
    )


def from_starter(tables: int, size: int) -> Plan:
    """Turn base weeks: people stand in rings of m, those who are left over stay where they are."""
    m, base = STARTERS[tables, size]
    turning = tables * size // m * m
    if tables * size - turning >= m:
        raise AssertionError((tables, size))
    return tuple(
        tuple(
            tuple(p if p >= turning else p // m * m + (p % m + turn) % m for p in week[place : place + size])
            for place in range(0, len(week), size)
        )
        for week in base
        for turn in range(m)
    )


def affine_space(tables: int, size: int) -> Iterator[Plan]:
    """Lines of the affine space of `size` to the d points, one week for each direction."""
    if prime_power(size) is None or size < 2:
        return
    points, dimension = size, 1
    while points < tables * size:
        points *= size
        dimension += 1
    if points != tables * size or dimension < 2:
        return
    f = field(size)

    def digits(p: int) -> tuple[int, ...]:
        return tuple(p // size**place % size for place in range(dimension))

    def line(p: int, direction: tuple[int, ...]) -> tuple[int, ...]:
        start = digits(p)
        found = [[f.add[x][f.mul[t][d]] for x, d in zip(start, direction, strict=True)] for t in range(size)]
        return tuple(sorted(sum(x * size**place for place, x in enumerate(point)) for point in found))

    directions = [digits(p) for p in range(1, points)]
    directions = [d for d in directions if next(x for x in d if x) == 1]
    yield tuple(tuple(sorted({line(p, direction) for p in range(points)})) for direction in directions)


def difference_matrices(order: int, columns: int) -> Iterator[tuple[Table, list[list[int]]]]:
    """Difference matrices over groups of this order with at least so many columns, as (addition, rows)."""
    if order < 2:
        return
    add, mul, parts = product_of_fields(order)
    numbers = [sum_of_parts(x, parts) for x in range(min(parts))]
    if columns <= min(parts):
        yield add, [[mul[r][numbers[c]] for c in range(columns)] for r in range(order)]
    elif columns <= order:
        yield add, [[mul[r][c] for c in range(columns)] for r in numbers]
    for (size, width), (orders, rows) in DIFFERENCES.items():
        if size == order and width >= columns:
            yield group(orders), [list(row[:columns]) for row in rows]


def sum_of_parts(x: int, parts: tuple[int, ...]) -> int:
    """Return the element with x in each part, counted as `product_of_fields` does."""
    place = 0
    for part in parts:
        place = place * part + x
    return place


def from_differences(add: Table, rows: list[list[int]]) -> Plan:
    """Make the weeks of a difference matrix; person (i, x) has number i * g + x."""
    order = len(add)
    return tuple(
        tuple(tuple(i * order + add[table][entry] for i, entry in enumerate(row)) for table in range(order))
        for row in rows
    )


def with_columns(tables: int, size: int, weeks: Plan) -> Plan:
    """Add weeks in which people of the same column meet, where a column fills whole tables."""
    if size > tables or tables % size:
        return weeks
    within: Plan = ((tuple(range(size)),),) if tables == size else plan(tables // size, size)
    more = tuple(
        tuple(tuple(column * tables + p for p in table) for column in range(size) for table in week) for week in within
    )
    return weeks + more


def from_quasi_differences(tables: int, size: int) -> Plan:
    """Orthogonal Latin squares: the people are the blocks of a transversal design, the tables of week i its points in group i."""
    m, h, matrix = QUASI_DIFFERENCES[tables, size]
    blocks = transversal_design(m, h, list(zip(*matrix, strict=True)))
    return tuple(
        tuple(tuple(p for p, block in enumerate(blocks) if block[row] == table) for table in range(m + h))
        for row in range(len(matrix))
    )


def from_transversal_design(order: int, columns: int) -> Iterator[Plan]:
    """Weeks from a transversal design: week w has the blocks through point w of its last group, without that point."""
    blocks = known_blocks(order, columns)
    if blocks:
        yield tuple(
            tuple(tuple(i * order + block[i] for i in range(columns)) for block in blocks if block[-1] == point)
            for point in range(order)
        )


def plans_by_column(tables: int, size: int) -> Iterator[Plan]:
    """Plans in which people stand in columns of as many as there are tables, and those of a column never meet."""
    for add, rows in difference_matrices(tables, size):
        yield from_differences(add, rows)
    yield from from_transversal_design(tables, size)


def uneven(people: int, tables: int) -> Plan:
    """Return the longest plan known for so many people at so many tables whose sizes differ by at most one.

    It comes from a plan with full tables, from which people are taken who never meet (a column), or who meet in one week
    only, which is then left out.
    """
    size = -(-people // tables)
    spare = tables * size - people
    if spare == 0:
        return plan(tables, size)
    best: Plan = ()
    for weeks in plans_by_column(tables, size):
        best = max(best, without(weeks, set(range(spare))), key=len)
    best = max(best, with_guests(people, tables), key=len)
    full = plan(tables, size)
    if spare <= size and len(full) - 1 > len(best):
        best = max(best, without(full[1:], set(full[0][0][:spare])), key=len)
    if spare == 1:
        best = max(best, without(full, {0}), key=len)
    return best


def with_guests(people: int, tables: int) -> Plan:
    """Full tables by a transversal design, with a few guests who each join one table a week and meet nobody twice.

    A guest joins the tables of a class of blocks that go through each point once, so one of each week.
    """
    if tables not in HALVES:
        return ()
    classes, bases = HALVES[tables]
    columns = len(bases[0]) - 1
    guests = people - tables * columns
    if not 0 < guests <= classes:
        return ()
    weeks: list[list[tuple[int, ...]]] = [[] for _ in range(tables)]
    for number, block in enumerate(in_halves(tables)):
        guest = number // tables
        joined = (tables * columns + guest,) if guest < guests else ()
        weeks[block[-1]].append((*(i * tables + block[i] for i in range(columns)), *joined))
    found = tuple(tuple(week) for week in weeks)
    return found if is_sound(found, people) else ()


def without(weeks: Plan, gone: set[int]) -> Plan:
    """Take people out and number the others anew; empty where a table would lose two."""
    people = sum(len(table) for table in weeks[0]) if weeks else 0
    number = {p: place for place, p in enumerate(p for p in range(people) if p not in gone)}
    left = tuple(tuple(tuple(number[p] for p in table if p not in gone) for table in week) for week in weeks)
    if any(len(set(map(len, week))) > 2 or max(map(len, week)) - min(map(len, week)) > 1 for week in left):
        return ()
    return left if is_sound(left, len(number)) else ()
