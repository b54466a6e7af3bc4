"""The room as all see it, read once for all who open it within half a second; its number says how old it is."""

from collections.abc import Callable
from dataclasses import dataclass, field

from groundswell.convenings.models import WallNote
from groundswell.convenings.selectors.board import (
    Day,
    Heard,
    Line,
    Part,
    day_by_key,
    line_of,
    notes_of,
    program_of,
    sites_of,
)
from groundswell.core.kept import Kept

MOMENT = 0.5  # seconds


@dataclass(frozen=True)
class Board:
    """Everything in the room that is the same for all."""

    day: Day
    sites: list[Heard]
    program: list[Part]
    line: Line
    notes: list[WallNote]
    drawn: dict[tuple[str, str], str] = field(default_factory=dict)

    @property
    def space_id(self) -> int:
        return self.day.space_id

    def draw(self, name: str, language: str, draw: Callable[[], str]) -> str:
        """A part of the page in a language, drawn once."""
        if (name, language) not in self.drawn:
            self.drawn[name, language] = draw()
        return self.drawn[name, language]


def read_board(key: str) -> Board:
    """All of it, as it is now. Raises Http404."""
    day = day_by_key(key)
    pk = day.convening.pk
    sites = sites_of(pk, counted=True)
    return Board(day, sites, program_of(day.convening), line_of(pk, sites), notes_of(pk, sites))


BOARDS = Kept(read_board, seconds=MOMENT)
DAYS = Kept(day_by_key, seconds=MOMENT)


def board_by_key(key: str, seen: int = 0) -> Board:
    """The room of the convening with this address, not older than this number. Raises Http404."""
    return BOARDS.get(key, lambda board: board.day.after >= seen)


def day_to_post(key: str) -> Day:
    """What a post needs to know of the day. Raises Http404."""
    return DAYS.get(key)
