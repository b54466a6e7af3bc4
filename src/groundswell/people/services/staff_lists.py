"""Bringing in a staff list: people and what they are where.

Whoever's `person:edit` reaches some places only brings in people of these. An address that belongs to somebody else is
treated, and told, as one that nobody has (`services.listing`): a list is no way to find out who is known elsewhere.
"""

from collections.abc import Mapping, Sequence

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from groundswell.access.allow import spaces_granting, within_reach
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import find_users
from groundswell.activity.services.record import record as record_line
from groundswell.intake.choices import Outcome
from groundswell.intake.importers import Applied, Problem
from groundswell.people.models import Listed, Person, Position
from groundswell.people.policies import editable_by, edits_everybody
from groundswell.people.records import StaffRecord
from groundswell.people.services.listing import put_listed
from groundswell.people.services.people import NewPerson, provide_people
from groundswell.people.services.positions import NewPosition
from groundswell.places.models import Place

CHUNK = 400  # texts in one statement


class Places:
    """The places that a list names, found by sets: by CDS code or key, else by a name that only one place has."""

    def __init__(self, texts: Sequence[str], within: Q | None = None) -> None:
        self._by_key: dict[str, Place] = {}
        self._by_name: dict[str, dict[int, Place]] = {}
        wanted = sorted(set(filter(None, texts)))
        for start in range(0, len(wanted), CHUNK):
            some = wanted[start : start + CHUNK]
            rows = Place.objects.filter(Q(key__in=some) | Q(district_cds__in=some) | Q(name__in=some))
            for row in rows.select_related("merged_into"):
                place = row.merged_into or row  # of two entries that were put together the one that stays
                self._by_key[row.key] = place
                if row.district_cds:
                    self._by_key[row.district_cds] = place
                self._by_name.setdefault(row.name, {})[place.pk] = place
        self._reached: set[int] | None = None
        if within is not None:
            found = {pk for places in self._by_name.values() for pk in places}
            self._reached = set(Place.objects.filter(within, pk__in=found).values_list("pk", flat=True))

    def find(self, text: str) -> Place | Problem:
        """The place, or what is wrong in a sentence."""
        if self._reached is not None and not text:
            return Problem(_("Say where the person works."), "place")
        named = [self._by_key[text]] if text in self._by_key else list(self._by_name.get(text, {}).values())
        mine = [place for place in named if self._reached is None or place.pk in self._reached]
        if len(mine) == 1:
            return mine[0]
        if mine:
            return Problem(_("Several places have this name. Write the CDS code."), "place", text)
        if named:
            return Problem(_("This place is not one of yours. Its own county brings in its staff."), "place", text)
        return Problem(_("No place is known by this code or name."), "place", text)


def bring_in_staff(*, by: User | None, records: Sequence[StaffRecord], dry_run: bool) -> list[Applied]:
    """Make or find each person and add the position; say of each row, in order, what became of it.

    Names and positions that are there already stay. A row whose place is not known, or not within the reach of `by`, is
    left out.
    """
    limited = by is not None and not edits_everybody(by)
    places = Places(
        [record.place for record in records], within_reach(by, Permission.PERSON_EDIT) if by and limited else None
    )
    known = _Known(records, by if limited else None)
    applied: list[Applied] = []
    own: list[NewPerson] = []
    apart: list[NewPerson] = []
    for record in records:
        place = places.find(record.place) if record.place or limited else None
        if isinstance(place, Problem):
            applied.append(Applied(Outcome.SKIPPED, (place,)))
            continue
        applied.append(Applied(known.outcome(record, place)))
        position = None
        if place is not None:
            position = NewPosition(record.role, place, title=record.title, subject=record.subject, grades=record.grades)
        new = NewPerson(record.email, record.given_name, record.family_name, position=position)
        (apart if record.email in known.apart else own).append(new)
    if (own or apart) and not dry_run:
        with transaction.atomic():
            if own:
                provide_people(by=by, records=own, made=[] if limited else None)
            if by is not None and limited:
                put_listed(by=by, records=apart, users=known.apart, known=known.entries)
                space = spaces_granting(by, Permission.PERSON_EDIT)[0]
                facts = {"people": len(own) + len(apart)}  # all alike, whoever they are
                record_line(verb="people.people_brought_in", by=by, space=space, facts=facts)
    return applied


class _Known:
    """Who of a list is known, and what they are where now. With `reader`: those whom the reader reaches.

    `apart` are the users of the addresses that belong to somebody else, `entries` what an earlier list made for these.
    """

    def __init__(self, records: Sequence[StaffRecord], reader: User | None = None) -> None:
        users = find_users(sorted({record.email for record in records}))
        ids = [user.pk for user in users.values()]
        people: dict[int, Person] = {}
        entries: dict[str, Person] = {}  # by address: two of one user are not known as such to who reads a list
        held: dict[tuple[int, int | None, str], Position] = {}
        reached = Q() if reader is None else editable_by(reader) | Q(user_id=reader.pk)
        for start in range(0, len(ids), CHUNK):
            rows = Person.objects.filter(reached, user_id__in=ids[start : start + CHUNK])
            people |= {person.user_id: person for person in rows if person.user_id}
            if reader is not None:
                listed = Listed.objects.filter(user_id__in=ids[start : start + CHUNK]).select_related("person")
                mine = Person.objects.filter(editable_by(reader), pk__in=[row.person_id for row in listed])
                reachable = set(mine.values_list("pk", flat=True))
                entries |= {row.address: row.person for row in listed if row.person_id in reachable}
        found = [person.pk for person in (*people.values(), *entries.values())]
        for start in range(0, len(found), CHUNK):
            for position in Position.objects.filter(person_id__in=found[start : start + CHUNK], until=None):
                held[position.person_id, position.place_id, position.role] = position
        far = {email: user for email, user in users.items() if user.pk not in people}
        self.apart: dict[str, User] = far if reader is not None else {}
        self.entries: dict[str, Person] = {email: entries[email] for email in far if email in entries}
        self._people: Mapping[str, Person] = self.entries | {
            email: people[user.pk] for email, user in users.items() if user.pk in people
        }
        self._held = held

    def outcome(self, record: StaffRecord, place: Place | None) -> Outcome:
        person = self._people.get(record.email)
        if person is None:
            return Outcome.CREATED
        nameless = not (person.given_name or person.family_name or person.display_name)
        if nameless and (record.given_name or record.family_name):
            return Outcome.CHANGED
        if place is None:
            return Outcome.UNCHANGED
        position = self._held.get((person.pk, place.pk, record.role))
        if position is None:
            return Outcome.CHANGED
        gains = any(getattr(record, name) and not getattr(position, name) for name in ("title", "subject", "grades"))
        return Outcome.CHANGED if gains else Outcome.UNCHANGED
