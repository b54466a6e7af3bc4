"""Reading what follows a convening."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from groundswell.access.allow import holders
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import ConveningState, FollowUpState, SiteKind
from groundswell.convenings.models import (
    Attendance,
    Convening,
    FollowUp,
    FollowUpRequest,
    Gift,
    GiftGiven,
    Registration,
    Site,
)
from groundswell.core.clock import PACIFIC, today
from groundswell.core.prepared import Prepared
from groundswell.instruments.choices import ResponseState
from groundswell.instruments.models import Response
from groundswell.people.models import Person, Position, holding_on, known
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place

GRACE = timedelta(hours=1)


def attendances_of(registration: Registration) -> list[Attendance]:
    """The check-ins of every day, by the day, with their sites."""
    return _attendances(registration=registration)


_attendances = Prepared(
    lambda registration: Attendance.objects.filter(registration=registration).select_related("site").order_by("day"),
    "registration",
)


def sites_attended(registration: Registration) -> list[Site]:
    """Where somebody was, each site once, by the day: not always where they had registered."""
    return sites_in(attendances_of(registration))


def sites_in(days: Sequence[Attendance]) -> list[Site]:
    """The same, of check-ins that were read before."""
    return list({row.site_id: row.site for row in days}.values())


def where_of(registration: Registration) -> str:
    """The names of the sites at which somebody was; the one registered for when they were nowhere."""
    return ", ".join(site.name for site in sites_attended(registration)) or registration.site.name


def survey_answered() -> Exists:
    """For a list of registrations: whether the person has sent the survey of their convening, in any of its versions."""
    return Exists(
        Response.objects.filter(
            about=OuterRef("convening__space"), person=OuterRef("person"), state=ResponseState.SENT,
            version__instrument=OuterRef("convening__survey__instrument"),
        )
    )  # fmt: skip


def hours_of(registration: Registration) -> Decimal:
    """Professional learning hours by attendance: those of a full day for each day, less what was missed,
    which is counted in quarters of an hour.

    Missed is what follows after leaving early, and what came before for whoever came more than an hour late: nobody loses
    hours because the line at the door was long.
    """
    return hours_in(registration.convening, attendances_of(registration))


def hours_in(convening: Convening, days: Sequence[Attendance]) -> Decimal:
    """The same, of check-ins that were read before."""
    total = Decimal(0)
    for row in days:
        begins, ends = hours_of_day(convening, row.day)
        came = max(row.came_at, begins) if row.came_at > begins + GRACE else begins
        left = min(row.left_at, ends) if row.left_at is not None else ends
        share = max(0.0, (left - came).total_seconds() / (ends - begins).total_seconds())
        part = convening.hours * Decimal(share)
        total += convening.hours if share >= 1 else (part * 4).quantize(Decimal(1)) / 4
    return total.quantize(Decimal("0.01"))


def hours_of_day(convening: Convening, day: date) -> tuple[datetime, datetime]:
    """When a convening begins and ends on one of its days: by the hours of its first and last."""
    first, last = convening.starts_at.astimezone(PACIFIC), convening.ends_at.astimezone(PACIFIC)
    begins = datetime.combine(day, first.time(), tzinfo=PACIFIC)
    ends = datetime.combine(day, last.time(), tzinfo=PACIFIC)
    return begins, ends if ends > begins else ends + timedelta(days=1)


def requests_of(county: Place, *, state: str = FollowUpState.OPEN) -> QuerySet[FollowUpRequest]:
    """What the county's own people asked for."""
    return _with_people(FollowUpRequest.objects.filter(county=county, state=state))


def _with_people(rows: QuerySet[FollowUpRequest]) -> QuerySet[FollowUpRequest]:
    return rows.select_related(
        "registration__person__user", "registration__place", "registration__convening", "owner", "follow_up"
    ).order_by("topic", "made_at", "pk")


def requests_for(follow_up: FollowUp) -> QuerySet[FollowUpRequest]:
    """What a follow-up answers."""
    return _with_people(FollowUpRequest.objects.filter(follow_up=follow_up))


def requests_by_state(county: Place) -> dict[str, int]:
    """How many of the county's requests are open, planned, done, declined."""
    rows = FollowUpRequest.objects.filter(county=county).values_list("state")
    return dict(rows.annotate(n=Count("pk")))


def owners_for(county: Place) -> list[Person]:
    """Who may see to something for a county: those who plan its follow-ups, and the people of its office, by name."""
    users = holders(Permission.FOLLOWUP_PLAN, county.space_id)
    at_office = Position.objects.filter(
        holding_on(today()), place__kind=PlaceKind.COUNTY_OFFICE, place__county=county.county
    )
    rows = Person.objects.filter(known(), Q(user__in=users) | Q(pk__in=at_office.values("person")))
    return list(rows.order_by("sort_name", "pk")[:100])


