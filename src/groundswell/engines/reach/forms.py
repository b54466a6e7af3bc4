"""Two forms of every result: for groups, which may be shown, and for the person, which names nobody without consent.

In the form for groups, groups of fewer than 10 people are left out, and where that would leave exactly one out, the
next smallest too, so that nobody can work it out from the total.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from groundswell.engines.reach.people import People

SMALLEST = 10


@dataclass(frozen=True)
class GroupLine:
    """One group: people in it, convened, and (low, mean, high) reached by each month. `people` is None where left out."""

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
    lines = []
    for number, yes in enumerate(shown(sizes)):
        if not yes:
            lines.append(GroupLine(names[number], None, None, (), None))
            continue
        band = tuple(reached[number]) if reached else ()
        lines.append(GroupLine(names[number], sizes[number], convened[number], band, cut_off[number]))
    return tuple(lines)


def person_line(ids: Sequence[str], people: People | None, number: int) -> PersonLine:
    """Make the form for one person as shown to others: without consent only groups that are large enough to hide in."""
    if people is None or number >= len(people):
        return PersonLine(ids[number], None, ())
    person = people.everyone[number]
    columns: tuple[str, ...] = ()
    for column in people.columns:
        more = (*columns, column)
        crowd = SMALLEST if not person.may_be_named else 1
        if person.group(column) and people.alike(more, tuple(map(person.group, more))) >= crowd:
            columns = more
    groups = tuple(f"{column} {person.group(column)}" for column in columns)
    return PersonLine(person.id, person.name if person.may_be_named else None, groups)
