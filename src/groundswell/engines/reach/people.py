"""Who the people are: the groups they belong to, whether they may be named, invited, and have begun already."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from groundswell.engines.cells import as_number, as_truth
from groundswell.engines.errors import InputError
from groundswell.engines.tables import Row, Table

NO_GROUP = ""


@dataclass(frozen=True)
class Person:
    """One person. `groups` has a value for each group column (county, district, …); empty where it is not known."""

    id: str
    name: str = ""
    groups: Mapping[str, str] = field(default_factory=dict)
    latitude: float | None = None
    longitude: float | None = None
    may_be_named: bool = False
    may_be_invited: bool = True
    already: bool = False

    def group(self, column: str) -> str:
        """Return the person's group in a column, empty where it is not known."""
        return self.groups.get(column, NO_GROUP)


@dataclass(frozen=True)
class People:
    """People in the order of their numbers."""

    everyone: Sequence[Person]
    columns: tuple[str, ...] = ()
    _sizes: dict[tuple[str, ...], Counter[tuple[str, ...]]] = field(default_factory=dict, repr=False, compare=False)

    def __len__(self) -> int:
        return len(self.everyone)

    def by_id(self) -> dict[str, int]:
        """Return the number of each id."""
        return {person.id: number for number, person in enumerate(self.everyone)}

    def groups(self, column: str) -> list[str]:
        """Return everyone's group in a column."""
        return [person.group(column) for person in self.everyone]

    def alike(self, columns: tuple[str, ...], groups: tuple[str, ...]) -> int:
        """Return how many people are in all of these groups, one for each column."""
        if columns not in self._sizes:
            self._sizes[columns] = Counter(zip(*(self.groups(column) for column in columns), strict=True))
        return self._sizes[columns][groups]


OWN = frozenset({"person", "name", "latitude", "longitude", "consent", "invite", "already"})
ALIASES = {"id": "person", "lat": "latitude", "lon": "longitude", "lng": "longitude", "email": "person"}


def people_from(table: Table) -> People:
    """Read people. All columns that have no meaning of their own are groups."""
    columns = tuple(column for column in table.columns if column not in OWN)
    seen: dict[str, int] = {}
    found = []
    for row in table.rows:
        key = row["person"]
        if not key:
            raise table.problem("The column “person” is empty here. Give each person an id.", row)
        if key in seen:
            raise table.problem(f"“{key}” is listed twice, here and in line {seen[key]}. Leave one of them out.", row)
        seen[key] = row.line
        found.append(_person(table, row, columns))
    if not found:
        raise table.problem("There is nobody in this file. Give each person a row below the headings.")
    return People(found, columns)


def _person(table: Table, row: Row, columns: tuple[str, ...]) -> Person:
    latitude, longitude = (_degrees(table, row, name, most) for name, most in (("latitude", 90), ("longitude", 180)))
    return Person(
        id=row["person"],
        name=row.get("name") or row["person"],
        groups={column: row.get(column) for column in columns},
        latitude=latitude if longitude is not None else None,
        longitude=longitude if latitude is not None else None,
        may_be_named=_truth(table, row, "consent", otherwise=False),
        may_be_invited=_truth(table, row, "invite", otherwise=True),
        already=_truth(table, row, "already", otherwise=False),
    )


def _truth(table: Table, row: Row, column: str, *, otherwise: bool) -> bool:
    if column not in table.columns:
        return otherwise
    try:
        return as_truth(row.get(column), empty=otherwise)
    except ValueError:
        raise table.problem(f"The column “{column}” says “{row.get(column)}”. Write yes or no.", row) from None


def _degrees(table: Table, row: Row, column: str, most: float) -> float | None:
    text = row.get(column)
    if not text:
        return None
    try:
        value = as_number(text, grouped=False)
    except ValueError:
        value = most + 1
    if not -most <= value <= most:
        raise table.problem(f"The column “{column}” says “{text}”. Give degrees, such as 38.58 or -121.49.", row)
    return value


def unnamed(ids: Sequence[str]) -> People:
    """Make people of whom only the ids are known."""
    return People([Person(id=key, name=key) for key in ids])


def check_column(people: People, column: str) -> None:
    """Refuse a group column that is not there."""
    if column not in people.columns:
        there = ", ".join(people.columns) or "none"
        raise InputError(f"The people have no column “{column}”. Their group columns are: {there}.")
