"""Reading registrations."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from groundswell.activity.models import Letter
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Attendance, Convening, Registration, Site
from groundswell.convenings.selectors.arrivals import COMING, latest_letter, unreached
from groundswell.convenings.selectors.board import newest_event
from groundswell.convenings.selectors.day import site_by_number
from groundswell.core.prepared import Prepared
from groundswell.people.wording import sort_text


def registration_by_secret(secret: str) -> Registration:
    """The registration that the link in the mail opens. Raises Http404."""
    found = _by_secret(secret=secret)
    if not found:
        raise Http404
    return found[0]


_by_secret = Prepared(
    lambda secret: (
        Registration.objects.select_related(
            "person__user",
            "convening__collaborative",
            "convening__questions",
            "convening__survey__instrument",
            "site__county",
            "team__captain",
            "place__parent",
            "county",
            "answers__version",
        )
        .annotate(letter=latest_letter(), newest=newest_event())
        .filter(secret=secret)
    ),
    "secret",
)


def letters_fail(registration: Registration) -> bool:
    """Whether the latest letter about a registration that was found by its secret did not arrive."""
    return registration.person.user_id is not None and vars(registration)["letter"] == Letter.State.FAILED


def seen_until(registration: Registration) -> int:
    """The number of the last live event before a registration was found by its secret."""
    return int(vars(registration)["newest"])


@dataclass(frozen=True)
class Colleague:
    """Somebody of a team, as its captain sees them."""

    captain: Registration
    registration: Registration


def is_captain(registration: Registration) -> bool:
    """Whether they speak for a team, also when they do not come themselves."""
    return registration.team is not None and registration.team.captain_id == registration.person_id


def captain_by_secret(secret: str) -> Registration:
    """The registration that a captain's link opens. Raises Http404 for anybody else's."""
    found = registration_by_secret(secret)
    if not is_captain(found):
        raise Http404
    return found


def colleague_by_secret(secret: str, pk: int) -> Colleague:
    """One of the captain's team. Raises Http404."""
    captain = captain_by_secret(secret)
    rows = Registration.objects.select_related(
        "person__user", "convening", "site__county", "team__captain", "place", "county"
    )
    found = rows.filter(pk=pk, team=captain.team).exclude(pk=captain.pk).first()
    if found is None:
        raise Http404
    return Colleague(captain, found)


def waiting_before(registration: Registration) -> int:
    """How many stand before somebody in the line of their site."""
    if registration.waiting_number is None:
        return 0
    rows = Registration.objects.filter(site_id=registration.site_id, state=RegistrationState.WAITING)
    return rows.filter(waiting_number__lt=registration.waiting_number).count()


def team_of(registration: Registration) -> list[Registration]:
    """The others of the team, for whom the captain speaks."""
    if registration.team_id is None:
        return []
    rows = Registration.objects.filter(team_id=registration.team_id).exclude(pk=registration.pk)
    return list(rows.select_related("person", "site").order_by("pk"))


def not_reached(team: Sequence[Registration]) -> set[int]:
    """Those of a team to whom the latest letter about it failed: their captain may know the right address."""
    if not team:
        return set()
    return set(unreached(Registration.objects.filter(pk__in=[row.pk for row in team])).values_list("pk", flat=True))


def registration_by_address(convening: Convening, email: str) -> Registration | None:
    """Who registered and still comes or waits, by any address of theirs."""
    if not email:
        return None
    theirs = Q(person__user__email__iexact=email) | Q(
        person__user__emailaddress__email__iexact=email, person__user__emailaddress__verified=True
    )
    rows = Registration.objects.filter(theirs, convening=convening, state__in=COMING)
    return rows.select_related("person").first()


def of_this_name(convening: Convening, given_name: str, family_name: str) -> list[Registration]:
    """All who come or wait under this name, however it is spelled with accents and capitals."""
    rows = Registration.objects.filter(convening=convening, state__in=COMING).select_related("person", "place", "site")
    name = sort_text(" ".join(given_name.split()), " ".join(family_name.split()), "")
    return list(rows.filter(person__sort_name=name).order_by("pk"))


@dataclass(frozen=True)
class Unreached:
    """Somebody of a site whom no letter reaches: without an address, or with one at which letters fail."""

    site: Site
    registration: Registration

    @property
    def space_id(self) -> int:
        return self.site.space_id


def of_site(site: Site) -> QuerySet[Registration]:
    """Who comes to a site or waits for it, or was checked in there."""
    here = Attendance.objects.filter(site=site).values("registration")
    rows = Registration.objects.filter(Q(site=site) | Q(pk__in=here), convening=site.convening_id, state__in=COMING)
    return rows.select_related("person__user", "place", "site", "convening")


def without_address(site: Site) -> QuerySet[Registration]:
    """Those of a site who gave no address; by name."""
    return of_site(site).filter(person__user=None).order_by("person__sort_name", "pk")


def unreached_by_number(key: str, number: int, pk: int) -> Unreached:
    """Somebody of a site who has no address, or at whose address letters fail. Raises Http404 for all others."""
    site = site_by_number(key, number)
    found = without_address(site).filter(pk=pk).first() or unreached(of_site(site).filter(pk=pk)).first()
    if found is None:
        raise Http404
    return Unreached(site, found)
