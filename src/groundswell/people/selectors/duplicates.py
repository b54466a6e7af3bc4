"""People who may be one: for those who may merge them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from groundswell.access.allow import Somebody
from groundswell.people.models import Merge, Person
from groundswell.people.policies import mergeable_by
from groundswell.people.selectors.mine import addresses_of
from groundswell.people.selectors.pages import Work, work_of
from groundswell.people.selectors.positions import positions_by_person, positions_of

GROUPS = 20  # names on one page


@dataclass(frozen=True, slots=True)
class Entry:
    """One of several entries as somebody sees it who decides whether they are one person."""

    person: Person
    address: str
    work: str


def same_names(viewer: Somebody, after: str = "") -> list[list[Entry]]:
    """Entries of one name, by name, from the name `after` on; one walk of an index, whatever the size of the state."""
    mine = Person.objects.filter(mergeable_by(viewer), sort_name__gt=after)
    names = mine.values("sort_name").annotate(entries=Count("pk")).filter(entries__gt=1)
    wanted = list(names.order_by("sort_name").values_list("sort_name", flat=True)[:GROUPS])
    grouped: dict[str, list[Entry]] = {name: [] for name in wanted}
    for entry in entries_of(mine.filter(sort_name__in=wanted).order_by("pk")[: GROUPS * 10]):
        grouped[entry.person.sort_name].append(entry)
    return [entries for entries in grouped.values() if len(entries) > 1]


def entries_of(people: QuerySet[Person]) -> list[Entry]:
    """These people with address and present work."""
    found = list(people.select_related("user"))
    works = positions_by_person(person.pk for person in found)
    return [
        Entry(
            person,
            (person.user.email or "") if person.user else "",
            "; ".join(f"{position.role_words}, {position.where}" for position in works.get(person.pk, [])),
        )
        for person in found
    ]


@dataclass(frozen=True, slots=True)
class Side:
    """One of two entries to compare."""

    person: Person
    addresses: list[str]
    works: list[Work]


def side_of(person: Person) -> Side:
    """The person's user must be selected along."""
    works = [work_of(position, teaching=True) for position in positions_of(person)]
    return Side(person, list(dict.fromkeys(address.lower() for address in addresses_of(person))), works)


def latest_merges(viewer: Somebody) -> list[tuple[Merge, str]]:
    """The last merges into people whom the viewer may merge, newest first, with the name of who was kept."""
    rows = Merge.objects.filter(undone_at=None).exclude(note={})
    latest = list(rows.order_by("-pk")[: GROUPS * 5])
    mine = Person.objects.filter(mergeable_by(viewer), pk__in=[row.kept_id for row in latest])
    names = {person.pk: person.name for person in mine}
    return [(row, names[row.kept_id]) for row in latest if row.kept_id in names][:GROUPS]
