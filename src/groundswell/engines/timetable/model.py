"""What goes into a timetable and what comes out. Nothing heavy is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Mode(StrEnum):
    """How people take part."""

    IN_PERSON = "in person"
    REMOTE = "remote"
    BOTH = "both"

    def fits(self, room: "Mode") -> bool:
        """Whether a session of this mode can be held in a room that offers that mode."""
        return room is Mode.BOTH or self is room


@dataclass(frozen=True)
class Session:
    """One session. `people` present or facilitate it; `joint` says that it joins math and science.

    `length` is in periods. `size`: how many are expected, for the choice of the room. `after`: sessions that must end
    before this one starts. `start` and `room` fix it; `starts` leaves a choice.
    """

    id: str
    title: str = ""
    strand: str = ""
    level: str = ""
    joint: bool = False
    length: int = 1
    people: tuple[str, ...] = ()
    mode: Mode = Mode.IN_PERSON
    size: int = 0
    needs: frozenset[str] = frozenset()
    after: tuple[str, ...] = ()
    start: str = ""
    room: str = ""
    starts: frozenset[str] = frozenset()
    line: int | None = None


@dataclass(frozen=True)
class Room:
    """A room at a site. An online room has the mode remote and any `site`; `closed` are periods without it."""

    id: str
    site: str = ""
    capacity: int | None = None
    mode: Mode = Mode.IN_PERSON
    features: frozenset[str] = frozenset()
    closed: frozenset[str] = frozenset()
    line: int | None = None


@dataclass(frozen=True)
class Period:
    """An hour of the program. After one with `pause` comes a break: no session runs across it."""

    id: str
    pause: bool = False


@dataclass(frozen=True)
class Wish:
    """A person wants to attend a session; a greater weight is a stronger wish."""

    person: str
    session: str
    weight: int = 1


@dataclass(frozen=True)
class Question:
    """Everything that decides the answer. Periods are in the order of time.

    `away`: person and period in which that person cannot be there. `homes`: the site at which a participant is; absent
    means any. `converge`: each participant must have a session that joins math and science.
    """

    sessions: tuple[Session, ...]
    rooms: tuple[Room, ...]
    periods: tuple[Period, ...]
    wishes: tuple[Wish, ...] = ()
    away: frozenset[tuple[str, str]] = frozenset()
    homes: Mapping[str, str] | None = None
    converge: bool = False


@dataclass(frozen=True)
class Placed:
    """Where and when a session is."""

    room: str
    start: str


class Severity(StrEnum):
    """How bad a clash is: by the share of those who wanted the smaller session."""

    HIGH = "high"
    MIDDLE = "middle"
    LOW = "low"


@dataclass(frozen=True)
class Clash:
    """Two sessions at the same time that `people` want both."""

    first: str
    second: str
    weight: int
    people: int
    severity: Severity


@dataclass(frozen=True)
class Missed:
    """A wish that is not met, and why."""

    person: str
    session: str
    why: str


@dataclass(frozen=True)
class Timetable:
    """A timetable that keeps all hard rules.

    `clashes`: the summed weight of pairs of wishes of one person at the same time; no timetable has less than `bound`.
    `attends`: who goes where; `met_bound`: no seating of this timetable meets wishes of more weight.
    """

    sessions: Mapping[str, Placed]
    clashes: int
    bound: int
    clash_list: tuple[Clash, ...]
    attends: Mapping[str, tuple[str, ...]]
    met: int
    met_bound: float
    missed: tuple[Missed, ...]
    without_joint: tuple[Missed, ...]
    cut_short: bool
