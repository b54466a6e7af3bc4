"""Seats and the waiting list, decided by the database.

A seat is taken by one statement that counts up unless the site is full: whoever is second waits for the first to commit
and then sees the true count. A seat that is given back goes to the next in line in the same transaction, so a seat is
never free while somebody for whom it would do is waiting.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Q

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Registration, Site
from groundswell.core.prepared import Prepared

LOOK_AHEAD = 200  # waiting registrations looked at when a seat becomes free


def hold_sites(*sites: int) -> None:
    """Hold these sites' rows until the transaction ends.

    Whoever holds several rows takes the sites first, by their numbers, and registrations after them: so that two who move
    towards each other never wait for each other.
    """
    _held(sites=sorted(set(sites)))


def take_seats(site: int, count: int = 1) -> bool:
    """Take seats at a site; all of them or none. Holds the site's row until the transaction ends."""
    room = Q(capacity=None) | Q(taken__lte=F("capacity") - count)
    return bool(Site.objects.filter(room, pk=site).update(taken=F("taken") + count))


@dataclass(frozen=True, slots=True)
class Wanted:
    """Seats that a party wants at a site; `together`: all of them or none."""

    site: int
    count: int
    together: bool = False


def seat_parties(wanted: Sequence[Wanted]) -> list[tuple[int, range]]:
    """For each party in order of arrival: how many of it get a seat, and the places in line of the rest.

    Holds the sites' rows until the transaction ends, always taken in one order, so that two never wait for each other.
    """
    rows = _held(sites=sorted({one.site for one in wanted}))
    sites = {pk: [capacity, taken, queued] for pk, capacity, taken, queued in rows}
    before = {pk: (taken, queued) for pk, (_capacity, taken, queued) in sites.items()}
    given = []
    for one in wanted:
        held = sites[one.site]
        free = one.count if held[0] is None else max(held[0] - held[1], 0)
        seated = 0 if one.together and free < one.count else min(free, one.count)
        held[1] += seated
        held[2] += one.count - seated
        given.append((seated, range(held[2] - one.count + seated + 1, held[2] + 1)))
    _keep_counters(before, {pk: (taken, queued) for pk, (_capacity, taken, queued) in sites.items()})
    return given


COUNTERS = ("capacity", "taken", "queued")
_held = Prepared(
    lambda sites: Site.objects.select_for_update().filter(pk__in=sites).order_by("pk").values_list("pk", *COUNTERS),
    "sites",
    many=["sites"],
)


def _keep_counters(before: Mapping[int, tuple[int, int]], after: Mapping[int, tuple[int, int]]) -> None:
    for pk, (taken, queued) in after.items():
        if before[pk] != (taken, queued):
            Site.objects.filter(pk=pk).update(taken=taken, queued=queued)


def give_back_seat(site: int) -> None:
    """Give a seat back; `move_up` then hands it on."""
    Site.objects.filter(pk=site).update(taken=F("taken") - 1)


def draw_number(site: int) -> int:
    """The next place in the waiting list."""
    Site.objects.filter(pk=site).update(queued=F("queued") + 1)
    return Site.objects.values_list("queued", flat=True).get(pk=site)


def move_up(site: int) -> list[Registration]:
    """Hand free seats to those who wait, in order; return who got one.

    A team that comes all or not at all is passed over while too few seats are free for it, and keeps its place.
    """
    hold_sites(site)
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
        state=RegistrationState.REGISTERED, waiting_number=None, changes=F("changes") + 1
    )
    return moved
