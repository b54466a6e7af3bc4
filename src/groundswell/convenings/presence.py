"""Somebody in the room without an account, as their cookie says."""

from dataclasses import dataclass

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest

from groundswell.convenings.cookies import read_cookie
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.selectors.board import here_today


@dataclass(frozen=True)
class Presence:
    """Where somebody is, and their registration when they have one."""

    site: Site
    registration: Registration | None
    here: int = 0  # at this site, today; where it was asked for


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
