"""Two forms of every result: for groups, which may be shown, and for the person, which names nobody without consent.

In the form for groups, groups of fewer than 10 people are left out, and where that would leave exactly one out, the
next smallest too, so that nobody can work it out from the total. Not even their names are told: a column such as
“email” makes a group of each person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.engines.reach.people import People, Person

SMALLEST = 10

PLACES = ("school", "district", "county", "region", "role")
"""Columns told beside the name of who agreed to be named; that they agreed to is their name, not any other column."""


@dataclass(frozen=True)
class GroupLine:
    """One group: people in it, convened, and (low, mean, high) reached by each month.

    The last line stands for all groups that are left out: `people` is None and it has no numbers.
    """

    name: str
    people: int | None
    convened: int | None
    reached: tuple[tuple[float, float, float], ...]
    cut_off: int | None


@dataclass(frozen=True)
class PersonLine:
    """One person as others may see them: `name` is None without consent. `id` is the key in the coordinator's file."""

    id: str
    name: str | None
    groups: tuple[str, ...]


def shown(sizes: Sequence[int]) -> list[bool]:
    """Say which groups may be shown."""
    show = [size >= SMALLEST for size in sizes]
    hidden = [number for number, yes in enumerate(show) if not yes and sizes[number] > 0]
    if len(hidden) == 1:
        rest = [number for number, yes in enumerate(show) if yes]
        if rest:
            show[min(rest, key=lambda number: (sizes[number], number))] = False
    return show


def group_lines(
    names: Sequence[str],
    sizes: Sequence[int],
    convened: Sequence[int],
    reached: Sequence[Sequence[tuple[float, float, float]]],
    cut_off: Sequence[int],
) -> tuple[GroupLine, ...]:
    """Make the form for groups."""
    show = shown(sizes)
    lines = [
        GroupLine(names[g], sizes[g], convened[g], tuple(reached[g]) if reached else (), cut_off[g])
        for g, yes in enumerate(show)
        if yes
    ]
    left_out = show.count(False)
    if left_out:
        lines.append(
            GroupLine(f"{left_out:,} {'group' if left_out == 1 else 'groups'} too small to show", None, None, (), None)
        )
    return tuple(lines)


def person_line(ids: Sequence[str], people: People | None, number: int) -> PersonLine:
    """Make the form for one person as shown to others: with consent the name and where they are, else only groups that
    are large enough to hide in.
    """
    if people is None or number >= len(people):
        return PersonLine(ids[number], None, ())
    person = people.everyone[number]
    if person.may_be_named:
        columns = tuple(column for column in people.columns if column in PLACES and person.group(column))
    else:
        columns = _crowded(people, person)
    groups = tuple(f"{column} {person.group(column)}" for column in columns)
    return PersonLine(person.id, person.name if person.may_be_named else None, groups)


def _crowded(people: People, person: Person) -> tuple[str, ...]:
    """Return columns in whose groups, all together, the person is one of many."""
    columns: tuple[str, ...] = ()
    for column in people.columns:
        more = (*columns, column)
        if person.group(column) and people.alike(more, tuple(map(person.group, more))) >= SMALLEST:
            columns = more
    return columns
