"""The door beneath `signed_in` for pages about oneself."""

import functools
from collections.abc import Callable
from typing import cast
from urllib.parse import urlencode
from uuid import uuid4

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from groundswell.accounts.models import User
from groundswell.core.services.submissions import submit_once
from groundswell.people.models import Person
from groundswell.people.selectors.people import person_of


def user_of(request: HttpRequest) -> User:
    """The signed-in user."""
    return cast("User", request.user)


def about_oneself(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view one's own person. Somebody of whom nothing is known yet says their name first."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, **kwargs: object) -> HttpResponse:
        person: Person | None = person_of(request.user)
        if person is None:
            return HttpResponseRedirect(f"{reverse('people:edit')}?{urlencode({'next': request.path})}")
        return view(request, person, **kwargs)

    return guarded


def once(request: HttpRequest, form: str, act: Callable[[], None]) -> None:
    """Do what a form asks, once, however often it is sent."""

    def do() -> str:
        act()
        return "done"

    client_id = request.POST.get("client_id", "")[:64] or str(uuid4())
    submit_once(key=f"{form}:{request.user.pk}:{client_id}", act=do)
