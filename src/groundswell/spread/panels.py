"""Commitments on one's registration."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundswell.convenings.models import Registration
from groundswell.core.clock import now
from groundswell.spread.selectors import commitments_of
from groundswell.ui.panels import PanelContent, panel


@panel("registration.page", order=20)
def commitments(_request: HttpRequest, registration: Registration) -> PanelContent | None:
    """From the day on: what somebody means to do, and what became of it."""
    if registration.convening.starts_at > now():
        return None
    found = commitments_of(registration.person, registration.convening)
    context = {"registration": registration, "commitments": found}
    return PanelContent("spread/panels/registration.html", context, title=_("What you will try or share"))
