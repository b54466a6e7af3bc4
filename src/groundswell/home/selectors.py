"""What stands on one's own page: what is due, what is next, what is new, whom to meet."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q

from groundswell.access.allow import Somebody, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.models import Notice
from groundswell.activity.selectors import unread_of
from groundswell.collaboratives.models import Collaborative, Member, Task, VisionVersion
from groundswell.collaboratives.selectors import tasks_of_person, visions_to_endorse
from groundswell.convenings.choices import ConveningState, FollowUpState, RegistrationState
from groundswell.convenings.models import Attendance, Convening, FollowUpRequest, Introduction, Registration, Site
from groundswell.convenings.selectors.after import Duties, duties_of, survey_answered
from groundswell.convenings.selectors.mates import introduced_since
from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.evidence.selectors import latest_reports
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spread.models import Commitment
from groundswell.spread.selectors import PassedOn, passed_on_by, witnessed_by

NEXT = 6
LATELY = timedelta(days=60)  # how long what is over stays in sight


@dataclass(frozen=True)
class Taken:
    """A registration of one's own: whether one came, and has sent the survey afterwards."""

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
    commitments: list[Commitment]
    witnessed: list[Commitment]
    introductions: list[Introduction]
    notices: list[Notice]
    reports: list[tuple[Convening, tuple[int, int]]]  # with how many came, from how many counties
    collaboratives: list[Collaborative]
    passed_on: PassedOn


def today_of(user: User, person: Person | None) -> Today:
    """In a bounded number of queries; what takes a role is not asked for without it."""
    moment = now()
    lately = moment - LATELY
    notices, reports = unread_of(user, size=NEXT), latest_reports(user)
    if person is None:
        nothing = Duties([], [])
        return Today([], [], [], [], [], [], nothing, [], [], [], notices, reports, [], PassedOn())
    return Today(
        tasks=tasks_of_person(person)[:NEXT],
        visions=visions_to_endorse(person),
        registrations=[Taken(row, row.came, row.answered) for row in _registrations(person=person, since=lately)],
        hosted=_hosted(user, person, moment),
        planned=_planned(user, moment),
        counties=counties_with_requests(user),
        duties=duties_of(person),
        commitments=_commitments(person=person),
        witnessed=witnessed_by(person),
        introductions=introduced_since(person, lately),
        notices=notices,
        reports=reports,
        collaboratives=_collaboratives(person=person),
        passed_on=passed_on_by(person),
    )


def _hosted(user: User, person: Person, moment: datetime) -> list[Site]:
    if not allows_anywhere(user, Permission.CONVENING_HOST):
        return []
    since = moment - timedelta(days=1)
    rows = Site.objects.filter(
        within_reach(user, Permission.CONVENING_HOST), host=person, convening__ends_at__gte=since
    )
    return list(rows.select_related("convening").order_by("convening__starts_at")[:NEXT])


def _planned(user: User, moment: datetime) -> list[Convening]:
    if not allows_anywhere(user, Permission.CONVENING_EDIT):
        return []
    rows = Convening.objects.filter(within_reach(user, Permission.CONVENING_EDIT), ends_at__gte=moment)
    return list(rows.exclude(state=ConveningState.CANCELLED).order_by("starts_at")[:NEXT])


_registrations: Prepared[Any] = Prepared(
    lambda person, since: (
        Registration.objects.filter(person=person, convening__ends_at__gte=since)
        .exclude(state__in=[RegistrationState.CANCELLED, RegistrationState.DECLINED])
        .annotate(came=Exists(Attendance.objects.filter(registration=OuterRef("pk"))), answered=survey_answered())
        .select_related("convening", "site")
        .order_by("convening__starts_at")[: 2 * NEXT]
    ),
    "person",
    "since",
)
_commitments = Prepared(
    lambda person: (
        Commitment.objects.filter(person=person, said__isnull=True)
        .select_related("convening")
        .order_by("due_on")[:NEXT]
    ),
    "person",
)
_collaboratives = Prepared(
    lambda person: Collaborative.objects.filter(
        pk__in=Member.objects.filter(person=person, until=None).values("collaborative_id")
    ).order_by("name"),
    "person",
)


def counties_with_requests(user: Somebody) -> list[tuple[Place, int]]:
    """Counties for which the user plans follow-ups, with how many requests are open."""
    if not allows_anywhere(user, Permission.FOLLOWUP_PLAN):
        return []
    rows = Place.objects.filter(within_reach(user, Permission.FOLLOWUP_PLAN), kind="county").order_by("name")[:NEXT]
    found = list(rows)
    asked = FollowUpRequest.objects.filter(county__in=found, state=FollowUpState.OPEN).values_list("county")
    counts = dict(asked.annotate(n=Count("pk")))
    return [(place, counts.get(place.pk, 0)) for place in found]


def front() -> dict[str, Any]:
    """For everybody: what is next, and how much there is."""
    moment = now()
    coming = Convening.objects.filter(state=ConveningState.PUBLISHED, ends_at__gte=moment)
    past = Convening.objects.filter(~Q(state=ConveningState.DRAFT), ends_at__lt=moment)
    return {
        "coming": list(coming.select_related("collaborative").order_by("starts_at")[:4]),
        "latest": list(past.select_related("collaborative").order_by("-starts_at")[:3]),
        "collaboratives": Collaborative.objects.count(),
    }