def convenings_for(county: Place) -> QuerySet[Convening]:
    """After which convenings a county follows up: those with a site of its own, and those of which its people asked."""
    # Each by its own index: joined, every registration of every site would be a row to tell apart.
    here = Site.objects.filter(county=county).values("convening_id")
    asked = FollowUpRequest.objects.filter(county=county).values("registration__convening_id")
    rows = Convening.objects.filter(Q(pk__in=here) | Q(pk__in=asked)).exclude(state=ConveningState.DRAFT)
    return rows.order_by("-starts_at")


@dataclass(frozen=True)
class Duties:
    """What somebody sees to for a county office."""

    follow_ups: list[FollowUp]
    requests: list[FollowUpRequest]


def duties_of(person: Person) -> Duties:
    """Follow-ups that are coming and single requests that are open, of which the person is the owner."""
    return Duties(_coming(person=person), _asked(person=person))


_coming = Prepared(
    lambda person: (
        FollowUp.objects.filter(owner=person, state=FollowUpState.PLANNED)
        .select_related("county")
        .order_by(F("starts_at").asc(nulls_last=True), "pk")[:6]
    ),
    "person",
)
_asked = Prepared(
    lambda person: (
        FollowUpRequest.objects.filter(owner=person, state=FollowUpState.OPEN)
        .select_related("county", "registration__person")
        .order_by("made_at", "pk")[:6]
    ),
    "person",
)


def request_topics(county: Place) -> dict[str, int]:
    """Open requests by topic."""
    rows = FollowUpRequest.objects.filter(county=county, state=FollowUpState.OPEN).values_list("topic")
    return dict(rows.annotate(n=Count("pk")).order_by("-n", "topic"))


def follow_ups_of(county: Place) -> list[FollowUp]:
    """What the county office planned, latest first."""
    rows = FollowUp.objects.filter(county=county).select_related("owner", "convening")
    counted = rows.annotate(asked=Count("requests"))
    return list(counted.order_by(F("starts_at").desc(nulls_last=True), "-pk")[:60])


def follow_up_by_id(pk: int) -> FollowUp:
    """Raises Http404."""
    found = FollowUp.objects.select_related("county", "convening", "owner").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def request_by_id(pk: int) -> FollowUpRequest:
    """Raises Http404."""
    found = FollowUpRequest.objects.select_related("county", "owner", "registration").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def gifts_with_counts(convening: Convening) -> list[Gift]:
    """Books and kits, with how many were given (`handed`)."""
    handed = Count("given", filter=Q(given__registration__isnull=False) | Q(given__site__isnull=False))
    return list(Gift.objects.filter(convening=convening).annotate(handed=handed).order_by("for_sites", "name"))


def owed_of(gift: Gift, site: Site | None = None) -> QuerySet[Registration]:
    """Participants who were there (at one site, when given) and have not got it."""
    rows = Registration.objects.filter(convening=gift.convening_id, attendances__isnull=False)
    rows = rows.filter(attendances__site=site) if site is not None else rows
    return (
        rows.exclude(gifts_received__gift=gift)
        .select_related("person", "site", "place")
        .distinct()
        .order_by("person__sort_name", "pk")
    )


def gifts_of(registration: Registration) -> list[str]:
    """The books and kits that somebody got."""
    rows = GiftGiven.objects.filter(registration=registration).order_by("gift__name")
    return list(rows.values_list("gift__name", flat=True))


def given_of(gift: Gift, site: Site | None = None) -> QuerySet[GiftGiven]:
    """To whom it was handed over or mailed, the latest first; of one site's people, when given."""
    rows = GiftGiven.objects.filter(gift=gift).select_related("registration__person", "registration__site", "site")
    rows = rows.filter(registration__attendances__site=site).distinct() if site is not None else rows
    return rows.order_by("-at", "-pk")


def sites_owed(gift: Gift) -> list[Site]:
    """Sites, also those of counties that only plan, that have not got it."""
    rows = Site.objects.filter(convening=gift.convening_id).exclude(kind=SiteKind.ONLINE)
    return list(rows.exclude(gifts_received__gift=gift).select_related("county").order_by("number"))


def handed_of(gift: Gift, site: Site | None = None) -> int:
    """How many have it; at one site, when given."""
    rows = GiftGiven.objects.filter(gift=gift)
    if site is not None:
        rows = rows.filter(registration__attendances__site=site).distinct()
    return rows.count()
