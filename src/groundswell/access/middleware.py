"""Two gates before every view: support looks as another role without changing anything; an undeclared view is refused."""

from collections.abc import Callable
from typing import Any, cast

from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from groundswell.access.allow import allows_anywhere, put_on
from groundswell.access.permissions import Permission
from groundswell.access.services.see_as import stop_seeing_as
from groundswell.access.wearing import take_off, worn_by
from groundswell.accounts.models import User
from groundswell.core.doors import door_of

SAFE = {"GET", "HEAD", "OPTIONS"}
ALWAYS_OPEN = ("access:see-as-stop", "account_logout", "set_language")
THEIR_OWN_DOORS = ("allauth.", "django.views.i18n", "django.views.static")


class SeeAs:
    """While somebody with the right to looks as another role, their own grants are put aside and nothing can be changed.

    The right itself is asked for at each request, so that it ends at once where it is taken.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        worn = worn_by(request)
        if worn and (worn.over or not allows_anywhere(request.user, Permission.ACCESS_SEE_AS)):
            take_off(request)
            stop_seeing_as(by=cast("User", request.user), role=worn.role, space=worn.space)
            worn = None
        request.seen_as = worn  # type: ignore[attr-defined]
        if worn and request.user.is_authenticated:
            put_on(request.user, role=worn.role, space=worn.space)
            if request.method not in SAFE and request.path not in {reverse(name) for name in ALWAYS_OPEN}:
                return render(request, "access/read_only.html", status=403)
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
