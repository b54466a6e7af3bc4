"""Two gates before every view: support looks as another role without changing anything; an undeclared view is refused."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden
from django.utils.translation import gettext as _

from groundswell.access.models import Grant
from groundswell.core.clock import now
from groundswell.core.doors import door_of

SESSION_KEY = "see_as"
SAFE = {"GET", "HEAD", "OPTIONS"}
THEIR_OWN_DOORS = ("allauth.", "django.views.i18n", "django.views.static")


class SeeAs:
    """While somebody with the right to looks as another role, their own grants are put aside and nothing can be changed.

    The session holds `{"role": code, "space": id}`; starting and ending it is recorded by the view that does so.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        worn: dict[str, Any] | None = request.session.get(SESSION_KEY) if request.user.is_authenticated else None
        request.seen_as = worn  # type: ignore[attr-defined]
        if worn:
            if request.method not in SAFE and not request.path.endswith("/see-as/stop/"):
                return HttpResponseForbidden(_("You are looking as another role: nothing can be changed."))
            grant = Grant(user=request.user, role=worn["role"], space_id=worn["space"], starts_at=now())  # type: ignore[misc]
            vars(request.user)["_grants_now"] = [grant] if worn["role"] else []
        return self.get_response(request)


class RefuseUndeclared:
    """A view without an access declaration is not served, in no environment."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> None:
        if door_of(view) is None and not view.__module__.startswith(THEIR_OWN_DOORS):
            raise ImproperlyConfigured(f"{view.__module__}.{view.__name__} has no access declaration.")
