"""Who sees what of somebody, for a page and for a list alike.

Three ways lead to somebody's name: it is one's own; the person shows it to an audience that one belongs to; or one's
role has to do with them. The last are those who may reach people of a place (`person:see-contact`, `person:edit`), and
the duties that higher apps register, such as a roster. A visitor who is not signed in sees nobody.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.access.allow import Somebody, looks_as_another, spaces_granting, within_reach
from groundswell.access.permissions import Permission
from groundswell.core.clock import today
from groundswell.core.prepared import Prepared
from groundswell.people.choices import Audience, Group
from groundswell.people.models import Person, Position, holding_on, known
from groundswell.people.registry.circles import circles_of, duties_of
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Reach, Space

ALL_GROUPS = frozenset(Group)
DUTIES = (Permission.PERSON_SEE_CONTACT, Permission.PERSON_EDIT)


def person_id_of(user: Somebody) -> int | None:
    """The person that the user is; read once for each user object (a request has one)."""
    if not user.is_authenticated:
        return None
    if "_person_id" not in vars(user):
        vars(user)["_person_id"] = next(iter(_person_id(user=user.pk)), None)
    found: int | None = vars(user)["_person_id"]
    return found


_person_id: Prepared[int] = Prepared(lambda user: Person.objects.filter(user=user).values_list("pk", flat=True), "user")


def _within(spaces: Sequence[int], among: Sequence[int] | None = None) -> Q | None:
    """People who now work at a place within these spaces; everybody when one of them is the platform; None for nobody.

    `among` are the only ids that matter, where they are known.
    """
    if not spaces:
        return None
    if Space.objects.filter(pk__in=spaces, kind=Kind.PLATFORM).exists():
        return Q(pk__isnull=False)
    reached = Reach.objects.filter(outer_id__in=spaces).values("inner_id")
    there = Position.objects.filter(holding_on(today()), place__space_id__in=reached)
    if among is not None:
        there = there.filter(person_id__in=among)
    return Q(pk__in=there.values("person_id"))


def _of(found: QuerySet[Any, Any], among: Sequence[int] | None) -> QuerySet[Any, Any]:
    """Of people that a higher app names, those with these ids: a roster is long, and a page shows thirty."""
    if among is None:
        return found
    (column,) = found.query.values_select or ("pk",)
    return found.filter(**{f"{column}__in": among})


def _by_duty(user: Somebody, among: Sequence[int] | None = None) -> list[Q]:
    """None while somebody looks as another role: then what is about persons stays closed."""
    if not user.is_authenticated or looks_as_another(user):
        return []
    spaces = sorted({space for permission in DUTIES for space in spaces_granting(user, permission)})
    ways = [Q(pk__in=_of(found, among)) for found in duties_of(user)]
    within = _within(spaces, among)
    return ways if within is None else [within, *ways]


def _by_circle(user: Somebody) -> list[tuple[Audience, list[QuerySet[Any, Any]]]]:
    """Each audience that somebody may have chosen, with those that the user is near to in that way."""
    person = person_id_of(user)
    if person is None:
        return []
    return [(step, circles_of(step, person)) for step in (Audience.CONVENINGS, Audience.COLLABORATIVES)]


def _any(conditions: Iterable[Q]) -> Q:
    found = Q(pk__in=[])
    for condition in conditions:
        found |= condition
    return found


def visible_to(user: Somebody, *groups: Group) -> Q:
    """A condition for lists of people: those of whom the user sees all of these groups (the name when none is said).

    Audiences include each other, so whoever sees one group by one way and another by another sees both by the nearer
    way: a way either shows all the groups or none. Merged and erased people are left out.
    """
    if not user.is_authenticated:
        return Q(pk__in=[])
    levels = [f"shows_{group}" for group in groups or (Group.NAME,)]
    ways = [Q(**dict.fromkeys(levels, Audience.EVERYONE)), Q(user_id=user.pk), *_by_duty(user)]
    for audience, circles in _by_circle(user):
        shown = Q(**{f"{level}__gte": audience for level in levels})
        ways += [shown & Q(pk__in=circle) for circle in circles]
    return _any(ways) & known()


def groups_seen(user: Somebody, people: Sequence[Person]) -> dict[int, frozenset[Group]]:
    """What the user sees of each of these, in a handful of queries however many there are."""
    if not user.is_authenticated or not people:
        return {person.pk: frozenset() for person in people}
    ids = [person.pk for person in people]
    duty = _by_duty(user, ids)
    whole = set(Person.objects.filter(_any(duty), pk__in=ids).values_list("pk", flat=True)) if duty else set()
    near: dict[int, Audience] = {}  # the smallest audience of the person to which the user belongs
    # Whoever shows all the same to everybody is not looked for in any circle.
    hidden = [
        person.pk
        for person in people
        if person.pk not in whole
        and groups_shown(person, Audience.EVERYONE) != groups_shown(person, Audience.CONVENINGS)
    ]
    for audience, circles in reversed(_by_circle(user)) if hidden else ():
        if circles:
            there = Person.objects.filter(_any(Q(pk__in=_of(circle, hidden)) for circle in circles), pk__in=hidden)
            near |= dict.fromkeys(there.values_list("pk", flat=True), audience)
    seen: dict[int, frozenset[Group]] = {}
    for person in people:
        if not person.is_known:
            seen[person.pk] = frozenset()
        elif person.user_id == user.pk or person.pk in whole:
            seen[person.pk] = ALL_GROUPS
        else:
            seen[person.pk] = groups_shown(person, near.get(person.pk, Audience.EVERYONE))
    return seen


def groups_shown(person: Person, audience: Audience) -> frozenset[Group]:
    """What somebody sees who belongs to this audience of the person (EVERYONE: is just signed in)."""
    if audience == Audience.NOBODY:
        return frozenset()
    return frozenset(group for group in Group if getattr(person, f"shows_{group}") >= audience)


def can_see(user: Somebody, person: Person) -> bool:
    """Whether the user may know of the person at all."""
    return Group.NAME in groups_seen(user, [person])[person.pk]


def editable_by(user: Somebody) -> Q:
    """A condition for lists: people whose positions the user may edit."""
    return _reached(user, Permission.PERSON_EDIT)


def mergeable_by(user: Somebody) -> Q:
    """A condition for lists: people whom the user may merge."""
    return _reached(user, Permission.PERSON_MERGE)


def _reached(user: Somebody, permission: Permission) -> Q:
    if not user.is_authenticated:
        return Q(pk__in=[])
    within = _within(spaces_granting(user, permission))
    return Q(pk__in=[]) if within is None else within & known()


def edits_everybody(user: Somebody) -> bool:
    """Whether `person:edit` reaches all people, not only those of some places."""
    held = spaces_granting(user, Permission.PERSON_EDIT) if user.is_authenticated else []
    return bool(held) and Space.objects.filter(pk__in=held, kind=Kind.PLATFORM).exists()


def can_edit(user: Somebody, person: Person) -> bool:
    """Whether the user may change this person's positions: their own, or those within the reach of `person:edit`."""
    if not user.is_authenticated or not person.is_known:
        return False
    return person.user_id == user.pk or Person.objects.filter(editable_by(user), pk=person.pk).exists()


