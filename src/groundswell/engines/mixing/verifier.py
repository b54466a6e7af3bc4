"""A second opinion on a plan, from the lists alone. It shares no code with the search and counts everything anew."""

from collections import Counter
from dataclasses import dataclass
from itertools import combinations

from groundswell.engines.mixing.model import Gathering, Person, Seating


@dataclass(frozen=True)
class Finding:
    """What a check of a plan says: `broken` rules in words, pairs who met, and meetings that are repeats."""

    broken: tuple[str, ...]
    happened: int
    repeats: int


def check(gathering: Gathering, seating: Seating, *, since: int = 1) -> Finding:
    """Check a plan against the rules from round `since` on, and count its meetings in all rounds.

    Meetings that the rules force on people kept together are not repeats.
    """
    people = {person.id: person for person in gathering.people}
    broken: list[str] = []
    if len(seating) != gathering.rounds:
        broken.append(f"The plan has {len(seating)} rounds, but {gathering.rounds} are asked for.")
    for number, tables in enumerate(seating, start=1):
        if number >= since:
            broken += _attendance(gathering, people, number, tables)
            broken += _tables(gathering, people, number, tables)
            broken += _company(gathering, people, number, tables)
    met = Counter(
        frozenset(pair) for tables in seating for table in tables for pair in combinations(sorted(set(table)), 2)
    )
    kept = _kept_together(gathering, people)
    repeats = sum(max(0, times - max(1, kept[pair])) for pair, times in met.items())
    return Finding(tuple(broken), len(met), repeats)


def _comes(person: Person, number: int) -> bool:
    return person.rounds is None or number in person.rounds


def _attendance(
    gathering: Gathering, people: dict[str, Person], number: int, tables: tuple[tuple[str, ...], ...]
) -> list[str]:
    """Everyone who is there sits at exactly one table."""
    broken = []
    seated = Counter(someone for table in tables for someone in table)
    for someone, times in seated.items():
        if someone not in people:
            broken.append(f"Round {number}: “{someone}” is not in the list.")
        elif times > 1:
            broken.append(f"Round {number}: {people[someone].name} has {times} seats.")
        elif not _comes(people[someone], number):
            broken.append(f"Round {number}: {people[someone].name} has a seat but is not there.")
    missing = [
        f"Round {number}: {person.name} has no seat."
        for person in gathering.people
        if _comes(person, number) and person.id not in seated
    ]
    return broken + missing


def _tables(
    gathering: Gathering, people: dict[str, Person], number: int, tables: tuple[tuple[str, ...], ...]
) -> list[str]:
    """Sizes, facilitators, sites and places for wheelchairs."""
    rules, wanted = gathering.rules, gathering.tables
    broken = []
    if len(tables) != wanted.count:
        broken.append(f"Round {number}: there are {len(tables)} tables instead of {wanted.count}.")
    for place, table in enumerate(tables, start=1):
        here = [people[someone] for someone in table if someone in people]
        where = f"Round {number}, table {place}:"
        if wanted.low is not None and len(table) < wanted.low:
            broken.append(f"{where} {len(table)} people, fewer than {wanted.low}.")
        if wanted.high is not None and len(table) > wanted.high:
            broken.append(f"{where} {len(table)} people, more than {wanted.high}.")
        if sum(person.facilitator for person in here) < rules.facilitators:
            broken.append(f"{where} too few facilitators.")
        apart = bool(wanted.sites) and number not in rules.joint_rounds
        for person in here:
            if apart and place not in wanted.sites.get(person.site, ()):
                broken.append(f"{where} {person.name} is at {person.site or 'no site'}, the table is not.")
            if person.wheelchair and wanted.wheelchair_ready is not None and place not in wanted.wheelchair_ready:
                broken.append(f"{where} {person.name} needs a wheelchair-ready table.")
    return broken


def _company(
    gathering: Gathering, people: dict[str, Person], number: int, tables: tuple[tuple[str, ...], ...]
) -> list[str]:
    """Who is kept together or apart, and languages."""
    rules = gathering.rules
    broken = []
    at = {someone: place for place, table in enumerate(tables, start=1) for someone in table}
    for kept in rules.together:
        if kept.rounds is None or number in kept.rounds:
            there = [someone for someone in kept.people if _comes(people[someone], number)]
            if len({at.get(someone) for someone in there}) > 1:
                names = ", ".join(people[someone].name for someone in there)
                broken.append(f"Round {number}: {names} are not together.")
    for parted in rules.apart:
        if parted.rounds is None or number in parted.rounds:
            for one, other in combinations(parted.people, 2):
                if one in at and at.get(one) == at.get(other):
                    broken.append(f"Round {number}: {people[one].name} and {people[other].name} are not apart.")
    common = rules.common_language
    for place, table in enumerate(tables, start=1):
        here = [people[someone] for someone in table if someone in people]
        for person in here:
            if common and person.languages and common not in person.languages:
                helped = any(common in other.languages and other.languages & person.languages for other in here)
                if not helped:
                    broken.append(f"Round {number}, table {place}: nobody helps {person.name} with the language.")
    return broken


def _kept_together(gathering: Gathering, people: dict[str, Person]) -> Counter[frozenset[str]]:
    """In how many rounds the rules put two people at one table; rules that share a person act as one."""
    times: Counter[frozenset[str]] = Counter()
    for number in range(1, gathering.rounds + 1):
        groups: list[set[str]] = []
        for rule in gathering.rules.together:
            if rule.rounds is not None and number not in rule.rounds:
                continue
            group = {someone for someone in rule.people if _comes(people[someone], number)}
            for other in [known for known in groups if known & group]:
                groups.remove(other)
                group |= other
            groups.append(group)
        for group in groups:
            times.update(frozenset(pair) for pair in combinations(sorted(group), 2))
    return times
