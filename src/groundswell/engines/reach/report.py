"""The report of an answer: sentences, data for machines, a workbook."""

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from groundswell.engines.errors import InputError
from groundswell.engines.reach.answer import Answer, Outlook
from groundswell.engines.reach.brokers import Structure
from groundswell.engines.reach.forms import SMALLEST, PersonLine, person_line, shown
from groundswell.engines.reach.learning import Learned
from groundswell.engines.reach.words import (
    convene_words,
    floor_words,
    learned_words,
    outlook_words,
    person_words,
    place,
    structure_words,
)
from groundswell.engines.reach.world import World
from groundswell.engines.tables import Cell, Sheet, write_workbook


@dataclass(frozen=True, eq=False)
class Report:
    """The answer as text, as data and as a workbook. `by_name` lists people, named where they agreed."""

    world: World
    found: Answer
    seen: Outlook | None = None
    circles: Structure | None = None
    column: str = ""
    by_name: bool = False

    def as_data(self) -> dict[str, Any]:
        """Return what `--json` prints. `seeds` are the ids of the file of ties, in order of what each adds."""
        found, ids = self.found, self.world.ids
        data: dict[str, Any] = {
            "seeds": [ids[number] for number in found.chosen.tolist()],
            "spread": round(found.spread, 4),
            "certificate": round(found.certificate, 4),
            "floors": found.reached(),
            "best_possible": round(found.best_possible, 4),
            "price": round(found.price, 5),
            "spread_without_floors": round(found.free_spread, 4),
            "people": len(ids),
            "cut_short": found.cut_short,
            "notes": list(found.notes),
        }
        if found.common_floor is not None:
            data["common_floor"] = round(found.common_floor, 5)
        if self.seen is not None:
            data |= _outlook_data(self.seen)
            data["bridges"] = [
                {
                    "from": place(self.world, bridge.reached),
                    "to": place(self.world, bridge.entry),
                    "opens": bridge.opens,
                }
                for bridge in self.seen.gaps.bridges
            ]
        if self.world.learned is not None:
            rows = _learned_sheet(self.world.class_names, self.world.learned).rows
            data["learned"] = [
                dict(zip(("kind", "ties", "probability", "low", "high"), row, strict=True)) for row in rows
            ]
        if self.circles is not None:
            names, _ = self.world.grouped(self.column)
            data["structure"] = structure_words(self.column, names, self.circles)
        if self.by_name:
            data["persons"] = [{"name": line.name, "groups": line.groups} for line in self._persons()]
        return data

    def _persons(self) -> list[PersonLine]:
        return [person_line(self.world.ids, self.world.people, number) for number in self.found.chosen.tolist()]

    def as_text(self) -> list[str]:
        """Return what is printed for people."""
        lines = list(convene_words(self.world, self.found))
        if self.world.learned is not None:
            lines += learned_words(self.world.class_names, self.world.learned)
        lines += ["", *self._whom(), *floor_words(self.found)]
        if self.seen is not None:
            lines += ["", *outlook_words(self.world, self.seen)]
        if self.circles is not None:
            names, _ = self.world.grouped(self.column)
            lines += ["", *structure_words(self.column, names, self.circles)]
        return lines

    def _whom(self) -> list[str]:
        by_id = self.world.people is None
        if by_id or self.by_name or not self.column:
            return ["Convene:", *(f"  {person_words(line, by_id=by_id)}" for line in self._persons())]
        return [f"Convene by {self.column} (--names lists the people):", *self._by_group()]

    def _by_group(self) -> list[str]:
        names, codes = self.world.grouped(self.column)
        sizes = [int((codes == number).sum()) for number in range(len(names))]
        show = shown(sizes)
        mine = codes[self.found.chosen].tolist()
        lines = [
            f"  {name}: {mine.count(number)}"
            for number, name in enumerate(names)
            if show[number] and mine.count(number)
        ]
        rest = sum(1 for code in mine if code < 0 or not show[code])
        return [*lines, f"  in groups too small to show, or in none: {rest}"] if rest else lines

    def write(self, path: Path) -> None:
        """Write the workbook: the form for groups, and the list for the convener."""
        sheets = [
            Sheet("Summary", ["What"], [[line] for line in self.as_text() if line]),
            Sheet("Convener only", ["name", "where", "id"], self._rows()),
        ]
        if self.seen is not None:
            sheets.insert(1, _group_sheet(self.column, self.seen))
        if self.found.floors:
            sheets.append(_floor_sheet(self.found))
        if self.world.learned is not None:
            sheets.append(_learned_sheet(self.world.class_names, self.world.learned))
        try:
            write_workbook(path, sheets)
        except OSError as error:
            raise InputError(f"{path} cannot be written: {error.strerror}.", source=path.name) from None

    def _rows(self) -> list[list[Cell]]:
        return [
            [line.name or "has not agreed to be named", ", ".join(line.groups), self.world.ids[number]]
            for line, number in zip(self._persons(), self.found.chosen.tolist(), strict=True)
        ]


