"""Transversal designs: blocks with one point of each group, any two points of different groups in exactly one block."""

from groundswell.engines.mixing.fields import field
from groundswell.engines.mixing.starters import COLUMNS, HALVES, SHIFTED, SLANTED


def transversal_design(m: int, h: int, columns: list[tuple[int, ...]]) -> list[list[int]]:
    """Blocks of a transversal design of order m + h from the columns of a quasi-difference matrix over m elements.

    Columns are turned through the group, their empty entries (-1) filled by the h further elements; the smaller design that is
    then lacking is filled in. (Handbook of Combinatorial Designs, III.3.)
    """
    rows = len(columns[0])
    blocks: list[list[int]] = []
    seen = [0] * rows
    for column in columns:
        extra = -1
        if -1 in column:
            row = column.index(-1)
            extra = m + seen[row]
            seen[row] += 1
        blocks += [[extra if entry < 0 else (entry + turn) % m for entry in column] for turn in range(m)]
    if seen != [h] * rows:
        raise AssertionError((m, h))
    if h == 1:
        return [*blocks, [m] * rows]
    small = field(h)
    return blocks + [
        [m + entry for entry in (a, b, *(small.add[small.mul[slope][a]][b] for slope in range(1, rows - 1)))]
        for a in range(h)
        for b in range(h)
    ]


def known_blocks(order: int, columns: int) -> list[list[int]]:
    """Blocks of a transversal design of this order with at least one group more than columns; empty where none is known."""
    if order in HALVES:
        blocks = in_halves(order)
    elif order in SLANTED:
        blocks = slanted(order)
    elif order in SHIFTED:
        m, h, bases, with_zero = SHIFTED[order]
        turned = [base[shift:] + base[:shift] for base in bases for shift in range(len(base))]
        blocks = transversal_design(m, h, turned + ([(0,) * len(bases[0])] if with_zero else []))
    elif order in COLUMNS:
        m, h, found = COLUMNS[order]
        blocks = transversal_design(m, h, list(found))
    else:
        return []
    return blocks if columns < len(blocks[0]) else []


def in_halves(order: int) -> list[list[int]]:
    """Turn the blocks of `HALVES`, those of the classes first."""
    half = order // 2
    _, bases = HALVES[order]
    return [[x // half * half + (x % half + turn) % half for x in base] for base in bases for turn in range(half)]


def slanted(order: int) -> list[list[int]]:
    """Slant and turn the columns of `SLANTED`; element (a, b, c) of Z2 x Z3 x Z3 is 9 a + 3 b + c."""
    slopes, columns = SLANTED[order]
    return [
        [
            x // 9 * 9 + (x // 3 + slope[0] * copy + turn // 3) % 3 * 3 + (x + slope[1] * copy + turn) % 3
            for x, slope in zip(column, slopes, strict=True)
        ]
        for column in columns
        for copy in range(3)
        for turn in range(9)
    ]
