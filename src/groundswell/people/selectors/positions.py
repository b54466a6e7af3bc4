"""Reading positions: what somebody was where on a day."""

from collections.abc import Iterable, Mapping
from datetime import date

from groundswell.core.clock import today
from groundswell.people.models import Person, Position, holding_on
from groundswell.places import atlas


def _main_first(positions: Iterable[Position]) -> list[Position]:
    """The latest begun first; of those that begin on one day, or at no known day, the first written down."""
    return sorted(positions, key=lambda position: (-(position.since or date.min).toordinal(), position.pk))


def positions_of(person: Person | int) -> list[Position]:
    """All positions of a person, those that hold today first, with their places."""
    pk = person if isinstance(person, int) else person.pk
    rows = _main_first(Position.objects.filter(person_id=pk).select_related("place"))
    return [position for position in rows if position.is_current] + [row for row in rows if not row.is_current]


def positions_by_person(person_ids: Iterable[int], day: date | None = None) -> dict[int, list[Position]]:
    """Person id → positions that hold on the day (today when not given), the main one first, with their places."""
    found: dict[int, list[Position]] = {}
    rows = Position.objects.filter(holding_on(day or today()), person_id__in=list(person_ids)).select_related("place")
    for position in _main_first(rows):
        found.setdefault(position.person_id, []).append(position)
    return found


def main_positions(person_ids: Iterable[int], day: date | None = None) -> dict[int, Position]:
    """Person id → the main position on the day (today when not given); people without one are left out."""
    return {person: rows[0] for person, rows in positions_by_person(person_ids, day).items()}


def position_at(person: Person, day: date) -> Position | None:
    """The main position that the person held on this day, with its place."""
    return main_positions([person.pk], day).get(person.pk)


def county_of(person: Person, day: date | None = None) -> atlas.CountyFact | None:
    """The county in which the person works on the day (today when not given): of the first position that has one."""
    return atlas.counties().get(counties_of([person.pk], day).get(person.pk, ""))


def counties_of(person_ids: Iterable[int], day: date | None = None) -> Mapping[int, str]:
    """Person id → the state's code of the county where they work; people without one are left out."""
    found: dict[int, str] = {}
    rows = Position.objects.filter(holding_on(day or today()), person_id__in=list(person_ids)).exclude(county="")
    # As `_main_first`, without making thousands of positions for two columns.
    columns = rows.values_list("person_id", "county", "since", "pk")
    for person, county, _since, _pk in sorted(columns, key=lambda row: (-(row[2] or date.min).toordinal(), row[3])):
        found.setdefault(person, county)
    return found
