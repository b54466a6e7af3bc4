"""What the ways in share: where to go afterwards, opening the session."""

from dataclasses import asdict, dataclass
from typing import Any

from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language

from groundswell.accounts.models import User

PENDING = "sign_in"


@dataclass(frozen=True)
class Pending:
    """A sign-in that waits for its code, kept in the session. `provider` and `uid` are joined to the user afterwards."""

    number: str
    email: str
    next: str = "/"
    provider: str = ""
    uid: str = ""


def keep_pending(request: HttpRequest, pending: Pending) -> None:
    request.session[PENDING] = asdict(pending)


def pending_of(request: HttpRequest) -> Pending | None:
    """The sign-in of this browser that waits for its code."""
    kept: dict[str, Any] | None = request.session.get(PENDING)
    return Pending(**kept) if kept else None


def is_own_path(url: str) -> bool:
    """A path of this site and nothing that a browser could take for another site's address."""
    return url.startswith("/") and url_has_allowed_host_and_scheme(url, allowed_hosts=None)


def next_of(request: HttpRequest) -> str:
    """Where the person wanted to go; the start page when the address names another site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    return wanted if is_own_path(wanted) else settings.LOGIN_REDIRECT_URL


def language_of() -> str:
    """The language of this page: `en` or `es`."""
    return (get_language() or settings.LANGUAGE_CODE)[:2]


def open_session(request: HttpRequest, user: User, *, wanted: str) -> HttpResponse:
    """Sign the user in under a new session key and lead on. A user who is closed out gets a page that says so."""
    request.session.pop(PENDING, None)
    response: HttpResponse = perform_login(request, user, email_verification="none", redirect_url=wanted)
    return response


def too_many(request: HttpRequest, sentence: str = "") -> HttpResponse:
    """The page that asks for patience."""
    return render(request, "429.html", {"sentence": sentence}, status=429)
