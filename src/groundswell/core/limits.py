"""How often one visitor may do something: counted in the cache, told in a sentence."""

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _

from groundswell.core.errors import Refused


class TooMany(Refused):
    """One visitor did this too often."""


def address_of(request: HttpRequest) -> str:
    """The visitor's network address; behind a proxy the server puts the true one here."""
    return str(request.META.get("REMOTE_ADDR") or "unknown")


def refuse_after(request: HttpRequest, what: str, *, most: int, of: str = "") -> None:
    """Raise TooMany once `most` attempts were counted; counts none itself, for what only counts when it fails."""
    if cache.get(f"limit:{what}:{of or address_of(request)}", 0) >= most:
        raise TooMany(_("That was too often in a short time. Wait a few minutes and try again."))


def count_attempt(request: HttpRequest, what: str, *, most: int, seconds: int, of: str = "") -> None:
    """Count one attempt; raise TooMany after `most` within `seconds` from one address (or of one thing, `of`)."""
    key = f"limit:{what}:{of or address_of(request)}"
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it lapsed between the two
        return
    if count > most:
        raise TooMany(_("That was too often in a short time. Wait a few minutes and try again."))
