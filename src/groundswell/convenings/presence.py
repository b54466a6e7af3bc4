"""Somebody in the room without an account: a signed cookie says at which site, and who, when they registered."""

from dataclasses import dataclass

from django.core.signing import BadSignature
from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse

from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.selectors.board import here_today

HOURS = 20


@dataclass(frozen=True)
class Presence:
    """Where somebody is, and their registration when they have one."""

    site: Site
    registration: Registration | None
    here: int = 0  # at this site, today; where it was asked for


def cookie_name(convening: int) -> str:
    return f"room-{convening}"


def remember(response: HttpResponse, request: HttpRequest, site: Site, registration: Registration | None) -> None:
    """Let this browser into the room until tomorrow."""
    value = f"{site.pk}:{registration.pk if registration else 0}"
    response.set_signed_cookie(
        cookie_name(site.convening_id),
        value,
        max_age=HOURS * 3600,
        httponly=True,
        samesite="Lax",
        secure=request.is_secure(),
    )


def read_cookie(request: HttpRequest, convening: int) -> tuple[int, int] | None:
    """(site, registration or 0) of this browser; None for one that was not let in."""
    try:
        raw = request.get_signed_cookie(cookie_name(convening), max_age=HOURS * 3600)
        site, _colon, registration = (raw or "").partition(":")
        return int(site), int(registration)
    except (KeyError, BadSignature, ValueError):
        return None


def presence_of(request: HttpRequest, convening: Convening, *, counted: bool = False) -> Presence | None:
    """Where this browser is in the room, or None; with how many are there when they are to be counted."""
    held = read_cookie(request, convening.pk)
    if held is None:
        return None
    if held[1]:
        rows = Registration.objects.select_related("person__user", "site").filter(pk=held[1], convening=convening)
        registration = rows.annotate(here=_here("site_id", counted)).first()
        if registration is not None:
            return Presence(registration.site, registration, registration.here)
    site = Site.objects.filter(pk=held[0], convening=convening).annotate(here=_here("pk", counted)).first()
    return Presence(site, None, site.here) if site is not None else None


def _here(site: str, counted: bool) -> Value | Coalesce:
    return here_today(site) if counted else Value(0)
