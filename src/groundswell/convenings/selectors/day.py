"""Reading the day: who is here, what the room does, what is asked and noted."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from groundswell.access.allow import Somebody, within_reach
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import (
    Attendance,
    Convening,
    EventCode,
    Registration,
    Site,
)
from groundswell.convenings.selectors.arrivals import COMING, Arrival, arrivals_of, latest_letter
from groundswell.core.clock import now
from groundswell.people.models import NAME, name_from

# What a roster has; whole rows of six tables for each line would be most of its time.
EXPORTED = (
    "state", "role", "confirmed_at", "waiting_number", "place_written", "teaches", "grades", "answers",
    "person__given_name", "person__family_name", "person__display_name", "person__erased_at", "person__sort_name",
    "person__user__email", "place__name", "county__name", "team__name", "site__name", "site__number",
)  # fmt: skip


def site_by_number(key: str, number: int) -> Site:
    """A site with its convening. Raises Http404."""
    rows = Site.objects.select_related("convening__collaborative", "county", "host", "space")
    found = rows.filter(convening__key=key, number=number).first()
    if found is None:
        raise Http404
    return found


def codes_now() -> QuerySet[EventCode]:
    """Event codes that are valid now."""
    moment = now()
    rows = EventCode.objects.filter(valid_from__lte=moment, valid_until__gt=moment)
    return rows.select_related("convening", "site")


def tally_of(site: int, day: date) -> tuple[int, int]:
    """How many are here on a day, and how many are expected."""
    here = Attendance.objects.filter(site=site, day=day).count()
    expected = Registration.objects.filter(site=site, state=RegistrationState.REGISTERED).count()
    return here, max(here, expected)


def roster_of(site: Site, *, day: date, text: str = "", page: int = 1) -> tuple[list[Arrival], bool]:
    """Those who come or wait, and who came here from another site's list on that day; by name, a page of them; whether more
    follow.

    Whoever registered elsewhere and stands at this door is found by a whole name; beginnings of names find one's own.
    """
    rows = Registration.objects.filter(convening=site.convening_id, state__in=COMING)
    came = Attendance.objects.filter(site=site, day=day).exclude(registration__site=site)
    own, elsewhere = Q(site=site) | Q(pk__in=came.values("registration")), Q()
    words = text.casefold().split()[:4]
    for word in words:
        own &= Q(person__search__contains=f" {word}") | Q(person__search__startswith=word)
        elsewhere &= _whole(word)
    return arrivals_of(rows.filter(own | elsewhere if words else own), site.pk, site.convening, day, page)


def _whole(word: str) -> Q:
    """Somebody who has this word as one of their names."""
    name = "person__search"
    return (
        Q(**{name: word})
        | Q(**{f"{name}__startswith": f"{word} "})
        | Q(**{f"{name}__endswith": f" {word}"})
        | Q(**{f"{name}__contains": f" {word} "})
    )


def today_is_on(convening: Convening) -> bool:
    """The day's pages are offered from half a day before to half a day after."""
    half = timedelta(hours=12)
    return convening.starts_at - half <= now() <= convening.ends_at + half


def code_of(site: Site) -> EventCode | None:
    """The code that is valid at a site now."""
    return codes_now().filter(site=site).order_by("-made_at").first()


def attendance_today(registration: Registration) -> Attendance | None:
    """The check-in of today; afterwards, of the last day."""
    return attendance_on(registration, registration.convening.this_day)


def attendance_on(registration: Registration, day: date) -> Attendance | None:
    """The check-in of a day."""
    rows = Attendance.objects.filter(registration=registration, day=day)
    return rows.select_related("site", "registration__person").first()


def sites_hosted(convening: Convening, user: Somebody) -> list[Site]:
    """Sites that the user runs."""
    if not user.is_authenticated:
        return []
    rows = Site.objects.filter(within_reach(user, Permission.CONVENING_HOST), convening=convening)
    return list(rows.select_related("convening").order_by("number"))


@dataclass(frozen=True, slots=True)
class SheetLine:
    """Somebody on a sheet of paper."""

    name: str
    school: str
    team: str


def sheet_of(site: Site) -> tuple[list[SheetLine], list[SheetLine]]:
    """Who comes, by name; who waits, in the order of the line. Columns only: a sheet may have a thousand lines."""
    rows = Registration.objects.filter(site=site, state__in=COMING)
    columns = rows.order_by("person__sort_name", "pk").values_list(
        "state", "waiting_number", *(f"person__{name}" for name in NAME), "place__name", "place_written", "team__name"
    )
    coming: list[SheetLine] = []
    waiting: list[tuple[int, SheetLine]] = []
    for state, turn, given, family, display, erased, place, written, team in columns:
        school = place or written
        line = SheetLine(name_from(given, family, display, erased), school, team if team and team != place else "")
        if state == RegistrationState.WAITING:
            waiting.append((turn or 0, line))
        else:
            coming.append(line)
    return coming, [line for _turn, line in sorted(waiting, key=lambda one: one[0])]


def roster_for_export(site: Site) -> list[Registration]:
    """Everyone who comes or waits, and who was here from another site's list, with all that a roster shows."""
    here = Attendance.objects.filter(site=site).values("registration")
    return _for_export(Registration.objects.filter(Q(site=site) | Q(pk__in=here)))


def whole_roster_for_export(convening: Convening) -> list[Registration]:
    """The same of all sites, one after the other."""
    rows = _for_export(Registration.objects.filter(convening=convening))
    return sorted(rows, key=lambda row: row.site.number)


def _for_export(rows: QuerySet[Registration]) -> list[Registration]:
    """By name; behind them who waits, in the order of the line."""
    known = rows.filter(state__in=COMING).annotate(letter=latest_letter())
    known = known.select_related("person__user", "place", "county", "team", "site").only(*EXPORTED)
    came = Prefetch("attendances", Attendance.objects.select_related("site").order_by("day"))
    found = list(known.prefetch_related(came).order_by("person__sort_name", "pk"))
    return sorted(found, key=lambda row: row.waiting_number or 0)
