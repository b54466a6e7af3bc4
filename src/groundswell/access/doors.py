"""The view decorators. Each view carries exactly one; the matrix test walks them all."""

import functools
from collections.abc import Callable
from typing import Any, Protocol

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase

from groundswell.access.allow import allows, allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.accounts.doors import signed_in
from groundswell.core.doors import Door, declare

__all__ = ["anywhere", "by_link", "requires", "sees", "signed_in"]

View = Callable[..., HttpResponseBase]


class HasSpace(Protocol):
    """Anything with a space: a place, a collaborative, a convening …"""

    @property
    def space_id(self) -> int: ...


def anywhere(permission: Permission) -> Callable[[View], View]:
    """Whoever holds this permission on anything; the view itself shows only what that reaches. Others learn nothing: 404."""

    def decorate(view: View) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not allows_anywhere(request.user, permission):
                raise Http404
            return view(request, *args, **kwargs)

        return declare(guarded, Door("permission", str(permission), "on anything"))

    return decorate


def own_space(thing: HasSpace) -> int:
    """The space of a thing that has one."""
    return thing.space_id


def requires[Thing](
    permission: Permission,
    load: Callable[..., Thing],
    *,
    space: Callable[[Thing], int] = own_space,  # type: ignore[assignment]  # whatever has no space must say where it lies
    visible: Callable[[Any, Thing], bool] | None = None,
) -> Callable[[Callable[[HttpRequest, Thing], HttpResponseBase]], View]:
    """Load the thing that the address names, check the permission on its space, and hand the thing to the view.

    `load(**url_kwargs)` returns the thing or raises Http404; `space(thing)` is the id of the space that it lies in, where
    it has none of its own: a task lies in its collaborative, a gift in its convening. Somebody without the permission gets 404,
    so that they learn nothing; where `visible(user, thing)` says they may know of it, they get 403, or the sign-in page.
    """

    def decorate(view: Callable[[HttpRequest, Thing], HttpResponseBase]) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            thing = load(**kwargs)
            if allows(request.user, permission, space(thing)):
                return view(request, thing)
            if visible is None or not visible(request.user, thing):
                raise Http404
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            raise PermissionDenied

        return declare(guarded, Door("permission", str(permission)))

    return decorate


def sees[Thing](
    load: Callable[..., Thing], may_see: Callable[[Any, Thing], bool], *, note: str
) -> Callable[[Callable[[HttpRequest, Thing], HttpResponseBase]], View]:
    """Load the thing and hand it to the view when the app's policy `may_see(user, thing)` says so; else 404.

    For pages whose rule is more than one permission: public when published, or for members, or one's own.
    """

    def decorate(view: Callable[[HttpRequest, Thing], HttpResponseBase]) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            thing = load(**kwargs)
            if not may_see(request.user, thing):
                raise Http404
            return view(request, thing)

        return declare(guarded, Door("policy", note=note))

    return decorate


def by_link[Thing](
    load: Callable[..., Thing], *, note: str
) -> Callable[[Callable[[HttpRequest, Thing], HttpResponseBase]], View]:
    """A secret in the address opens it (a registration's link, an event's code). `load` raises Http404 for a wrong one."""

    def decorate(view: Callable[[HttpRequest, Thing], HttpResponseBase]) -> View:
        @functools.wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
            return view(request, load(**kwargs))

        return declare(guarded, Door("link", note=note))

    return decorate
