"""Bringing in a staff list: people and what they are where."""

from collections.abc import Mapping, Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import find_users
from groundswell.intake.choices import Outcome
from groundswell.intake.importers import Applied, Problem
from groundswell.people.models import Person, Position
from groundswell.people.records import StaffRecord
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.people.services.positions import NewPosition
from groundswell.places.models import Place

CHUNK = 400  # texts in one statement


class Places:
    """The places that a list names, found by sets: by CDS code or key, else by a name that only one place has."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._by_key: dict[str, Place] = {}
        self._by_name: dict[str, list[Place]] = {}
        wanted = sorted(set(filter(None, texts)))
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            for place in Place.objects.filter(Q(key__in=some) | Q(district_cds__in=some) | Q(name__in=some)):
                self._by_key[place.key] = place
                if place.district_cds:
                    self._by_key[place.district_cds] = place
                self._by_name.setdefault(place.name, []).append(place)

    def find(self, text: str) -> Place | Problem:
        """The place, or what is wrong in a sentence."""
        if text in self._by_key:
            return self._by_key[text]
        named = self._by_name.get(text, [])
        if len(named) == 1:
            return named[0]
        if named:
            return Problem(_("Several places have this name. Write the CDS code."), "place", text)
        return Problem(_("No place is known by this code or name."), "place", text)


def bring_in_staff(*, by: User | None, records: Sequence[StaffRecord], dry_run: bool) -> list[Applied]:
    """Make or find each person and add the position; say of each row, in order, what became of it.

    Names and positions that are there already stay. A row whose place is not known is left out.
    """
    places = Places([record.place for record in records])
    known = _Known(records)
    applied: list[Applied] = []
    new: list[NewPerson] = []
    for record in records:
        place = places.find(record.place) if record.place else None
        if isinstance(place, Problem):
            applied.append(Applied(Outcome.SKIPPED, (place,)))
            continue
        applied.append(Applied(known.outcome(record, place)))
        position = None
        if place is not None:
            position = NewPosition(record.role, place, title=record.title, subject=record.subject, grades=record.grades)
        new.append(NewPerson(record.email, record.given_name, record.family_name, position=position))
    if new and not dry_run:
        provide_people(by=by, records=new)
    return applied


class _Known:
    """Who of a list is known, and what they are where now."""

    def __init__(self, records: Sequence[StaffRecord]) -> None:
        users = find_users(sorted({record.email for record in records}))
        ids = [user.pk for user in users.values()]
        people: dict[int, Person] = {}
        held: dict[tuple[int, int | None, str], Position] = {}
        for start in range(0, len(ids), CHUNK):
            rows = Person.objects.filter(user_id__in=ids[start : start + CHUNK])
            people |= {person.user_id: person for person in rows if person.user_id}
        found = [person.pk for person in people.values()]
        for start in range(0, len(found), CHUNK):
            for position in Position.objects.filter(person_id__in=found[start : start + CHUNK], until=None):
                held[position.person_id, position.place_id, position.role] = position
        self._people: Mapping[str, Person] = {
            email: people[user.pk] for email, user in users.items() if user.pk in people
        }
        self._held = held

    def outcome(self, record: StaffRecord, place: Place | None) -> Outcome:
        person = self._people.get(record.email)
        if person is None:
            return Outcome.CREATED
        if not (person.given_name or person.family_name or person.display_name) and record.family_name:
            return Outcome.CHANGED
        if place is None:
            return Outcome.UNCHANGED
        position = self._held.get((person.pk, place.pk, record.role))
        if position is None:
            return Outcome.CHANGED
        gains = any(getattr(record, name) and not getattr(position, name) for name in ("title", "subject", "grades"))
        return Outcome.CHANGED if gains else Outcome.UNCHANGED
