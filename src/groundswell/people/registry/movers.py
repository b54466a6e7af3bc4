"""What moves when two people turn out to be one.

Every foreign key to a person, in whatever app, is found and moved by itself (`services.merging`). An app registers a
mover only where moving rows is not enough: where two rows must become one, or where persons are named in JSON.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Mover:
    """Moves one app's mentions of a person.

    `handles` are the foreign keys it cares for, as "app_label.Model.field", which are then not moved by themselves.
    `move(merged_id, kept_id)` returns a note that JSON can hold, with which `move_back(note, merged_id, kept_id)` undoes it.
    """

    name: str
    move: Callable[[int, int], Any]
    move_back: Callable[[Any, int, int], None]
    handles: frozenset[str] = frozenset()


_movers: dict[str, Mover] = {}


def register_mover(mover: Mover) -> None:
    """Make a mover known; one of the same name is replaced."""
    _movers[mover.name] = mover


def unregister(name: str) -> None:
    """For tests that register a mover of their own."""
    _movers.pop(name, None)


def movers() -> list[Mover]:
    return [_movers[name] for name in sorted(_movers)]
