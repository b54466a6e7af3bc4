"""What goes into the choice of a date and what comes out. Nothing heavy is imported here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


@dataclass(frozen=True)
class Team:
    """People of one district who come together or not at all.

    `substitutes`: how many of them need one on a school day. `release_days`: how many days away from class they have
    left (None: no limit). `required`: no date without this team.
    """

    id: str
    district: str = ""
    county: str = ""
    people: int = 1
    substitutes: int = 0
    release_days: int | None = None
    lat: float | None = None
    lon: float | None = None
    km: float = 0.0
    required: bool = False
    line: int | None = None


@dataclass(frozen=True)
class Place:
    """A site where the convening could be; teams go to the nearest that is not closed on the date."""

    id: str
    lat: float
    lon: float
    closed: frozenset[date] = frozenset()


class Kind(StrEnum):
    """What a line of the calendar means."""

    BLACKOUT = "blackout"
    FREE = "free"  # no class: teachers need neither a substitute nor a release day


@dataclass(frozen=True)
class CalendarDay:
    """A day that is special for everyone (`scope` empty), or for a county or a district of that name."""

    day: date
    kind: Kind
    reason: str
    scope: str = ""


@dataclass(frozen=True)
class Question:
    """Everything that decides the answer. A convening that starts on a date takes `days` weekdays from there."""

    teams: tuple[Team, ...]
    dates: tuple[date, ...]
    days: int = 1
    said_no: frozenset[tuple[str, date]] = frozenset()
    calendar: tuple[CalendarDay, ...] = ()
    substitutes: Mapping[str, int] = field(default_factory=dict)
    """How many substitutes a district can find on any day; a district that is absent has no limit."""
    substitutes_on: Mapping[tuple[str, date], int] = field(default_factory=dict)
    """The same for single days."""
    sites: tuple[Place, ...] = ()
    farthest: float | None = None
    road_factor: float = 1.3


@dataclass(frozen=True)
class Absent:
    """A team that cannot come, and why."""

    team: str
    people: int
    why: str


@dataclass(frozen=True)
class Choice:
    """A date with who can come. `km` is person-kilometers one way; no set of teams with more people can come."""

    start: date
    people: int
    teams: tuple[str, ...]
    km: float
    absent: tuple[Absent, ...]
    counties_missing: tuple[str, ...]


@dataclass(frozen=True)
class Score:
    """How a date does; `people` None where a required team cannot come, with the reason in `why`."""

    start: date
    people: int | None
    km: float
    why: str = ""


@dataclass(frozen=True)
class Dates:
    """The best dates first, and how every date does. The choice is exact: `bound` is what the best date reaches."""

    best: tuple[Choice, ...]
    scores: tuple[Score, ...]

    @property
    def bound(self) -> int:
        """No date lets more people come."""
        return self.best[0].people
