"""A site's list as its host has it open: who comes, gives back, moves or checks in changes it at once.

Somebody who registers is a number in the message and is read when it leaves, and only where a host's page is open: in a rush
a registration costs no page.
"""

from collections.abc import Iterable
from functools import partial

from django.db import transaction
from django.template.loader import render_to_string

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Convening, Registration, Site
from groundswell.convenings.selectors.board import Arrival, arrival_of, arrivals_of
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


COMING = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def off_list(site: int, registration: int) -> Change:
    """Somebody is no longer on a site's list."""
    return Change(f"site:{site}", "remove", f"registration-{registration}")


def _lines(site: int, numbers: Iterable[int]) -> Change:
    return Change(f"site:{site}", "prepend", "arrivals", part=f"site-lines:{site}:{','.join(map(str, numbers))}")


def tell_lists(rows: Iterable[Registration], left: Iterable[tuple[int, int]] = ()) -> None:
    """The same once the caller has committed, so that nobody waits with a seat in hand; `left` are (site, registration)."""
    changes = [*(off_list(*one) for one in left), *list_changes(rows)]
    transaction.on_commit(partial(_publish, changes))


def _publish(changes: list[Change]) -> None:
    with transaction.atomic():
        publish_all(changes)


def render_lines(key: str) -> str:
    """These registrations (`site:number,number`) as they stand on the site's list now; whoever gave back is left out."""
    number, _colon, numbers = key.partition(":")
    site = Site.objects.select_related("convening").get(pk=int(number))
    rows = Registration.objects.filter(pk__in=map(int, filter(None, numbers.split(","))), state__in=COMING)
    found, _more = arrivals_of(rows.select_related("person", "place", "site"), site, 1)
    return "".join(render_to_string("convenings/live/registration.html", {"row": row}) for row in reversed(found))


def render_tally(key: str) -> str:
    """How many of a site are here, and how many are expected."""
    here, expected = tally_of(int(key), Convening.objects.get(sites=int(key)).this_day)
    return render_to_string("convenings/live/tally.html", {"here": here, "expected": expected})


def publish_roster(site: Site, registration: Registration) -> None:
    """Everyone who runs the site sees the line and the count change; so does the site where they are expected."""
    convening = registration.convening
    arrived = (
        Attendance.objects.filter(registration=registration, day=convening.this_day).select_related("site").first()
    )
    at, at_name, left = (
        (arrived.site_id, arrived.site.name, arrived.left_at) if arrived is not None else (None, "", None)
    )
    publish_all(
        [
            change
            for door in {site.pk: site, registration.site_id: registration.site}.values()
            for change in _door_changes(door, arrival_of(registration, door, at, at_name, left))
        ]
    )


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
