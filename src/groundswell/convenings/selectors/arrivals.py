"""A site's list as its host has it before them: who comes, who waits and where in line, whom our letters do not reach."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from groundswell.activity.models import Letter
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Convening, Registration, Site
from groundswell.convenings.selectors.board import counted

ROSTER = 100  # rows of a roster on one page
COMING = [RegistrationState.REGISTERED, RegistrationState.WAITING]


@dataclass(frozen=True)
class Arrival:
    """Somebody on a site's roster of one day. `here`: checked in at this site; `elsewhere`: the site where they are instead;
    `past`: the day is over.

    `of_other` is the site at which they registered, when it is not this one; `left`: when they went before the end; `turn`:
    their place in line while they wait, from 1; `unreached`: the latest letter about their registration failed.
    """

    registration: Registration
    past: bool
    here: bool
    elsewhere: Site | None
    of_other: Site | None
    left: datetime | None
    turn: int
    unreached: bool


def arrivals_of(
    rows: QuerySet[Registration], site: int, convening: Convening, day: date, page: int = 1
) -> tuple[list[Arrival], bool]:
    """A page of a site's roster of one of its convening's days by name, in one query; and whether more follow."""
    came = Attendance.objects.filter(registration=OuterRef("pk"), day=day)
    before = Registration.objects.filter(
        site=OuterRef("site"), state=RegistrationState.WAITING, waiting_number__lt=OuterRef("waiting_number")
    )
    shown = rows.select_related("person", "place", "site").annotate(
        at=Subquery(came.values("site")[:1]),
        at_name=Subquery(came.values("site__name")[:1]),
        at_name_es=Subquery(came.values("site__name_es")[:1]),
        left=Subquery(came.values("left_at")[:1]),
        before=counted(before),
        letter=latest_letter(),
    )
    found = list(shown.order_by("person__sort_name", "pk")[(page - 1) * ROSTER : page * ROSTER + 1])
    past = convening.is_over or day < convening.this_day
    for row in found:
        row.convening = convening
    return [_arrival(row, site, past) for row in found[:ROSTER]], len(found) > ROSTER


def _arrival(row: Any, site: int, past: bool) -> Arrival:
    away = row.at is not None and row.at != site
    return Arrival(
        row,
        past=past,
        here=row.at == site,
        elsewhere=Site(pk=row.at, name=row.at_name, name_es=row.at_name_es) if away else None,
        of_other=row.site if row.site_id != site else None,
        left=row.left,
        turn=row.before + 1 if row.state == RegistrationState.WAITING else 0,
        unreached=row.letter == Letter.State.FAILED,
    )


def latest_letter() -> Subquery:
    """How it went with the latest letter about each registration of a query; None where none was written."""
    letters = Letter.objects.filter(
        user=OuterRef("person__user"), space=OuterRef("convening__space"), kind__startswith="registration-"
    )
    return Subquery(letters.order_by("-pk").values("state")[:1])


def unreached(rows: QuerySet[Registration]) -> QuerySet[Registration]:
    """Those of these who come or wait and whom the latest letter about it did not reach, by name."""
    # Failed letters are few: from them to the registrations, instead of from each registration to its letters.
    failed = Letter.objects.filter(state=Letter.State.FAILED, kind__startswith="registration-")
    some = rows.filter(state__in=COMING, person__user__in=failed.exclude(user=None).values("user"))
    latest = some.annotate(letter=latest_letter()).filter(letter=Letter.State.FAILED)
    return latest.select_related("person__user", "place", "site").order_by("person__sort_name", "pk")
