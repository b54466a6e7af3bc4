"""Reading people: names, chips, who is whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from groundswell.access.allow import Somebody
from groundswell.people.choices import Audience, Group
from groundswell.people.models import Person
from groundswell.people.policies import groups_seen
from groundswell.people.selectors.positions import main_positions
from groundswell.spaces.naming import Name
from groundswell.ui.addresses import address


@dataclass(frozen=True, slots=True)
class Chip:
    """What a person chip shows to one viewer. Without a URL there is no page that the viewer may open."""

    name: str
    about: str = ""
    url: str = ""


def person_of(user: Somebody) -> Person | None:
    """The person that a user is, with space and user; None before anything is known of them."""
    if not user.is_authenticated:
        return None
    return Person.objects.filter(user_id=user.pk).select_related("user", "space").first()


def person_with(pk: int) -> Person | None:
    """A person with user and space; of a merged one, whom it was merged into."""
    rows = Person.objects.select_related("user", "space")
    person = rows.filter(pk=pk).first()
    while person is not None and person.merged_into_id is not None:
        person = rows.filter(pk=person.merged_into_id).first()
    return person


def _named(people: QuerySet[Person]) -> Iterable[tuple[Person, str]]:
    """Each person with the name to show: of a merged one, that of whom it was merged into."""
    shown = ("given_name", "family_name", "display_name", "erased_at", "shows_name")
    of_merged = [f"merged_into__{name}" for name in shown]
    rows = people.select_related("merged_into").only(*shown, *of_merged, "user_id", "space_id")
    for person in rows:
        yield person, (person.merged_into or person).name


def names_of(person_ids: Iterable[int]) -> dict[int, str]:
    """Person id → name, whoever asks: for pages whose own rule says that their reader may see these people."""
    return {person.pk: name for person, name in _named(Person.objects.filter(pk__in=list(person_ids)))}


def names_of_users(user_ids: Iterable[int]) -> dict[int, str]:
    """User id → name of the person, for sentences of the record; users without a person are left out."""
    rows = Person.objects.filter(user_id__in=list(user_ids))
    return {person.user_id: _told(person, name) for person, name in _named(rows) if person.user_id}


def name_spaces(space_ids: Iterable[int]) -> dict[int, Name]:
    """Space id → name, for sentences of the record. Without an address: no person's page is for everybody."""
    rows = Person.objects.filter(space_id__in=list(space_ids))
    return {person.space_id: Name(_told(person, name)) for person, name in _named(rows)}


def _told(person: Person, name: str) -> str:
    """The record is read by others, so it does not name somebody who shows their name to nobody."""
    shown = person.merged_into or person
    return _("somebody") if shown.shows_name == Audience.NOBODY and shown.erased_at is None else name


def address_of(person: Person) -> str:
    return address("people:person", person.pk)


def chips_of(viewer: Somebody, people: Sequence[Person]) -> dict[int, Chip]:
    """Person id → chip, as much as the viewer sees of each."""
    seen = groups_seen(viewer, people)
    positions = main_positions([person.pk for person in people if Group.WORK in seen[person.pk]])
    return {
        person.pk: Chip(
            person.name,
            f"{positions[person.pk].role_words}, {positions[person.pk].where}" if person.pk in positions else "",
            address_of(person),
        )
        if Group.NAME in seen[person.pk]
        else Chip(person.name if person.erased_at else _("somebody"))
        for person in people
    }


def chips_by_id(viewer: Somebody, person_ids: Iterable[int]) -> Mapping[int, Chip]:
    """As `chips_of`, from ids."""
    return chips_of(viewer, list(Person.objects.filter(pk__in=list(person_ids))))
