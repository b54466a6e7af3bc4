"""What goes into a mix and what comes out: plain frozen values, no arrays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

Seating = tuple[tuple[tuple[str, ...], ...], ...]
"""For each round, for each table (table 1 first), the ids of those who sit there. A table may be empty."""

REPEATS = "repeats"
WISHES = "wishes"


@dataclass(frozen=True)
class Person:
    """One who comes. `attributes` are the columns of the sheet (county, district, role …), `line` the row."""

    id: str
    name: str
    attributes: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    languages: frozenset[str] = frozenset()
    facilitator: bool = False
    wheelchair: bool = False
    site: str = ""
    wishes: tuple[str, ...] = ()
    """Ids of those this person named and would like to meet."""
    rounds: frozenset[int] | None = None
    """The rounds (from 1) in which the person is there; None is all of them."""
    line: int | None = None


@dataclass(frozen=True)
class Tables:
    """The tables: how many, how many sit at each, and what each is fit for. Tables count from 1.

    Where `low` and `high` are None, people spread evenly. `sites` says which tables stand at which site.
    """

    count: int
    low: int | None = None
    high: int | None = None
    wheelchair_ready: frozenset[int] | None = None
    sites: Mapping[str, tuple[int, ...]] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Together:
    """People who sit at one table, in all rounds or in the named ones."""

    people: tuple[str, ...]
    rounds: frozenset[int] | None = None
    why: str = ""


@dataclass(frozen=True)
class Apart:
    """People of whom no two sit at one table, in all rounds or in the named ones."""

    people: tuple[str, ...]
    rounds: frozenset[int] | None = None
    why: str = ""


@dataclass(frozen=True)
class Rules:
    """The hard rules beyond the sizes, and the soft aims in order of weight.

    An aim is `repeats` (nobody meets the same person twice), `wishes` (those who named each other meet) or a column
    (people sit with others who differ in it).
    """

    facilitators: int = 0
    """How many facilitators sit at each table at least."""
    together: tuple[Together, ...] = ()
    apart: tuple[Apart, ...] = ()
    common_language: str = ""
    """Who does not speak it sits with someone who speaks it and a language of theirs. Empty: no such rule."""
    joint_rounds: frozenset[int] = frozenset()
    """Rounds held online, in which the sites mix and a table is wherever you are."""
    aims: tuple[str, ...] = (REPEATS,)


@dataclass(frozen=True)
class Gathering:
    """Everything that a mix is made from."""

    people: tuple[Person, ...]
    tables: Tables
    rounds: int
    rules: Rules = field(default_factory=Rules)
    source: str | None = None
    """The file that the people came from, for messages."""

    def names(self) -> dict[str, str]:
        """Return the name of each id."""
        return {person.id: person.name for person in self.people}


@dataclass(frozen=True)
class Aim:
    """How one soft aim came out: `count` is to be small, and cannot be below `bound`."""

    name: str
    count: int
    bound: int

    @property
    def is_best(self) -> bool:
        """Whether nothing better exists."""
        return self.count == self.bound


@dataclass(frozen=True)
class Proof:
    """What could be reached and what was. Meetings are pairs of people who sit together at least once."""

    possible: int
    """Pairs who could meet at all, given who is there when and the hard rules."""
    most: int
    """No plan of these sizes lets more pairs meet than this."""
    happened: int
    aims: tuple[Aim, ...]
    why: str
    """Why no plan repeats fewer meetings, or that it is not known."""

    @property
    def repeats(self) -> Aim:
        """Return the aim about meeting twice, which is always counted."""
        return next(aim for aim in self.aims if aim.name == REPEATS)


@dataclass(frozen=True)
class Mix:
    """A plan with its proof. `moved` counts seats changed against an earlier plan, in rounds yet to come."""

    seating: Seating
    proof: Proof
    seed: int
    steps: int
    method: str
    """`design` where a mathematical construction gave it, `search` where the search did."""
    cut_short: bool = False
    moved: int = 0
    moves: tuple[tuple[int, str, int, int], ...] = ()
    """For a repaired plan: round, id, table before, table now."""
