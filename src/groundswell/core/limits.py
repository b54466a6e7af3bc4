"""How often one visitor may do something: counted in the cache, told in a sentence."""

from allauth.core.internal.httpkit import get_client_ip
from allauth.core.internal.ratelimit import truncate_ip
from django.core.cache import cache
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.translation import gettext as _

from groundswell.core.errors import Refused


class TooMany(Refused):
    """One visitor did this too often."""


def network_of(request: HttpRequest) -> str:
    """The address that the request came from, IPv6 cut to its network; empty when a proxy is not set up as TRUSTED_PROXIES says."""
    try:
        address = get_client_ip(request)
    except ImproperlyConfigured:
        return ""
    return truncate_ip(address) if address else ""


def refuse_after(request: HttpRequest, what: str, *, most: int, of: str = "") -> None:
    """Raise TooMany once `most` attempts were counted; counts none itself, for what only counts when it fails."""
    if cache.get(_key(request, what, of), 0) >= most:
        raise TooMany(_("That was too often in a short time. Wait a few minutes and try again."))


def count_attempt(request: HttpRequest, what: str, *, most: int, seconds: int, of: str = "") -> None:
    """Count one attempt; raise TooMany after `most` within `seconds` from one address (or of one thing, `of`)."""
    key = _key(request, what, of)
    cache.add(key, 0, seconds)
    try:
        count = cache.incr(key)
    except ValueError:  # it lapsed between the two
        return
    if count > most:
        raise TooMany(_("That was too often in a short time. Wait a few minutes and try again."))


def _key(request: HttpRequest, what: str, of: str) -> str:
    return f"limit:{what}:{of or network_of(request) or 'unknown'}"
