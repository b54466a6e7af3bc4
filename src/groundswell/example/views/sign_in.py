"""One click signs in as a person of the example. Only where the example is on; every other place answers 404."""

from django.conf import settings
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from groundswell.core.doors import Door, declare
from groundswell.example.selectors import who_can_sign_in

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


def _sign_in(request: HttpRequest, role: str) -> HttpResponse:
    """A GET, because the links are printed by the command that starts the example."""
    found = (
        next((one for one in who_can_sign_in() if one.address.endswith(f"/{role}/")), None)
        if settings.EXAMPLE
        else None
    )
    if found is None:
        raise Http404
    login(request, found.user, backend=BACKEND)
    return redirect("/")


def _people(request: HttpRequest) -> HttpResponse:
    """The people of the example, each with their one click."""
    if not settings.EXAMPLE:
        raise Http404
    return render(request, "example/people.html", {"people": who_can_sign_in()})


sign_in = declare(require_GET(_sign_in), Door("local", note="only where the example world is on"))
people = declare(require_GET(_people), Door("local", note="only where the example world is on"))
