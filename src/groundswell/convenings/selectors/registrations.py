"""Reading registrations."""

from django.http import Http404

from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Convening, Registration


def registration_by_secret(secret: str) -> Registration:
    """The registration that the link in the mail opens. Raises Http404."""
    rows = Registration.objects.select_related(
        "person__user",
        "convening__collaborative",
        "convening__questions",
        "convening__survey",
        "site__county",
        "team__captain",
        "place__parent",
        "county",
        "answers__version",
    )
    found = rows.filter(secret=secret).first()
    if found is None:
        raise Http404
    return found


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
