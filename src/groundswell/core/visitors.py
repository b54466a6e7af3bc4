"""Who is typing: the signed-in user, or a visitor known by a signed cookie."""

import secrets

from django.core.signing import BadSignature
from django.http import HttpRequest, HttpResponse

COOKIE = "visitor"
MAX_AGE = 60 * 60 * 24 * 180


def owner_key(request: HttpRequest) -> str:
    """`u<id>` for a user, `v<random>` for a visitor, the empty string where neither is known yet."""
    if request.user.is_authenticated:
        return f"u{request.user.pk}"
    try:
        return f"v{request.get_signed_cookie(COOKIE)}"
    except (KeyError, BadSignature):
        return ""


def remember_visitor(request: HttpRequest, response: HttpResponse) -> str:
    """Give a visitor without a cookie one. Return the owner key."""
    key = owner_key(request)
    if key:
        return key
    value = secrets.token_urlsafe(16)
    response.set_signed_cookie(
        COOKIE, value, max_age=MAX_AGE, httponly=True, samesite="Lax", secure=request.is_secure()
    )
    return f"v{value}"
