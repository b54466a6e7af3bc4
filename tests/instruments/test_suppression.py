"""The promise: no hidden number can be computed from the shown ones. Checked by linear algebra and by another table."""

import numpy as np
from hypothesis import example, given, settings
from hypothesis import strategies as st

from groundswell.instruments.suppression import FLOOR, suppress_counts, suppress_groups, with_totals

sizes = st.one_of(st.integers(0, 14), st.integers(0, 80))
tables = st.integers(1, 6).flatmap(
    lambda width: st.lists(st.lists(sizes, min_size=width, max_size=width), min_size=1, max_size=6)
)


def shown_of(cells):
    """The table with totals as published, None where hidden."""
    counts = suppress_counts(cells)
    rows = [[*row, total] for row, total in zip(counts.cells, counts.row_totals, strict=True)]
    return [*rows, [*counts.column_totals, counts.total]]


def equations(height, width):
    """One row a line of the table: the parts minus the total are zero."""
    lines = []
    for i in range(height):
        line = np.zeros((height, width))
        line[i, :-1], line[i, -1] = 1, -1
        lines.append(line.ravel())
    for j in range(width):
        line = np.zeros((height, width))
        line[:-1, j], line[-1, j] = 1, -1
        lines.append(line.ravel())
    return np.array(lines)


def computable(shown):
    """Hidden places whose value is the same in every table with the shown numbers (negative ones allowed)."""
    height, width = len(shown), len(shown[0])
    places = [n for n in range(height * width) if shown[n // width][n % width] is None]
    if not places:
        return []
    system = equations(height, width)[:, places]
    rank = np.linalg.matrix_rank(system)
    return [
        divmod(place, width)
        for n, place in enumerate(places)
        if np.linalg.matrix_rank(np.delete(system, n, axis=1)) == rank - 1
    ]


@given(tables)
@example([[0, 0, 0, 2, 8], [0, 0, 10, 1, 1]])  # the ten are all of their column, whose total is shown
@example([[0, 11, 0], [17, 0, 15], [1, 0, 1], [0, 0, 1]])  # so are the eleven, and they are all of their group
@settings(max_examples=300, deadline=None)
def test_no_hidden_number_with_people_can_be_computed(cells):
    full, shown = with_totals(cells), shown_of(cells)
    assert [place for place in computable(shown) if full[place[0]][place[1]]] == []


@given(tables)
@settings(max_examples=300, deadline=None)
def test_what_all_said_is_told_alike_with_and_without_groups(cells):
    """Else the table without groups would tell what the one with groups hides."""
    divided, undivided = suppress_counts(cells), suppress_counts([[sum(column) for column in zip(*cells, strict=True)]])
    assert (divided.column_totals, divided.total) == (undivided.column_totals, undivided.total)


@given(tables)
@settings(max_examples=300, deadline=None)
def test_no_number_below_ten_is_shown_and_shown_numbers_are_true(cells):
    full, shown = with_totals(cells), shown_of(cells)
    pairs = [(a, b) for row, kept in zip(full, shown, strict=True) for a, b in zip(row, kept, strict=True)]
    assert [a for a, b in pairs if b is not None and 0 < b < FLOOR] == []
    assert [(a, b) for a, b in pairs if b is not None and a != b] == []


@given(tables)
@settings(max_examples=300, deadline=None)
def test_hidden_numbers_of_a_line_with_a_shown_total_are_ten_together(cells):
    full, shown = with_totals(cells), shown_of(cells)
    columns = [list(line) for line in zip(*full, strict=True)]
    kept_columns = [list(line) for line in zip(*shown, strict=True)]
    for line, kept in [*zip(full, shown, strict=True), *zip(columns, kept_columns, strict=True)]:
        hidden = sum(value for value, known in zip(line[:-1], kept[:-1], strict=True) if known is None)
        assert kept[-1] is None or hidden == 0 or hidden >= FLOOR


@given(tables)
@settings(max_examples=200, deadline=None)
def test_another_table_of_whole_people_fits_what_is_shown(cells):
    """For each hidden number there is a different one that nobody could rule out: one more or one less, never negative."""
    full, shown = with_totals(cells), shown_of(cells)
    height, width = len(full), len(full[0])
    edges = [(i, j) for i in range(height) for j in range(width) if shown[i][j] is None and full[i][j]]
    for cell in edges:
        way = circle(edges, cell)
        assert way is not None
        for start in (1, -1):
            other = [list(row) for row in full]
            sign = start
            for i, j in [cell, *way]:
                # A total stands on the other side of its equation.
                turned = -1 if (i == height - 1) != (j == width - 1) else 1
                other[i][j] += sign * turned
                sign = -sign
            if min(min(row) for row in other) >= 0:
                break
        flat = np.array(other).ravel()
        assert not (equations(height, width) @ flat).any()
        assert min(flat) >= 0


def circle(edges, cell):
    """A way of hidden cells from the cell's column back to its row."""
    queue, came = [("c", cell[1])], {("c", cell[1]): None}
    for point in queue:
        for edge in edges:
            ends = [("r", edge[0]), ("c", edge[1])]
            if edge == cell or point not in ends:
                continue
            beyond = ends[1 - ends.index(point)]
            if beyond not in came:
                came[beyond] = (point, edge)
                queue.append(beyond)
    point, way = ("r", cell[0]), []
    if point not in came:
        return None
    while came[point]:
        point, edge = came[point]
        way.insert(0, edge)
    return way


def test_large_numbers_are_all_shown():
    counts = suppress_counts([[12, 30], [44, 10]])
    assert counts.all_shown
    assert counts.row_totals == (42, 54)
    assert counts.total == 96


def test_fewer_than_ten_answers_show_nothing():
    counts = suppress_counts([[3, 2], [1, 0]])
    assert (counts.cells, counts.total) == (((None, None), (None, None)), None)


def test_nobody_asked_is_no_secret():
    assert suppress_counts([[0, 0]]).all_shown


def test_small_group_takes_another_along():
    assert suppress_groups([4, 30, 12, 60]) == [None, 30, None, 60]
    assert suppress_groups([4, 5, 30, 12, 60]) == [None, None, 30, None, 60]
    assert suppress_groups([40, 30]) == [40, 30]


def test_single_row_hides_a_second_cell():
    counts = suppress_counts([[2, 15, 40]])
    assert counts.cells == ((None, None, 40),)
    assert counts.row_totals == (57,)