def _outlook_data(seen: Outlook) -> dict[str, Any]:
    total = [dict(zip(("low", "mean", "high"), map(float, band), strict=True)) for band in seen.forecast.group[-1]]
    return {
        "forecast": {str(month): band for month, band in zip(seen.forecast.months, total, strict=True)},
        "groups": [
            {
                "group": line.name,
                "people": line.people,
                "convened": line.convened,
                "reached": line.reached,
                "cut_off": line.cut_off,
            }
            for line in seen.lines
        ],
        "cut_off": int(seen.gaps.cut_off.sum()),
        "new_ties_needed": seen.gaps.islands,
    }


def _group_sheet(column: str, seen: Outlook) -> Sheet:
    bands = [f"month {month} {word}" for month in seen.forecast.months for word in ("low", "expected", "high")]
    rows: list[list[Cell]] = []
    for line in seen.lines:
        numbers = [round(value, 1) for band in line.reached for value in band]
        rows.append([line.name, line.people, line.convened, line.cut_off, *numbers])
    return Sheet("Groups", [column or "group", "people", "convened", "out of reach", *bands], rows)


def _floor_sheet(found: Answer) -> Sheet:
    show = shown([len(held.floor.members) for held in found.floors])
    rows: list[list[Cell]] = [
        [held.floor.name, len(held.floor.members), held.floor.least, round(held.reached, 1), round(held.without, 1)]
        for held, may in zip(found.floors, show, strict=True)
        if may
    ]
    return Sheet("Floors", ["group", "people", "floor", "reached", "without floors"], rows)


def _learned_sheet(names: Sequence[str], known: Learned) -> Sheet:
    """Tell the kinds of ties; those of few ties would tell of single people."""
    rows: list[list[Cell]] = [
        [name, int(ties), round(float(mean), 4), round(float(low), 4), round(float(high), 4)]
        for name, ties, mean, low, high in zip(
            names, known.class_ties, known.class_mean, known.class_low, known.class_high, strict=True
        )
        if ties >= SMALLEST
    ]
    return Sheet("Learned", ["kind of tie", "ties", "probability", "from", "to"], rows)


def write_learned(path: Path, world: World) -> None:
    """Write ties with what was learned of them, ready to be read again: `low` to `high` is a 90 % interval."""
    learned = world.learned
    if learned is None:
        return
    try:
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream)
            writer.writerow(["source", "target", "probability", "low", "high", "tried"])
            columns = (
                world.ties.source,
                world.ties.target,
                learned.probability,
                learned.low,
                learned.high,
                learned.trials,
            )
            for u, v, p, low, high, tried in zip(*(column.tolist() for column in columns), strict=True):
                writer.writerow([world.ids[u], world.ids[v], f"{p:.6g}", f"{low:.6g}", f"{high:.6g}", f"{tried:g}"])
    except OSError as error:
        raise InputError(f"{path} cannot be written: {error.strerror}.", source=path.name) from None
