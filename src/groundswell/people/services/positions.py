"""What somebody is at which place: one by one, and for many people by sets."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.core.inserts import insert_all
from groundswell.people.choices import ALL_GRADES, Role, Subject
from groundswell.people.models import Person, Position
from groundswell.places import atlas
from groundswell.places.models import Place

CHUNK = 500  # rows in one statement


class BadPosition(Refused):
    """A position that cannot be: at no place, an unknown role, an end before its start, held already."""


@dataclass(frozen=True, slots=True)
class NewPosition:
    """A position to be. `grades` is one bit a grade (`choices.read_grades`); `county` counts only without a place."""

    role: str
    place: Place | None = None
    place_name: str = ""
    county: str = ""
    title: str = ""
    subject: str = ""
    grades: int = 0
    since: date | None = None
    until: date | None = None


def check_positions(positions: Sequence[NewPosition]) -> None:
    """What `full_clean` would find, by sets."""
    counties = atlas.counties()
    for item in positions:
        if item.role not in Role.values:
            raise BadPosition(_("“%(role)s” is not a role. Choose one of the list.") % {"role": item.role[:40]})
        if item.subject and item.subject not in Subject.values:
            raise BadPosition(
                _("“%(subject)s” is not a subject. Choose one of the list.") % {"subject": item.subject[:40]}
            )
        if not 0 <= item.grades <= ALL_GRADES:
            raise BadPosition(_("Choose grades from kindergarten to 12."))
        if item.place is None and not item.place_name.strip():
            raise BadPosition(_("Say where: choose a place, or write its name."))
        if len(item.place_name) > 200 or len(item.title) > 120:
            raise BadPosition(_("The name of the place or the title is too long."))
        if item.county and item.county not in counties:
            raise BadPosition(_("Choose one of California's counties."))
        if item.since and item.until and item.until < item.since:
            raise BadPosition(_("The last day is before the first."))


def _build(person: Person, item: NewPosition) -> Position:
    return Position(
        person=person,
        place=item.place,
        place_name="" if item.place else " ".join(item.place_name.split()),
        county=item.place.county if item.place else item.county,
        role=item.role,
        title=" ".join(item.title.split()),
        subject=item.subject,
        grades=item.grades,
        since=item.since,
        until=item.until,
        made_at=now(),
    )


def _key(person_id: int, place_id: int | None, place_name: str, role: str) -> tuple[int, int | str, str]:
    return person_id, place_id or place_name.lower(), role


def put_positions(pairs: Sequence[tuple[Person, NewPosition]], *, new_people: Collection[int] = ()) -> int:
    """Each person holds the position; one that is open already stays and gains what it lacked. Return how many are new.

    The positions were checked; the caller holds the transaction and writes the activity. `new_people` are ids of people
    who were made just now and hold none.
    """
    ids = sorted({person.pk for person, _item in pairs} - set(new_people))
    held: dict[tuple[int, int | str, str], Position] = {}
    for start in range(0, len(ids), CHUNK):
        for position in Position.objects.filter(person_id__in=ids[start : start + CHUNK], until=None):
            held[_key(position.person_id, position.place_id, position.place_name, position.role)] = position
    new: list[Position] = []
    richer: dict[int, Position] = {}
    for person, item in pairs:
        built = _build(person, item)
        key = _key(person.pk, built.place_id, built.place_name, built.role)
        before = held.get(key)
        if before is None:
            new.append(built)
            if item.until is None:
                held[key] = built
        elif before.pk and _enrich(before, built):
            richer[before.pk] = before
    insert_all(new)
    if richer:
        Position.objects.bulk_update(richer.values(), ["subject", "grades", "title"], batch_size=CHUNK)
    return len(new)


def without_settled(
    by: User | None, pairs: Sequence[tuple[Person, NewPosition]], *, new_people: Collection[int] = ()
) -> list[tuple[Person, NewPosition]]:
    """Leave out people who have a position and are not `by`: what others say of them changes nothing."""
    ids = [person.pk for person, _item in pairs if person.pk not in new_people]
    rows = Position.objects.filter(person_id__in=ids).values_list("person_id", flat=True)
    settled = set(rows) if ids else set()
    own = by.pk if by is not None else None
    return [(person, item) for person, item in pairs if person.pk not in settled or person.user_id == own]


def _enrich(before: Position, built: Position) -> bool:
    gained = False
    for name in ("subject", "grades", "title"):
        if not getattr(before, name) and getattr(built, name):
            setattr(before, name, getattr(built, name))
            gained = True
    return gained


def add_position(*, by: User | None, person: Person, new: NewPosition) -> Position:
    """Raises BadPosition, also when the person holds the same role there already."""
    check_positions([new])
    position = _build(person, new)
    with transaction.atomic():
        _refuse_second(position)
        position.full_clean()
        position.save()
        _record(by, "people.position_added", position)
    return position


def change_position(*, by: User | None, position: Position, new: NewPosition) -> Position:
    """Correct or end a position. The position's person must be selected along. Raises BadPosition."""
    check_positions([new])
    built = _build(position.person, new)
    for name in ("place", "place_name", "county", "role", "title", "subject", "grades", "since", "until"):
        setattr(position, name, getattr(built, name))
    with transaction.atomic():
        _refuse_second(position)
        position.full_clean()
        position.save()
        _record(by, "people.position_changed", position)
    return position


def end_position(*, by: User | None, position: Position, last_day: date | None = None) -> None:
    """It held until this day (yesterday when not given); that it was held stays."""
    day = last_day or today() - timedelta(days=1)
    with transaction.atomic():
        # One that began today and ends at once still has its day.
        position.until = max(day, position.since) if position.since else day
        position.full_clean()
        position.save(update_fields=["until"])
        _record(by, "people.position_changed", position)


def _record(by: User | None, verb: str, position: Position) -> None:
    """Who signs in here learns what somebody else has said of them; who never did is written to by nobody."""
    person = position.person
    user = person.user if by is not None and person.user_id != by.pk else None
    tell = [user.pk] if user is not None and user.last_login is not None else None
    record(verb=verb, by=by, space=person.space_id, facts={"position": position.pk}, tell=tell)


def _refuse_second(position: Position) -> None:
    if position.until is not None or position.place_id is None:
        return
    same = Position.objects.filter(person_id=position.person_id, place_id=position.place_id, role=position.role)
    if same.filter(until=None).exclude(pk=position.pk).exists():
        raise BadPosition(_("This position is there already. Change it, or give it a last day first."))
