"""Seats and the waiting list, decided by the database.

A seat is taken by one statement that counts up unless the site is full: whoever is second waits for the first to commit
and then sees the true count. A seat that is given back goes to the next in line in the same transaction, so a seat is
never free while somebody for whom it would do is waiting.
"""

from django.db.models import F, Q

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Registration, Site

LOOK_AHEAD = 200  # waiting registrations looked at when a seat becomes free


def take_seats(site: int, count: int = 1) -> bool:
    """Take seats at a site; all of them or none. Holds the site's row until the transaction ends."""
    room = Q(capacity=None) | Q(taken__lte=F("capacity") - count)
    return bool(Site.objects.filter(room, pk=site).update(taken=F("taken") + count))


def give_back_seats(site: int, count: int = 1) -> None:
    """Give seats back; `move_up` then hands them on."""
    Site.objects.filter(pk=site).update(taken=F("taken") - count)


def draw_numbers(site: int, count: int = 1) -> range:
    """The next places in the waiting list, in order of arrival."""
    Site.objects.filter(pk=site).update(queued=F("queued") + count)
    last = Site.objects.values_list("queued", flat=True).get(pk=site)
    return range(last - count + 1, last + 1)


def move_up(site: int) -> list[Registration]:
    """Hand free seats to those who wait, in order; return who got one.

    A team that comes all or not at all is passed over while too few seats are free for it, and keeps its place.
    """
    Site.objects.filter(pk=site).update(taken=F("taken"))  # hold the site's row
    waiting = Registration.objects.filter(site_id=site, state=RegistrationState.WAITING).order_by("waiting_number")
    waiting = waiting.select_for_update(of=("self",))  # who gives up waiting meanwhile is not moved
    moved: list[Registration] = []
    passed: set[int] = set()
    for first in waiting.select_related("team")[:LOOK_AHEAD]:
        if first in moved or (first.team_id is not None and first.team_id in passed):
            continue
        together = [first]
        if first.team is not None and first.team.all_or_none:
            together = list(waiting.filter(team=first.team))
        if take_seats(site, len(together)):
            moved += together
        elif len(together) == 1:
            break
        else:
            passed.add(first.team.pk if first.team else 0)
    Registration.objects.filter(pk__in=[registration.pk for registration in moved]).update(
        state=RegistrationState.REGISTERED, waiting_number=None
    )
    return moved
