"""Reading what follows a convening."""

from decimal import Decimal

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from groundswell.convenings.choices import FollowUpState, SiteKind
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
from groundswell.core.prepared import Prepared
from groundswell.places.models import Place


def attendances_of(registration: Registration) -> list[Attendance]:
    """The check-ins of every day."""
    return _attendances(registration=registration)


_attendances = Prepared(lambda registration: Attendance.objects.filter(registration=registration), "registration")


def hours_of(registration: Registration) -> Decimal:
    """Professional learning hours by attendance: those of a full day for each day, less what was missed by leaving early."""
    convening = registration.convening
    total = Decimal(0)
    for row in attendances_of(registration):
        share = Decimal(1)
        if row.left_at is not None:
            day = (convening.ends_at - convening.starts_at).total_seconds()
            stayed = (min(row.left_at, convening.ends_at) - max(row.came_at, convening.starts_at)).total_seconds()
            share = Decimal(max(0.0, min(1.0, stayed / day)))
        total += convening.hours * share
    return total.quantize(Decimal("0.25"))


def requests_of(county: Place, *, state: str = FollowUpState.OPEN) -> QuerySet[FollowUpRequest]:
    """What the county's own people asked for."""
    rows = FollowUpRequest.objects.filter(county=county, state=state)
    return rows.select_related(
        "registration__person__user", "registration__place", "registration__convening", "owner", "follow_up"
    ).order_by("topic", "made_at", "pk")


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
