"""Somebody in the room without an account, as their cookie says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from groundswell.convenings.cookies import read_cookie
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.selectors.board import Heard


@dataclass(frozen=True)
class Presence:
    """Where somebody is, and their registration when they have one."""

    site: Site
    registration: Registration | None
    here: int = 0  # at this site, today; where it was asked for


def presence_of(request: HttpRequest, convening: Convening, sites: Sequence[Heard] | None = None) -> Presence | None:
    """Where this browser is in the room, or None. With the sites, as they were counted, a guest costs no query."""
    held = read_cookie(request, convening.pk)
    if held is None:
        return None
    known = {one.site.pk: one for one in sites or ()}
    if held[1]:
        rows = Registration.objects.select_related("person__user", "site")
        registration = rows.filter(pk=held[1], convening=convening).first()
        if registration is not None:
            here = known[registration.site_id].here if registration.site_id in known else 0
            return Presence(registration.site, registration, here)
    if sites is not None:
        at = known.get(held[0])
        return Presence(at.site, None, at.here) if at is not None else None
    site = Site.objects.filter(pk=held[0], convening=convening).first()
    return Presence(site, None) if site is not None else None
