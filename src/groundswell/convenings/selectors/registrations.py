"""Reading registrations."""

from django.http import Http404

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration
from groundswell.core.prepared import Prepared


def registration_by_secret(secret: str) -> Registration:
    """The registration that the link in the mail opens. Raises Http404."""
    found = _by_secret(secret=secret)
    if not found:
        raise Http404
    return found[0]


_by_secret = Prepared(
    lambda secret: Registration.objects.select_related(
        "person__user",
        "convening__collaborative",
        "convening__questions",
        "convening__survey",
        "site__county",
        "team__captain",
        "place__parent",
        "county",
        "answers__version",
    ).filter(secret=secret),
    "secret",
)


def team_of(registration: Registration) -> list[Registration]:
    """The others of the team, for whom the captain speaks."""
    if registration.team_id is None:
        return []
    rows = Registration.objects.filter(team_id=registration.team_id).exclude(pk=registration.pk)
    return list(rows.select_related("person", "site").order_by("pk"))


def registration_by_address(convening: Convening, email: str) -> Registration | None:
    """Who registered with this address and still comes or waits."""
    if not email:
        return None
    rows = Registration.objects.filter(convening=convening, person__user__email__iexact=email)
    return rows.filter(state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING]).first()
