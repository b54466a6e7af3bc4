"""Reading the day: who is here, what the room does, what is asked and noted."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q, QuerySet
from django.http import Http404

from groundswell.access.allow import Somebody, within_reach
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import QuestionState, RegistrationState, SiteKind
from groundswell.convenings.models import (
    Attendance,
    Convening,
    EventCode,
    Question,
    Registration,
    Room,
    Session,
    Site,
    SiteLine,
    WallNote,
)
from groundswell.core.clock import PACIFIC, now

QUEUE = 12  # questions that stand in line on every page
WALL = 24  # notes on the wall at once
ROSTER = 100  # rows of a roster on one page


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


def tally_of(site: Site) -> tuple[int, int]:
    """How many are here today, and how many are expected."""
    day = now().astimezone(PACIFIC).date()
    here = Attendance.objects.filter(site=site, day=day).count()
    expected = Registration.objects.filter(site=site, state=RegistrationState.REGISTERED).count()
    return here, max(here, expected)


@dataclass(frozen=True)
class RosterLine:
    """Somebody on a roster, and their check-in of today."""

    registration: Registration
    attendance: Attendance | None


def roster_of(site: Site, *, text: str = "", page: int = 1) -> tuple[list[RosterLine], int]:
    """Those who come or wait, by name, a page of them; and how many there are."""
    rows = Registration.objects.filter(
        site=site, state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING]
    ).select_related("person__user", "place", "team")
    for word in text.casefold().split()[:4]:
        rows = rows.filter(Q(person__search__contains=f" {word}") | Q(person__search__startswith=word))
    total = rows.count()
    found = list(rows.order_by("person__sort_name", "pk")[(page - 1) * ROSTER : page * ROSTER])
    day = now().astimezone(PACIFIC).date()
    here = {row.registration_id: row for row in Attendance.objects.filter(registration__in=found, day=day)}
    return [RosterLine(row, here.get(row.pk)) for row in found], total


def room_of(convening: Convening) -> Room:
    """What the room does now."""
    rows = Room.objects.select_related("session")
    found = rows.filter(convening=convening).first()
    return found or Room(convening=convening)


@dataclass(frozen=True)
class Line:
    """The line of questions: the one asked now, those who wait in the order in which they are called, and who asked."""

    asked: Question | None
    waiting: list[Question]
    heard: list[tuple[str, int]]
    total: int


def line_of(convening: Convening) -> Line:
    """Sites that have not been heard come first, then the longest wait: the order that hosts and participants see."""
    rows = Question.objects.filter(convening=convening, merged_into=None).select_related("site", "person")
    open_rows = rows.filter(state__in=[QuestionState.QUEUED, QuestionState.ASKED]).order_by("asked_at", "pk")
    found = list(open_rows[:200])
    counts = dict(
        Question.objects.filter(convening=convening, state=QuestionState.ANSWERED)
        .values_list("site_id")
        .annotate(n=Count("pk"))
        .order_by("site_id")
    )
    asked = next((question for question in found if question.state == QuestionState.ASKED), None)
    if asked is not None:
        counts[asked.site_id] = counts.get(asked.site_id, 0) + 1
    waiting = [question for question in found if question.state == QuestionState.QUEUED]
    first_of: set[int] = set()
    ranked = []
    for question in waiting:
        first = counts.get(question.site_id, 0) == 0 and question.site_id not in first_of
        first_of.add(question.site_id)
        ranked.append((not first, -question.votes if not first else 0, question.asked_at, question))
    ranked.sort(key=lambda row: row[:3])
    sites = Site.objects.filter(convening=convening).exclude(kind=SiteKind.PLANNING).order_by("number")
    heard = [(site.name, counts.get(site.pk, 0)) for site in sites]
    return Line(asked, [row[3] for row in ranked[:QUEUE]], heard, len(waiting))


def question_by_id(pk: int) -> Question:
    """A question with its site and convening. Raises Http404."""
    found = Question.objects.select_related("site", "convening", "person").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def notes_of(convening: Convening, *, hidden: bool = False) -> list[WallNote]:
    """The wall, newest first."""
    rows = WallNote.objects.filter(convening=convening).select_related("site")
    if not hidden:
        rows = rows.filter(hidden_at=None)
    return list(rows.order_by("-made_at", "-pk")[:WALL])


def sessions_around(convening: Convening) -> list[Session]:
    """The program with materials, for the day's pages."""
    rows = Session.objects.filter(convening=convening).select_related("site").prefetch_related("materials", "standards")
    return list(rows.order_by("starts_at", "number"))


def today_is_on(convening: Convening) -> bool:
    """The day's pages are offered from half a day before to half a day after."""
    half = timedelta(hours=12)
    return convening.starts_at - half <= now() <= convening.ends_at + half


def code_of(site: Site) -> EventCode | None:
    """The code that is valid at a site now."""
    return codes_now().filter(site=site).order_by("-made_at").first()


def line_state(site: Site) -> dict[str, object]:
    """What the host said last of the site's line."""
    found = SiteLine.objects.filter(site=site).first()
    return {"ready": found.ready, "trouble": found.trouble} if found else {"ready": False, "trouble": ""}


def lines_of(convening: Convening) -> list[Site]:
    """Sites where people are, with their lines."""
    rows = Site.objects.filter(convening=convening).exclude(kind=SiteKind.PLANNING).select_related("line", "county")
    return list(rows.order_by("number"))


def attendance_today(registration: Registration) -> Attendance | None:
    """The check-in of today."""
    day = now().astimezone(PACIFIC).date()
    return Attendance.objects.filter(registration=registration, day=day).first()


def sites_hosted(convening: Convening, user: Somebody) -> list[Site]:
    """Sites that the user runs."""
    rows = Site.objects.filter(within_reach(user, Permission.CONVENING_HOST), convening=convening)
    return list(rows.select_related("convening").order_by("number"))


def roster_for_export(site: Site) -> list[Registration]:
    """Everyone who comes or waits, with all that a roster shows."""
    rows = Registration.objects.filter(
        site=site, state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING]
    ).select_related("person__user", "place", "county", "team")
    return list(rows.prefetch_related("attendances").order_by("person__sort_name", "pk"))
