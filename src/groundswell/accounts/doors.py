"""The decorator for pages of anyone who is signed in; and the question to prove it anew before what is delicate."""

import functools
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from groundswell.core.clock import now
from groundswell.core.doors import Door, declare

View = Callable[..., HttpResponse]
PROVED_AT = "proved_at"
FRESH = timedelta(minutes=15)


def signed_in(view: View) -> View:
    """Anyone who is signed in."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        return view(request, *args, **kwargs)

    return declare(guarded, Door("signed_in"))


def proved_lately(request: HttpRequest) -> bool:
    """Whether the person signed in within the last quarter of an hour."""
    at = request.session.get(PROVED_AT)
    return at is not None and now() - datetime.fromisoformat(at) < FRESH


def asks_again(view: View) -> View:
    """Beneath `signed_in`: ways in are changed only by somebody who signed in just now, not by who finds an open laptop."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if proved_lately(request):
            return view(request, *args, **kwargs)
        back = request.get_full_path() if request.method == "GET" else reverse("account_email")
        return HttpResponseRedirect(f"{reverse('account_login')}?{urlencode({'again': 1, 'next': back})}")

    return guarded
