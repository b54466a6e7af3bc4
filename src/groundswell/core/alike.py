"""A public page is made once for all strangers who open it within a second.

When a convening is announced, hundreds open its page and its form in a minute, and all of them see the same. A stranger is
a browser without cookies, but for the chosen language and the guard of forms: whoever is signed in, came by a code, or
has typed something gets a page of their own. What differs from stranger to stranger, the guard and the number of a form, is
put in anew each time.
"""

import functools
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import get_token
from django.utils.translation import get_language

from groundswell.core.kept import Kept

MOMENT = 1.0  # seconds
OWN = re.compile(rb'(?<= name=")(csrfmiddlewaretoken|client_id)" value="[^"]*"')

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class _Asked:
    """What makes one page for strangers another than the next."""

    address: str
    language: str
    make: Callable[[], HttpResponseBase] = field(compare=False)


@dataclass(frozen=True)
class _Page:
    status: int
    headers: dict[str, str]
    pieces: list[bytes]  # in turn: a piece that all get, the name of what each gets anew


def _make(asked: _Asked) -> _Page:
    response = asked.make()
    if not isinstance(response, HttpResponse) or response.cookies:
        raise TypeError("A page that is alike for all strangers is one piece and sets no cookie.")
    return _Page(response.status_code, dict(response.items()), OWN.split(response.content))


PAGES = Kept(_make, seconds=MOMENT)


def alike_for_strangers(view: View) -> View:
    """The outermost decorator of a public view whose GET shows every stranger the same."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not _is_strangers(request):
            return view(request, *args, **kwargs)
        address = f"{request.scheme}://{request.get_host()}{request.path}"
        asked = _Asked(address, get_language() or "en", lambda: view(request, *args, **kwargs))
        page = PAGES.get(asked)
        content = [piece if n % 2 == 0 else _anew(request, piece) for n, piece in enumerate(page.pieces)]
        return HttpResponse(b"".join(content), status=page.status, headers=page.headers)

    return guarded


def _is_strangers(request: HttpRequest) -> bool:
    known = {settings.CSRF_COOKIE_NAME, settings.LANGUAGE_COOKIE_NAME}
    return request.method == "GET" and not request.META.get("QUERY_STRING") and request.COOKIES.keys() <= known


def _anew(request: HttpRequest, name: bytes) -> bytes:
    value = get_token(request) if name == b"csrfmiddlewaretoken" else str(uuid4())
    return name + b'" value="' + value.encode() + b'"'
