"""People who may be one: for those who may merge them."""

from dataclasses import dataclass

from django.db.models import Count, QuerySet

from groundswell.access.allow import Somebody
from groundswell.people.models import Merge, Person
from groundswell.people.policies import editable_by
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


def same_names(viewer: Somebody) -> list[list[Entry]]:
    """Entries of one name, those with most first; by a count over an index, whatever the size of the state."""
    mine = Person.objects.filter(editable_by(viewer)).exclude(sort_name="")
    names = mine.values("sort_name").annotate(entries=Count("pk")).filter(entries__gt=1)
    wanted = [row["sort_name"] for row in names.order_by("-entries", "sort_name")[:GROUPS]]
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


def latest_merges(viewer: Somebody) -> list[Merge]:
    """The last merges into people whom the viewer may edit, newest first."""
    into = Person.objects.filter(editable_by(viewer)).values("pk")
    rows = Merge.objects.filter(kept__in=into, undone_at=None).exclude(note={}).select_related("kept", "merged")
    return list(rows.order_by("-pk")[:GROUPS])
