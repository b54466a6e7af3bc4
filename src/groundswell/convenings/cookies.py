"""The signed cookie of somebody in the room without an account: at which site, and who, when they registered."""

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

from groundswell.convenings.models import Registration, Site

HOURS = 20


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
