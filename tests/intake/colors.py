"""An importer of colors into a list: small enough to see through, with all that an importer can answer."""

from collections.abc import Mapping, Sequence
from typing import Any

from groundswell.core.errors import Refused
from groundswell.intake.choices import Outcome, Weight
from groundswell.intake.importers import Applied, Field, Importer, Problem, Read

FIELDS = (
    Field("name", "Color", ("colour",), required=True),
    Field("hex", "Hex code", ("#",), required=True),
    Field("note", "Note"),
)


class Colors(Importer[tuple[str, str]]):
    kind = "colors"
    label = "Colors"
    about = "Names and hex codes."
    fields = FIELDS
    batch = 2

    def __init__(self) -> None:
        self.known: dict[str, str] = {}
        self.breaks_at = ""

    def read(self, line: int, cells: Mapping[str, str]) -> Read[tuple[str, str]]:
        if not cells["hex"].startswith("#"):
            return Read(line, None, (Problem("A hex code starts with #.", "hex", cells["hex"]),))
        return Read(line, (cells["name"], cells["hex"]))

    def key(self, record: tuple[str, str]) -> str:
        return record[0]

    def apply(self, *, by: Any, records: Sequence[tuple[str, str]], dry_run: bool) -> list[Applied]:
        applied = []
        if not dry_run and self.breaks_at in dict(records):
            raise Refused("The paint ran out.")
        for name, code in records:
            known = self.known.get(name)
            outcome = Outcome.CREATED if known is None else Outcome.CHANGED if known != code else Outcome.UNCHANGED
            notes = (Problem("Very dark.", "hex", code, Weight.NOTE),) if code == "#000" else ()
            applied.append(Applied(outcome, notes))
            if not dry_run:
                self.known[name] = code
        return applied
