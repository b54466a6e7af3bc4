"""What the link in the mail opens: one's own registration."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from groundswell.access.doors import by_link
from groundswell.convenings.models import Registration
from groundswell.convenings.selectors.registrations import registration_by_secret


@by_link(registration_by_secret, note="256 random bits, sent to the registrant's address")
@require_GET
def mine(request: HttpRequest, registration: Registration) -> HttpResponse:
    """See the registration."""
    return render(request, "convenings/mine.html", {"registration": registration, "convening": registration.convening})
