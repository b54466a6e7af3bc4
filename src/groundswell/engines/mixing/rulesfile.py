"""`rules.toml`: sizes, facilitators, who is kept together or apart, languages, sites and the aims in order."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from groundswell.engines.errors import InputError
from groundswell.engines.mixing.model import REPEATS, WISHES, Apart, Gathering, Person, Rules, Tables, Together
from groundswell.engines.mixing.people import none_of, read_people
from groundswell.engines.tables import Table, column_name

SECTIONS = {
    "tables": {"min", "max", "wheelchair_ready"},
    "facilitators": {"per_table", "roles"},
    "language": {"common"},
    "sites": {"tables", "joint_rounds"},
    "aims": {"order"},
    "together": {"people", "column", "rounds"},
    "apart": {"people", "column", "rounds"},
}
USUAL_AIMS = ("county", "district", "role")


@dataclass(frozen=True)
class RulesFile:
    """The file as written, each section checked for keys that nobody knows."""

    source: str = "rules.toml"
    sections: Mapping[str, Any] = field(default_factory=dict)

    def section(self, name: str) -> Mapping[str, Any]:
        """Return a section, or an empty one."""
        found: Mapping[str, Any] = self.sections.get(name, {})
        return found

    def problem(self, sentence: str) -> InputError:
        """Make the error that points at this file."""
        return InputError(sentence, source=self.source)


def read_rules(path: str | Path) -> RulesFile:
    """Read the file; a slip in it is an `InputError`."""
    path = Path(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Check the name and the folder.", source=path.name) from None
    except (OSError, UnicodeDecodeError):
        raise InputError(f"{path} cannot be read. Save it as text in UTF-8.", source=path.name) from None
    return parse_rules(path.name, text)


def parse_rules(source: str, text: str) -> RulesFile:
    """Read the text of a rules file."""
    try:
        sections = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"This is not TOML: {error}.", source=source) from None
    rules = RulesFile(source, sections)
    for name, content in sections.items():
        if name not in SECTIONS:
            raise rules.problem(f"There is no section “{name}”. The sections are: {', '.join(SECTIONS)}.")
        many = name in {"together", "apart"}
        if not isinstance(content, list if many else dict):
            raise rules.problem(f"Write the section as {'[[' if many else '['}{name}{']]' if many else ']'}.")
        for part in content if many else [content]:
            if not isinstance(part, dict):
                raise rules.problem(f"Write each part of “{name}” under a [[{name}]] of its own.")
            for key in part:
                if key not in SECTIONS[name]:
                    known = ", ".join(sorted(SECTIONS[name]))
                    raise rules.problem(f"The section “{name}” has no “{key}”. It may have: {known}.")
    return rules


def gathering_of(people: Table, rules: RulesFile, *, tables: int, rounds: int) -> Gathering:
    """Put the list of people and the rules together."""
    roles = strings(rules, "facilitators", "roles", ("facilitator",))
    everyone = read_people(people, rounds=rounds, facilitator_roles=roles)
    per_table = number(rules, "facilitators", "per_table", 1 if "facilitators" in rules.sections else 0)
    common = str(rules.section("language").get("common", ""))
    return Gathering(
        people=everyone,
        tables=tables_of(rules, tables),
        rounds=rounds,
        rules=Rules(
            facilitators=per_table or 0,
            together=tuple(
                Together(group, when, why)
                for part in rules.sections.get("together", ())
                for group, when, why in groups(
                    part, name="together", people=people, everyone=everyone, rules=rules, rounds=rounds
                )
            ),
            apart=tuple(
                Apart(group, when, why)
                for part in rules.sections.get("apart", ())
                for group, when, why in groups(
                    part, name="apart", people=people, everyone=everyone, rules=rules, rounds=rounds
                )
            ),
            common_language=common.casefold().capitalize(),
            joint_rounds=frozenset(numbers(rules, "sites", "joint_rounds", rounds, "rounds")),
            aims=aims_of(rules, people),
        ),
        source=people.source,
    )


def tables_of(rules: RulesFile, count: int) -> Tables:
    """Read sizes, tables for wheelchairs and the tables of each site."""
    section = rules.section("tables")
    ready = (
        frozenset(numbers(rules, "tables", "wheelchair_ready", count, "tables"))
        if "wheelchair_ready" in section
        else None
    )
    sites: dict[str, tuple[int, ...]] = {}
    given = rules.section("sites").get("tables", {})
    if not isinstance(given, dict):
        raise rules.problem("Write the tables of the sites as a list by site, such as tables = { Fresno = [1, 2] }.")
    for site, own in given.items():
        if not isinstance(own, list) or not all(is_number(table, count) for table in own):
            raise rules.problem(f"The tables at {site} must be a list of numbers from 1 to {count}.")
        sites[site] = tuple(own)
    listed = [table for own in sites.values() for table in own]
    if sites and sorted(listed) != list(range(1, count + 1)):
        raise rules.problem(f"Each table from 1 to {count} must stand at exactly one site.")
    return Tables(count, number(rules, "tables", "min", None), number(rules, "tables", "max", None), ready, sites)


def groups(
    part: Mapping[str, Any], *, name: str, people: Table, everyone: tuple[Person, ...], rules: RulesFile, rounds: int
) -> list[tuple[tuple[str, ...], frozenset[int] | None, str]]:
    """Read one rule about people: those it names, or everyone with the same text in a column."""
    when = None
    if "rounds" in part:
        listed = part["rounds"]
        if not isinstance(listed, list) or not all(is_number(one, rounds) for one in listed):
            raise rules.problem(f"“rounds” under “{name}” must be a list of numbers from 1 to {rounds}.")
        when = frozenset(listed)
    if ("people" in part) == ("column" in part):
        raise rules.problem(f"Give either “people” or “column” under “{name}”.")
    if "people" in part:
        if not isinstance(part["people"], list):
            raise rules.problem(f"“people” under “{name}” must be a list of ids.")
        return [(tuple(find(str(someone), everyone, rules) for someone in part["people"]), when, "")]
    column = column_name(str(part["column"]))
    if column not in people.columns:
        raise none_of(people, column)
    members: dict[str, list[str]] = {}
    for row, person in zip(people.rows, everyone, strict=True):
        if row.get(column):
            members.setdefault(row.get(column).casefold(), []).append(person.id)
    return [(tuple(group), when, f"{column} “{text}”") for text, group in members.items() if len(group) > 1]


def find(someone: str, everyone: tuple[Person, ...], rules: RulesFile) -> str:
    """Return the id of someone named by id or by a name that only one person has."""
    if any(person.id == someone for person in everyone):
        return someone
    matches = [person.id for person in everyone if person.name.casefold() == someone.casefold()]
    if len(matches) != 1:
        problem = "is not in the list of people" if not matches else "is the name of several people; give the id"
        raise rules.problem(f"The rules name “{someone}”, who {problem}.")
    return matches[0]


def aims_of(rules: RulesFile, people: Table) -> tuple[str, ...]:
    """Read the order of the aims; without one, no repeats first, then the usual columns that are there, then wishes."""
    if "order" in rules.section("aims"):
        order = tuple(column_name(aim) for aim in strings(rules, "aims", "order", ()))
        for aim in order:
            if aim not in {REPEATS, WISHES} and aim not in people.columns:
                raise none_of(people, aim)
    else:
        order = (REPEATS, *(column for column in USUAL_AIMS if column in people.columns))
        order += (WISHES,) if "wishes" in people.columns else ()
    order = tuple(dict.fromkeys(order))
    return order if REPEATS in order else (*order, REPEATS)


def strings(rules: RulesFile, section: str, key: str, default: tuple[str, ...]) -> tuple[str, ...]:
    """Read a list of texts."""
    value = rules.section(section).get(key, list(default))
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise rules.problem(f"“{key}” under “{section}” must be a list of texts.")
    return tuple(value)


def number(rules: RulesFile, section: str, key: str, default: int | None) -> int | None:
    """Read a number from 0."""
    value = rules.section(section).get(key, default)
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 0):
        raise rules.problem(f"“{key}” under “{section}” must be a whole number.")
    return value


def numbers(rules: RulesFile, section: str, key: str, most: int, what: str) -> tuple[int, ...]:
    """Read a list of numbers from 1 to `most`."""
    value = rules.section(section).get(key, [])
    if not isinstance(value, list) or not all(is_number(one, most) for one in value):
        raise rules.problem(f"“{key}” under “{section}” must be a list of {what} from 1 to {most}.")
    return tuple(value)


def is_number(value: object, most: int) -> bool:
    """Tell whether this is a whole number from 1 to `most`; true and false, which Python counts as 1 and 0, are not."""
    return isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most
