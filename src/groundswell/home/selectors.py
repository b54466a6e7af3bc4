"""What stands on one's own page: what is due, what is next, what is new, whom to meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery

from groundswell.access.allow import Somebody, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.selectors import unread_count
from groundswell.collaboratives.choices import Bond
from groundswell.collaboratives.models import Collaborative, Member, Participation, Task, VisionVersion
from groundswell.collaboratives.selectors import tasks_of_person, visions_to_endorse
from groundswell.convenings.choices import ConveningState, FollowUpState, RegistrationState
from groundswell.convenings.models import Attendance, Convening, FollowUpRequest, Introduction, Registration, Site
from groundswell.convenings.models.plan import LISTS_OPEN, still_to_come
from groundswell.convenings.selectors.after import Duties, duties_of, survey_answered
from groundswell.convenings.selectors.mates import introduced_since
from groundswell.core.clock import now, today
from groundswell.core.prepared import Prepared
from groundswell.evidence.selectors import latest_reports
from groundswell.people.models import Person, Position, holding_on
from groundswell.places.models import Place
from groundswell.spread.selectors import NOTHING_MEANT, Meant, meant_by

NEXT = 6
LATELY = timedelta(days=60)  # how long what is over stays in sight
ACTIVE = [RegistrationState.REGISTERED, RegistrationState.WAITING]


@dataclass(frozen=True)
class Taken:
    """A registration of one's own: whether one came, and has sent the survey afterwards, or cannot any more."""

    row: Registration
    came: bool
    answered: bool


@dataclass(frozen=True)
class Today:
    """What one's own page is made of: short lists, each by its day."""

    tasks: list[Task]
    visions: list[VisionVersion]
    registrations: list[Taken]  # coming and lately over
    hosted: list[Site]
    planned: list[Convening]
    counties: list[tuple[Place, int]]
    duties: Duties
    meant: Meant
    introductions: list[Introduction]
    notices: int  # that were not read
    reports: list[tuple[Convening, tuple[int, int]]]  # with how many came, from how many counties
    collaboratives: list[Collaborative]
    near: list[Convening]  # to which people of one's county may come, and one has not registered


def today_of(user: User, person: Person | None) -> Today:
    """In a bounded number of queries; what takes a role is not asked for without it."""
    moment = now()
    lately = moment - LATELY
    notices, reports = unread_count(user), latest_reports(user)
    if person is None:
        return Today([], [], [], [], [], [], Duties([], []), NOTHING_MEANT, [], notices, reports, [], [])
    taken = [
        Taken(row, row.came, row.answered or row.closed_at is not None)
        for row in _registrations(person=person, since=lately)
    ]
    planned = _planned(user, moment)
    return Today(
        tasks=tasks_of_person(person)[:NEXT],
        visions=visions_to_endorse(person),
        registrations=taken,
        hosted=_hosted(user, person, moment),
        planned=planned,
        counties=counties_with_requests(user),
        duties=duties_of(person),
        meant=meant_by(person),
        introductions=introduced_since(person, lately) if any(one.came for one in taken) else [],
        notices=notices,
        reports=reports,
        collaboratives=_collaboratives(person=person),
        near=[row for row in _near(person=person, day=today(), moment=moment) if row not in planned],
    )


def _hosted(user: User, person: Person, moment: datetime) -> list[Site]:
    if not allows_anywhere(user, Permission.CONVENING_HOST):
        return []
    since = moment - LISTS_OPEN
    running = still_to_come(since, "convening__")
    rows = Site.objects.filter(within_reach(user, Permission.CONVENING_HOST), running, host=person)
    return list(rows.select_related("convening").order_by("convening__starts_at")[:NEXT])


def _planned(user: User, moment: datetime) -> list[Convening]:
    if not allows_anywhere(user, Permission.CONVENING_EDIT):
        return []
    rows = Convening.objects.filter(within_reach(user, Permission.CONVENING_EDIT), still_to_come(moment))
    return list(rows.exclude(state=ConveningState.CANCELLED).order_by("starts_at")[:NEXT])


_registrations: Prepared[Any] = Prepared(
    lambda person, since: (
        Registration.objects.filter(
            still_to_come(since, "convening__"),
            person=person,
            state__in=ACTIVE,
        )
        .annotate(
            came=Exists(Attendance.objects.filter(registration=OuterRef("pk"))),
            answered=survey_answered(),
            closed_at=F("convening__survey__instrument__closed_at"),
        )
        .select_related("convening", "site")
        .order_by("convening__starts_at")[: 2 * NEXT]
    ),
    "person",
    "since",
)
_collaboratives = Prepared(
    lambda person: Collaborative.objects.filter(
        pk__in=Member.objects.filter(person=person, until=None).values("collaborative_id")
    ).order_by("name"),
    "person",
)


def _rows_near(person: Any, day: Any, moment: Any) -> QuerySet[Convening]:
    mine = Position.objects.filter(holding_on(day), person=person).values("county")
    groups = Participation.objects.filter(left_on=None, bond=Bond.COUNTY, place__county__in=mine).values(
        "collaborative_id"
    )
    taken = Registration.objects.filter(person=person, convening=OuterRef("pk"), state__in=ACTIVE)
    open_yet = Q(register_until=None) | Q(register_until__gte=moment)
    rows = Convening.objects.filter(open_yet, ~Exists(taken), state=ConveningState.PUBLISHED, starts_at__gte=moment)
    return rows.filter(collaborative_id__in=groups).order_by("starts_at", "pk")[:3]


_near = Prepared(_rows_near, "person", "day", "moment")


def counties_with_requests(user: Somebody) -> list[tuple[Place, int]]:
    """Counties for which the user plans follow-ups, with how many requests are open."""
    if not allows_anywhere(user, Permission.FOLLOWUP_PLAN):
        return []
    asked = FollowUpRequest.objects.filter(county=OuterRef("pk"), state=FollowUpState.OPEN).order_by()
    count = Subquery(asked.values("county").annotate(n=Count("pk")).values("n"))
    rows = Place.objects.filter(within_reach(user, Permission.FOLLOWUP_PLAN), kind="county").annotate(n=count)
    return [(place, place.n or 0) for place in rows.order_by("name")[:NEXT]]


def front() -> dict[str, Any]:
    """For everybody: what is next, and how much there is."""
    moment = now()
    published = Convening.objects.filter(state=ConveningState.PUBLISHED).select_related("collaborative")
    return {
        "coming": list(published.filter(ends_at__gte=moment).order_by("starts_at")[:4]),
        "latest": list(published.filter(ends_at__lt=moment).order_by("-starts_at")[:3]),
        "collaboratives": Collaborative.objects.count(),
    }
