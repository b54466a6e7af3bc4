"""The list of people, from a sheet: id, name, county, district, school, role, subject, languages, site, rounds, wishes …"""

import re
from collections.abc import Collection
from types import MappingProxyType

from groundswell.engines.cells import as_day, as_truth
from groundswell.engines.errors import InputError
from groundswell.engines.mixing.model import Person
from groundswell.engines.tables import Row, Table

ALIASES = {
    "participant": "name",
    "full name": "name",
    "person": "name",
    "language": "languages",
    "county office": "county",
    "present": "rounds",
    "wants to meet": "wishes",
    "named": "wishes",
    "accessible": "wheelchair",
    "wheelchair ready": "wheelchair",
}

OWN = {"id", "name", "languages", "site", "rounds", "wishes", "wheelchair", "facilitator"}
"""Columns with a meaning of their own; all others are attributes to mix."""


def read_people(
    table: Table, *, rounds: int, facilitator_roles: Collection[str] = ("facilitator",)
) -> tuple[Person, ...]:
    """Make people of rows. Without a column `id` the name is the id. Wishes may give ids or names."""
    if "id" not in table.columns and "name" not in table.columns:
        there = ", ".join(table.columns)
        raise table.problem(f"A column “id” or “name” is needed. The columns here are: {there}.")
    roles = {role.casefold() for role in facilitator_roles}
    people = [person_of(table, row, rounds, roles) for row in table.rows]
    ids = {person.id for person in people}
    by_name: dict[str, list[str]] = {}
    for person in people:
        by_name.setdefault(person.name.casefold(), []).append(person.id)
    return tuple(
        resolve_wishes(table, row, person, ids, by_name) for row, person in zip(table.rows, people, strict=True)
    )


def person_of(table: Table, row: Row, rounds: int, roles: set[str]) -> Person:
    """Read one row; wishes are still as written."""
    key = row.get("id") or row.get("name")
    if not key:
        raise table.problem("This row has neither an id nor a name. Fill one in, or delete the row.", row)
    attributes = {column: row.get(column) for column in table.columns if column not in OWN}
    role = row.get("role").casefold()
    return Person(
        id=key,
        name=row.get("name") or key,
        attributes=MappingProxyType(attributes),
        languages=frozenset(language.casefold().capitalize() for language in parts(row.get("languages"))),
        facilitator=truth(table, row, "facilitator") or role in roles,
        wheelchair=truth(table, row, "wheelchair"),
        site=row.get("site"),
        wishes=(row.get("wishes"),) if row.get("wishes") else (),
        rounds=rounds_of(table, row, rounds),
        line=row.line,
    )


def parts(text: str) -> list[str]:
    """Split `a; b, c | d`."""
    return [part.strip() for part in re.split(r"[;,|/]", text) if part.strip()]


def truth(table: Table, row: Row, column: str) -> bool:
    """Read yes or no."""
    try:
        return as_truth(row.get(column))
    except ValueError:
        raise table.problem(f"The column “{column}” says “{row.get(column)}”. Write yes or no.", row) from None


def rounds_of(table: Table, row: Row, rounds: int) -> frozenset[int] | None:
    """Read `1-2, 4` or `1 to 2`; empty or `all` is all rounds. Spreadsheet programs make January 2 of 1-2: taken back."""
    text = row.get("rounds")
    if not text or text.casefold() == "all":
        return None
    try:
        if re.match(r"\d{4}-", text):
            made = as_day(text)
            return parse_rounds(f"{made.month}-{made.day}", rounds)
        return parse_rounds(re.sub(r"\s*(\bto\b|[-–])\s*", "-", text), rounds)
    except ValueError:
        raise table.problem(
            f"The column “rounds” says “{text}”. Write rounds from 1 to {rounds}, such as 1-2 or 1, 3.", row
        ) from None


def parse_rounds(text: str, rounds: int) -> frozenset[int]:
    """Read a list of rounds; ValueError where it is none."""
    found: set[int] = set()
    for part in re.split(r"[,;\s]+", text.strip()):
        first, dash, last = part.partition("-")
        start = int(first)
        end = int(last) if dash else start
        if not 1 <= start <= end <= rounds:
            raise ValueError(part)
        found.update(range(start, end + 1))
    return frozenset(found)


def resolve_wishes(table: Table, row: Row, person: Person, ids: set[str], by_name: dict[str, list[str]]) -> Person:
    """Turn names in the wishes into ids. Names with a comma in them are told apart by ; or stand alone."""
    found = []
    text = "".join(person.wishes)
    if text in ids or text.casefold() in by_name:
        wishes = [text]
    else:
        wishes = parts(text) if ";" not in text else [part.strip() for part in text.split(";") if part.strip()]
    for wish in wishes:
        matches = [wish] if wish in ids else by_name.get(wish.casefold(), [])
        if len(matches) != 1:
            problem = "is not in the list" if not matches else "is the name of several people; give the id"
            raise table.problem(f"{person.name} would like to meet “{wish}”, who {problem}.", row)
        found.append(matches[0])
    if not found:
        return person
    return Person(
        person.id, person.name, person.attributes, person.languages, person.facilitator, person.wheelchair, person.site,
        tuple(found), person.rounds, person.line,
    )  # fmt: skip


def unknown_columns(columns: Collection[str], table: Table) -> list[str]:
    """Return those that the table does not have."""
    return [column for column in columns if column not in table.columns]


def none_of(table: Table, column: str) -> InputError:
    """Make the error for a rule about a column that is not there."""
    there = ", ".join(table.columns)
    return table.problem(f"The rules name the column “{column}”, which is missing. The columns here are: {there}.")
