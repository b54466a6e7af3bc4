"""A site's list as its host has it open: who comes, gives back, moves or checks in changes it at once.

Somebody who registers is a number in the message and is read when it leaves, and only where a host's page is open: in a rush
a registration costs no page.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.template.loader import render_to_string

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.selectors.arrivals import COMING, Arrival, arrivals_of
from groundswell.convenings.selectors.day import tally_of
from groundswell.core.live.publish import Change, publish_all, spoken

LOT = 100  # numbers in one message: a page of the roster


def list_changes(rows: Iterable[Registration]) -> list[Change]:
    """Those of these who come or wait stand on their sites' lists, the others no longer; and how many are expected."""
    here: dict[int, list[int]] = {}
    gone: list[Change] = []
    for row in rows:
        numbers = here.setdefault(row.site_id, [])
        if row.state in COMING:
            numbers.append(row.pk)
        else:
            gone.append(off_list(row.site_id, row.pk))
    lots = [(site, numbers[n : n + LOT]) for site, numbers in here.items() for n in range(0, len(numbers), LOT)]
    return [
        *gone,
        *(_lines(site, numbers) for site, numbers in lots),
        *(Change(f"site:{site}", "replace", "tally", part=f"site-tally:{site}") for site in here),
    ]


def off_list(site: int, registration: int) -> Change:
    """Somebody is no longer on a site's list."""
    return Change(f"site:{site}", "remove", f"registration-{registration}")


def _lines(site: int, numbers: Iterable[int]) -> Change:
    return Change(f"site:{site}", "prepend", "arrivals", part=f"site-lines:{site}:{','.join(map(str, numbers))}")


def tell_lists(rows: Iterable[Registration], left: Iterable[tuple[int, int]] = ()) -> None:
    """The same once the caller has committed, so that nobody waits with a seat in hand; `left` are (site, registration).

    Whoever gave back, moved or moved up may have stood before others in line: those who wait there are shown anew.
    """
    rows, left = list(rows), list(left)
    sites = {*(row.site_id for row in rows), *(site for site, _registration in left)}
    changes = [*(off_list(*one) for one in left), *list_changes(rows)]
    transaction.on_commit(partial(_publish, changes, sites))


def _publish(changes: list[Change], sites: set[int]) -> None:
    waiting = Registration.objects.filter(site__in=sites, state=RegistrationState.WAITING)
    lines = [
        Change(f"site:{site}", "prepend", "arrivals", part=f"site-waiting:{site}")
        for site in waiting.values_list("site", flat=True).distinct().order_by("site")
    ]
    with transaction.atomic():
        publish_all([*changes, *lines])


def render_lines(key: str) -> str:
    """These registrations (`site:number,number`) as they stand on the site's list now; whoever gave back is left out."""
    number, _colon, numbers = key.partition(":")
    return _drawn(int(number), Registration.objects.filter(pk__in=map(int, filter(None, numbers.split(",")))))


def render_waiting(key: str) -> str:
    """The first of those who wait for a site, with their places in line as they are now."""
    rows = Registration.objects.filter(site=int(key), state=RegistrationState.WAITING).order_by("waiting_number")
    return _drawn(int(key), Registration.objects.filter(pk__in=rows.values_list("pk", flat=True)[:LOT]))


def _drawn(number: int, rows: QuerySet[Registration]) -> str:
    convening = Convening.objects.get(sites=number)
    found, _more = arrivals_of(rows.filter(state__in=COMING), number, convening, convening.this_day)
    return "".join(render_to_string("convenings/live/registration.html", {"row": row}) for row in reversed(found))


def render_tally(key: str) -> str:
    """How many of a site are here, and how many are expected."""
    here, expected = tally_of(int(key), Convening.objects.get(sites=int(key)).this_day)
    return render_to_string("convenings/live/tally.html", {"here": here, "expected": expected})


def publish_roster(site: Site, registration: Registration) -> None:
    """Everyone who runs the site sees the line and the count change; so does the site where they are expected."""
    changes: list[Change] = []
    rows, convening = Registration.objects.filter(pk=registration.pk), registration.convening
    for door in {site.pk: site, registration.site_id: registration.site}.values():
        [row], _more = arrivals_of(rows, door.pk, convening, convening.this_day)
        changes += _door_changes(door, row)
    publish_all(changes)


def _door_changes(site: Site, row: Arrival) -> list[Change]:
    """Somebody's line on a site's page, put in front where it was not on the list, and the count."""
    here, expected = tally_of(site.pk, row.registration.convening.this_day)

    def draw_line() -> str:
        return render_to_string("convenings/live/registration.html", {"row": row})

    def draw_tally() -> str:
        return render_to_string("convenings/live/tally.html", {"here": here, "expected": expected})

    def draw_count() -> str:
        return render_to_string("convenings/live/site_here.html", {"site": site, "here": here})

    topic, target = f"site:{site.pk}", f"registration-{row.registration.pk}"
    line = spoken(topic, "prepend", "arrivals", draw_line) if row.here else spoken(topic, "replace", target, draw_line)
    return [
        line,
        spoken(topic, "replace", "tally", draw_tally),
        spoken(f"desk:{site.convening_id}", "replace", f"site-here-{site.pk}", draw_count),
    ]