def can_put(user: Somebody, person: Person, places: Sequence[tuple[int | None, str]]) -> list[bool]:
    """Whether the user may give this person a position at each place (its id, or None and the county of one written by
    hand), or change one there: to oneself everywhere, to others within the user's reach only.
    """
    if (person.user_id is not None and person.user_id == user.pk) or edits_everybody(user):
        return [True] * len(places)
    reached = Place.objects.filter(within_reach(user, Permission.PERSON_EDIT))
    there = set(reached.filter(pk__in={pk for pk, _county in places if pk}).values_list("pk", flat=True))
    offices = set(reached.filter(kind=PlaceKind.COUNTY_OFFICE).values_list("county", flat=True))
    return [county in offices if pk is None else pk in there for pk, county in places]


def positions_edited_by(user: Somebody, person: Person, positions: Sequence[Position]) -> set[int]:
    """Ids of those of the person's positions that the user may change: of somebody who works in two counties each
    office corrects its own.
    """
    if not can_edit(user, person):
        return set()
    may = can_put(user, person, [(position.place_id, position.county) for position in positions])
    return {position.pk for position, yes in zip(positions, may, strict=True) if yes}


def can_edit_position(user: Somebody, position: Position) -> bool:
    """The position's person must be selected along."""
    return bool(positions_edited_by(user, position.person, [position]))


def can_merge(user: Somebody, person: Person) -> bool:
    """Whether the user may merge this person with another; nobody may by being that person."""
    return Person.objects.filter(mergeable_by(user), pk=person.pk).exists()
