"""What stands on one's own page: what is due, what is next, what to run."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Count, Q

from groundswell.access.allow import Somebody, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.collaboratives.models import Collaborative, Member, Task, VisionVersion
from groundswell.collaboratives.selectors import tasks_of_person, visions_to_endorse
from groundswell.convenings.choices import ConveningState, FollowUpState, RegistrationState
from groundswell.convenings.models import Convening, FollowUpRequest, Registration, Site
from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spread.models import Commitment

NEXT = 6


@dataclass(frozen=True)
class Today:
    """Lists, each short; empty ones are not shown."""

    tasks: list[Task]
    visions: list[VisionVersion]
    registrations: list[Registration]
    hosted: list[Site]
    planned: list[Convening]
    counties: list[tuple[Place, int]]
    commitments: list[Commitment]
    collaboratives: list[Collaborative]


def today_of(user: Somebody, person: Person | None) -> Today:
    """In a bounded number of queries."""
    moment = now()
    if person is None:
        return Today([], [], [], [], [], [], [], [])
    hosted = Site.objects.filter(
        within_reach(user, Permission.CONVENING_HOST), host=person, convening__ends_at__gte=moment - timedelta(days=1)
    )
    planned = Convening.objects.filter(within_reach(user, Permission.CONVENING_EDIT), ends_at__gte=moment)
    return Today(
        tasks=tasks_of_person(person)[:NEXT],
        visions=visions_to_endorse(person),
        registrations=_registrations(person=person, since=moment - timedelta(days=60)),
        hosted=list(hosted.select_related("convening").order_by("convening__starts_at")[:NEXT]),
        planned=list(planned.exclude(state=ConveningState.CANCELLED).order_by("starts_at")[:NEXT]),
        counties=counties_with_requests(user),
        commitments=_commitments(person=person),
        collaboratives=_collaboratives(person=person),
    )


_registrations = Prepared(
    lambda person, since: (
        Registration.objects.filter(person=person, convening__ends_at__gte=since)
        .exclude(state__in=[RegistrationState.CANCELLED, RegistrationState.DECLINED])
        .select_related("convening", "site")
        .order_by("convening__starts_at")[:NEXT]
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
