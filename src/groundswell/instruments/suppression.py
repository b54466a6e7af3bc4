"""Numbers that stand for fewer than ten people are not shown, and cannot be computed from those that are.

A table of counts is published with its totals. Every row, with its total, is one equation between the numbers; so is
every column. Take rows and columns as points and each hidden number as a line between its row and its column (totals
have a row and a column too): a hidden number can be computed exactly when its line is a bridge, lying in no circle. So
each hidden number is put into a circle of hidden numbers, by hiding the cheapest further ones (a shortest path). What all
rows say together is hidden as it is where nothing is divided into rows, and no further: whoever reads both tables learns no
more than from the one, and the way leads through the rows and their totals. All of
these are at least 1, so that one person more or less around the circle gives another table with the same published
numbers. Besides, the hidden numbers of one line must together be ten or more, since their sum can be computed.

Pure: no database, no words.
"""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass

FLOOR = 10  # people

type Point = tuple[str, int]  # ("row", i) or ("column", j); the totals are row len(rows) and column len(columns)
type Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Counts:
    """A table as it may be shown: `None` stands for a hidden number. Totals are the sums of what was counted."""

    cells: tuple[tuple[int | None, ...], ...]
    row_totals: tuple[int | None, ...]
    column_totals: tuple[int | None, ...]
    total: int | None

    @property
    def all_shown(self) -> bool:
        return all(None not in line for line in (*self.cells, self.row_totals, self.column_totals, (self.total,)))


def suppress_counts(cells: Sequence[Sequence[int]], floor: int = FLOOR) -> Counts:
    """Hide what must be hidden of a table whose cells count different people (rows: groups, columns: choices)."""
    full = with_totals(cells)
    undivided = _hidden([full[-1], full[-1]], floor)
    hidden = _hidden(full, floor, {j for i, j in undivided if i})
    shown = [[None if (i, j) in hidden else value for j, value in enumerate(row)] for i, row in enumerate(full)]
    return Counts(
        cells=tuple(tuple(row[:-1]) for row in shown[:-1]),
        row_totals=tuple(row[-1] for row in shown[:-1]),
        column_totals=tuple(shown[-1][:-1]),
        total=shown[-1][-1],
    )


def suppress_groups(sizes: Sequence[int]) -> list[int | None]:
    """Sizes of groups beside their total: a group below the floor is hidden, and further ones until nothing follows."""
    counts = suppress_counts([[size] for size in sizes])
    return list(counts.row_totals)


def with_totals(cells: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with a last column of row sums and a last row of column sums."""
    rows = [[*row, sum(row)] for row in cells]
    width = len(rows[0]) if rows else 1
    return [*rows, [sum(row[j] for row in rows) for j in range(width)]]


def _hidden(full: list[list[int]], floor: int, in_total: set[int] | None = None) -> set[Cell]:
    """`in_total` are the columns whose totals may be hidden; None: any."""
    height, width = len(full), len(full[0])
    bound = (
        {(height - 1, j) for j in range(width)} - {(height - 1, j) for j in in_total} if in_total is not None else set()
    )
    everything = {(i, j) for i in range(height) for j in range(width)}
    total = full[-1][-1]
    if total < floor:
        return everything if total else set()
    hidden = {(i, j) for i, j in everything if 0 < full[i][j] < floor}
    # Of a group that is too small, nothing is shown, also not that nobody chose something.
    for i in range(height - 1):
        if 0 < full[i][-1] < floor:
            hidden |= {(i, j) for j in range(width)}
    hidden |= {(height - 1, j) for j in in_total or ()}
    while True:
        further = _break_bridges(full, hidden, bound) or _fill_lines(full, hidden, bound, floor)
        if not further:
            return hidden
        hidden |= further


def _break_bridges(full: list[list[int]], hidden: set[Cell], bound: set[Cell]) -> set[Cell]:
    """Cells to hide so that one more hidden number lies in a circle; none when all do."""
    for cell in sorted(hidden):
        if full[cell[0]][cell[1]] == 0:
            continue
        way = _cheapest_way(full, hidden, bound, cell)
        if not set(way) <= hidden:
            return set(way)
    return set()


def _cheapest_way(full: list[list[int]], hidden: set[Cell], bound: set[Cell], cell: Cell) -> list[Cell]:
    """The way from the cell's row to its column around the cell itself, over cells with people that are not bound to be
    shown, hidden ones at no cost.

    There always is one: over the row's total and those of the other rows with people in its column, or where it has
    none, over the column's total, which is then as small as the cell and hidden too.
    """
    height, width = len(full), len(full[0])
    start, goal = ("row", cell[0]), ("column", cell[1])
    best: dict[Point, int] = {start: 0}
    came: dict[Point, tuple[Point, Cell]] = {}
    queue: list[tuple[int, Point]] = [(0, start)]
    while queue:
        cost, point = heapq.heappop(queue)
        if point == goal:
            break
        if cost > best[point]:
            continue
        side, place = point
        steps = [(place, j) for j in range(width)] if side == "row" else [(i, place) for i in range(height)]
        for step in steps:
            value = full[step[0]][step[1]]
            if step == cell or value == 0 or step in bound:
                continue
            beyond: Point = ("column", step[1]) if side == "row" else ("row", step[0])
            price = cost + (0 if step in hidden else value)
            if price < best.get(beyond, price + 1):
                best[beyond] = price
                came[beyond] = (point, step)
                heapq.heappush(queue, (price, beyond))
    way: list[Cell] = []
    point = goal
    while point != start and point in came:
        point, step = came[point]
        way.append(step)
    return way


def _fill_lines(full: list[list[int]], hidden: set[Cell], bound: set[Cell], floor: int) -> set[Cell]:
    """The cheapest further cell of a line whose total is shown while its hidden cells together are below the floor; the total
    itself when there is none. A cell that lies in no circle, as all of a column whose total is bound to be shown, would be
    hidden in vain.
    """
    height, width = len(full), len(full[0])
    lines = [([(i, j) for j in range(width - 1)], (i, width - 1)) for i in range(height)]
    lines += [([(i, j) for i in range(height - 1)], (height - 1, j)) for j in range(width)]
    for cells, total in lines:
        inside = [cell for cell in cells if cell in hidden]
        together = sum(full[i][j] for i, j in inside)
        if not together or total in hidden or together >= floor:
            continue
        rest = sorted((full[i][j], (i, j)) for i, j in cells if (i, j) not in hidden and full[i][j])
        return {next((cell for _size, cell in rest if _cheapest_way(full, hidden, bound, cell)), total)}
    return set()
