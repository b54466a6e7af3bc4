# ruff: noqa: PLR0917 - kernels take their arrays one by one
"""Reads a long plain CSV of ties in one pass, 30 million rows included.

Only for the plain case: commas, no quotes, all rows alike. Whatever else comes up is left to the reader that explains.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numba import njit

from groundswell.engines.reach.network import Floats, Ints, Longs


@dataclass(frozen=True, eq=False)
class Scanned:
    """Ties by number, and where the name of each number stands in the file."""

    source: Ints
    target: Ints
    probability: Floats  # float32 values, empty where the file has no such column
    begin: Longs
    end: Longs


def scan(data: np.ndarray, start: int, fields: tuple[int, int, int], columns: int) -> Scanned | None:
    """Read rows from byte `start`. `fields` are the places of source, target and probability (-1: none)."""
    rows = int(_rows(data, start))
    fine, source, target, chance, begin, end = _scan(data, start, *fields, columns, rows)
    return Scanned(source, target, chance, begin, end) if fine else None


@njit(cache=True, nogil=True)
def _rows(data: Any, start: Any) -> Any:
    rows = 1
    for at in range(start, len(data)):
        if data[at] == 10:
            rows += 1
    return rows


@njit(cache=True, nogil=True)
def _number(data: Any, first: Any, last: Any) -> Any:
    """Read a decimal number between 0 and 1; -1 where it is not one."""
    value = 0.0
    scale = 0.0
    digits = 0
    at = first
    while at < last and (48 <= data[at] <= 57 or (data[at] == 46 and scale == 0.0)):
        if data[at] == 46:
            scale = 1.0
        else:
            value = value * 10.0 + (data[at] - 48)
            scale *= 10.0
            digits += 1
        at += 1
    if digits == 0 or digits > 18:
        return -1.0
    power = 0
    if at < last and (data[at] == 101 or data[at] == 69):
        at += 1
        if at == last or data[at] != 45:
            return -1.0
        at += 1
        if at == last or last - at > 3:
            return -1.0
        while at < last and 48 <= data[at] <= 57:
            power = power * 10 + (data[at] - 48)
            at += 1
    if at != last:
        return -1.0
    if scale > 1.0:
        value /= scale
    value /= 10.0**power
    return value if value <= 1.0 else -1.0


@njit(cache=True, nogil=True)
def _find(data: Any, first: Any, last: Any, table: Any, hashes: Any, begin: Any, end: Any) -> Any:
    """Slot of a name in the table: the one that holds it, or the empty one where it belongs."""
    mark = np.uint64(0xCBF29CE484222325)
    for at in range(first, last):
        mark = (mark ^ np.uint64(data[at])) * np.uint64(0x100000001B3)
    mark ^= mark >> np.uint64(29)
    mask = np.uint64(len(table) - 1)
    slot = mark & mask
    while table[slot] >= 0:
        who = table[slot]
        if hashes[who] == mark and end[who] - begin[who] == last - first:
            same = True
            for step in range(last - first):
                if data[begin[who] + step] != data[first + step]:
                    same = False
                    break
            if same:
                return slot, mark
        slot = (slot + np.uint64(1)) & mask
    return slot, mark


@njit(cache=True, nogil=True)
def _twice(values: Any) -> Any:
    longer = np.empty(2 * len(values), values.dtype)
    for place in range(len(values)):  # to assign into a slice would compile a message about shapes, for seconds
        longer[place] = values[place]
    return longer


@njit(cache=True, nogil=True)
def _scan(
    data: Any, start: Any, field_source: Any, field_target: Any, field_chance: Any, columns: Any, rows: Any
) -> Any:
    source = np.empty(rows, np.int32)
    target = np.empty(rows, np.int32)
    chance = np.empty(rows if field_chance >= 0 else 0, np.float32)
    begin = np.empty(1024, np.int64)
    end = np.empty(1024, np.int64)
    hashes = np.empty(1024, np.uint64)
    table = np.full(4096, -1, np.int32)
    known = 0
    filled = 0
    left = np.zeros(columns, np.int64)
    right = np.zeros(columns, np.int64)
    at = start
    size = len(data)
    while at < size:
        field = 0
        blank = True
        left[0] = at
        while at < size and data[at] != 10:
            letter = data[at]
            if letter == 34:
                return False, source, target, chance, begin, end
            if letter == 44:
                right[field] = at
                field += 1
                if field >= columns:
                    return False, source, target, chance, begin, end
                left[field] = at + 1
                blank = False
            elif letter > 32:
                blank = False
            at += 1
        right[field] = at
        at += 1
        if blank:
            continue
        if field != columns - 1:
            return False, source, target, chance, begin, end
        for f in range(columns):
            while left[f] < right[f] and data[left[f]] <= 32:
                left[f] += 1
            while left[f] < right[f] and data[right[f] - 1] <= 32:
                right[f] -= 1
        for side in range(2):
            f = field_source if side == 0 else field_target
            if left[f] == right[f]:
                return False, source, target, chance, begin, end
            slot, mark = _find(data, left[f], right[f], table, hashes, begin, end)
            who = table[slot]
            if who < 0:
                if known == len(begin):
                    begin, end, hashes = _twice(begin), _twice(end), _twice(hashes)
                who = np.int32(known)
                begin[who], end[who], hashes[who] = left[f], right[f], mark
                known += 1
                table[slot] = who
                if 2 * known > len(table):
                    table = np.full(2 * len(table), -1, np.int32)
                    mask = np.uint64(len(table) - 1)
                    for old in range(known):
                        place = hashes[old] & mask
                        while table[place] >= 0:
                            place = (place + np.uint64(1)) & mask
                        table[place] = old
            if side == 0:
                source[filled] = who
            else:
                target[filled] = who
        if field_chance >= 0:
            value = _number(data, left[field_chance], right[field_chance])
            if value < 0.0:
                return False, source, target, chance, begin, end
            chance[filled] = value
        filled += 1
    if field_chance >= 0:
        chance = chance[:filled]
    return True, source[:filled].copy(), target[:filled].copy(), chance, begin[:known].copy(), end[:known].copy()
