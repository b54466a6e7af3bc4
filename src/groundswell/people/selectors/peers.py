"""Who does the same work elsewhere: so that somebody who is the only one in a small county is not alone."""

from groundswell.access.allow import Somebody
from groundswell.core.clock import today
from groundswell.people.choices import Group, Subject
from groundswell.people.models import Person, Position, holding_on
from groundswell.people.policies import visible_to
from groundswell.people.selectors.people import Chip, chips_of
from groundswell.people.selectors.positions import main_positions

PEERS = 3


def find_peers(viewer: Somebody, person: Person, most: int = PEERS) -> list[Chip]:
    """People whom the viewer may know of who have this person's role and subject at another place, other counties first."""
    own = main_positions([person.pk]).get(person.pk)
    if own is None:
        return []
    same = Position.objects.filter(holding_on(today()), role=own.role)
    if own.subject in {Subject.MATH, Subject.SCIENCE}:
        same = same.filter(subject__in=[own.subject, Subject.BOTH])
    elif own.subject:
        same = same.filter(subject=own.subject)
    rows = Person.objects.filter(visible_to(viewer, Group.WORK)).exclude(pk=person.pk)
    away = rows.filter(pk__in=same.exclude(county=own.county).values("person_id"))
    found = list(away.order_by("sort_name", "pk")[:most])
    if len(found) < most and own.place_id is not None:
        near = rows.filter(pk__in=same.filter(county=own.county).exclude(place_id=own.place_id).values("person_id"))
        found += list(near.exclude(pk__in=[peer.pk for peer in found]).order_by("sort_name", "pk")[: most - len(found)])
    chips = chips_of(viewer, found)
    return [chips[peer.pk] for peer in found]
