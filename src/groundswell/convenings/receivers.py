"""What convenings say to the people app: who was where together, who needs addresses, what is kept of a person."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from groundswell.access.allow import Somebody, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import How, RegistrationState
from groundswell.convenings.models import Attendance, Convening, GroupSeat, Registration, Site
from groundswell.convenings.selectors.kept import TOLD, registrations_of
from groundswell.convenings.services.introductions import AGREEMENT, complete_introductions, hide_addresses
from groundswell.convenings.services.leaving import forget_registrations, what_remains
from groundswell.convenings.services.settling import settle_registrations
from groundswell.instruments.models import InstrumentVersion
from groundswell.instruments.signals import version_published
from groundswell.people.choices import Audience
from groundswell.people.registry.circles import register_circle, register_duty
from groundswell.people.registry.holdings import register_my_data
from groundswell.people.signals import consent_given, consent_withdrawn, place_settled
from groundswell.places.models import Place

COMING = (RegistrationState.REGISTERED, RegistrationState.WAITING)


def at_my_convenings(person: int) -> QuerySet[Any, Any]:
    """People who were at a convening where this person was checked in.

    Anybody may register and open the link of a site online, so neither shows anybody's name.
    """
    been = Attendance.objects.exclude(how=How.LINK).filter(registration__person_id=person)
    there = Attendance.objects.filter(registration__convening_id__in=been.values("registration__convening_id"))
    return there.values("registration__person_id")


def at_my_tables(person: int) -> QuerySet[Any, Any]:
    """People who sat at a table or in a group with this person, also on screen."""
    mine = GroupSeat.objects.filter(registration__person_id=person).values("group_id")
    return GroupSeat.objects.filter(group_id__in=mine).values("registration__person_id")


def in_my_teams(person: int) -> QuerySet[Any, Any]:
    """Colleagues of one team who said so themselves: a captain may have written down any address."""
    rows = Registration.objects.filter(confirmed_at__isnull=False)
    mine = rows.filter(person_id=person, state__in=COMING, team__isnull=False)
    return rows.filter(team_id__in=mine.values("team_id")).values("person_id")


def on_my_rosters(user: Somebody) -> QuerySet[Any, Any] | None:
    """People on the rosters of sites that the user runs."""
    if not allows_anywhere(user, Permission.CONVENING_ROSTER):
        return None
    sites = Site.objects.filter(within_reach(user, Permission.CONVENING_ROSTER)).values("pk")
    return Registration.objects.filter(site_id__in=sites).values("person_id")


def on_agreement(*, person_id: int, kind: str, **_signal: Any) -> None:
    """Who agrees to introductions is introduced to those who wait for it."""
    if kind == AGREEMENT:
        complete_introductions(person=person_id)


def on_withdrawal(*, person_id: int, kind: str, **_signal: Any) -> None:
    """Who withdraws it ends that at once."""
    if kind == AGREEMENT:
        hide_addresses(person=person_id)


def on_place_settled(*, written: str, county: str, place_id: int, **_signal: Any) -> None:
    """Who came from a school that had to be written by hand came from a known one."""
    settle_registrations(written=written, county=county, place=Place.objects.get(pk=place_id))


def on_version_published(*, version: InstrumentVersion, **_signal: Any) -> None:
    """Convenings that ask an earlier version ask this one from now on."""
    for field in ("questions", "survey"):
        Convening.objects.filter(**{f"{field}__instrument": version.instrument_id}).update(**{field: version})


version_published.connect(on_version_published, dispatch_uid="convenings.version_published")
place_settled.connect(on_place_settled, dispatch_uid="convenings.place_settled")
consent_given.connect(on_agreement, dispatch_uid="convenings.introductions")
consent_withdrawn.connect(on_withdrawal, dispatch_uid="convenings.introductions")
register_circle(Audience.CONVENINGS, at_my_convenings)
register_circle(Audience.CONVENINGS, at_my_tables)
register_circle(Audience.CONVENINGS, in_my_teams)
register_duty("roster", on_my_rosters)
register_my_data(
    "registrations",
    registrations_of,
    label=gettext_lazy("Registrations"),
    order=40,
    erase=forget_registrations,
    remains=what_remains,
    tells=TOLD,
)
