"""Ties and cascades from spreadsheets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import numpy as np

from groundswell.engines.cells import as_day, as_number
from groundswell.engines.reach.network import Floats, Ints
from groundswell.engines.reach.scan import scan
from groundswell.engines.tables import Row, Table, column_name, read_table

COLUMNS = ("source", "target", "probability", "strength", "date", "delay")
ALIASES = {
    "from": "source",
    "seeker": "source",
    "to": "target",
    "advisor": "target",
    "p": "probability",
    "weight": "strength",
    "days": "delay",
}


@dataclass(frozen=True, eq=False)
class Ties:
    """Ties as read, from the one who passes on to the one who may take up. Columns that were not given are None.

    `strength` counts contacts (a number above 0), `age` is days before the latest date in the file (NaN where a row
    has none), `delay` is days until the practice is passed on.
    """

    names: Sequence[str]
    source: Ints
    target: Ints
    probability: Floats | None = None
    strength: Floats | None = None
    age: Floats | None = None
    delay: Floats | None = None

    def __len__(self) -> int:
        return len(self.source)


def read_ties(path: str | Path) -> Ties:
    """Read ties from CSV or XLSX with the columns source and target, and probability or strength, date, delay."""
    return _read_plain(Path(path)) or ties_from(read_table(path, required=("source", "target"), aliases=ALIASES))


def _read_plain(path: Path) -> Ties | None:
    """Read a plain CSV fast; None where it is anything else."""
    try:
        data = np.fromfile(path, np.uint8)
    except OSError:
        return None
    first = data[:4096].tobytes()
    header, line_end, _ = first.partition(b"\n")
    if not line_end or b'"' in header or first.startswith((b"PK\x03\x04", b"\xff\xfe", b"\xfe\xff", b"sep=")):
        return None
    try:
        columns = [column_name(text) for text in header.decode("utf-8-sig").split(",")]
    except UnicodeDecodeError:
        return None
    columns = [ALIASES.get(name, name) for name in columns]
    if not {"source", "target"} <= set(columns) <= {"source", "target", "probability"} or len(set(columns)) < len(
        columns
    ):
        return None
    place = {name: columns.index(name) if name in columns else -1 for name in COLUMNS[:3]}
    found = scan(data, len(header) + 1, (place["source"], place["target"], place["probability"]), len(columns))
    if found is None or not len(found.source):
        return None
    raw = data.tobytes()
    try:
        names = [raw[begin:end].decode() for begin, end in zip(found.begin.tolist(), found.end.tolist(), strict=True)]
    except UnicodeDecodeError:
        return None
    return Ties(names, found.source, found.target, found.probability if place["probability"] >= 0 else None)


def ties_from(table: Table) -> Ties:
    """Read ties from a table, with a sentence for whatever is wrong in it."""
    if not table.rows:
        raise table.problem("There is no tie in this file. Give each tie a row below the headings.")
    number: dict[str, int] = {}
    ends: list[tuple[int, int]] = []
    for row in table.rows:
        for column in ("source", "target"):
            if not row[column]:
                raise table.problem(f"The column “{column}” is empty here. Each tie goes from someone to someone.", row)
        ends.append((number.setdefault(row["source"], len(number)), number.setdefault(row["target"], len(number))))
    both = np.array(ends, np.int32)
    there = table.columns
    return Ties(
        list(number),
        both[:, 0].copy(),
        both[:, 1].copy(),
        _numbers(table, "probability", 0.0, 1.0) if "probability" in there else None,
        _numbers(table, "strength", 0.0, 1e9) if "strength" in there else None,
        _ages(table) if "date" in there else None,
        _numbers(table, "delay", 0.0, 1e5) if "delay" in there else None,
    )


def _numbers(table: Table, column: str, least: float, most: float) -> Floats:
    return np.array([_number(table, row, column, least, most) for row in table.rows])


def _number(table: Table, row: Row, column: str, least: float, most: float) -> float:
    text = row[column]
    try:
        value = as_number(text, grouped=most > 1.0)
    except ValueError:
        value = least - 1.0
    if not least <= value <= most:
        wanted = "a number from 0 to 1" if most == 1.0 else "a number that is not below 0"
        raise table.problem(f"The column “{column}” says “{text}”. Give {wanted}, such as 0.2.", row)
    return value


def read_day(table: Table, row: Row, column: str) -> date | None:
    """Read a date as `as_day` does; None where the cell is empty."""
    text = row[column]
    if not text:
        return None
    try:
        return as_day(text)
    except ValueError:
        raise table.problem(f"The column “{column}” says “{text}”. Write the date as 2027-02-25.", row) from None


def _ages(table: Table) -> Floats:
    days = [read_day(table, row, "date") for row in table.rows]
    latest = max((day for day in days if day is not None), default=None)
    return np.array([np.nan if day is None or latest is None else (latest - day).days for day in days], np.float64)
