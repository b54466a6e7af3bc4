"""Somebody in the room without an account, as their cookie says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest

from groundswell.access.allow import Somebody, allows_on_any, spaces_granting
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.cookies import read_cookie
from groundswell.convenings.models import Convening, Registration, Site
from groundswell.convenings.selectors.board import Heard, with_people
from groundswell.convenings.selectors.day import sites_hosted


@dataclass(frozen=True)
class Presence:
    """Where somebody is, and their registration when they have one. A host who was not let in speaks from a site of theirs."""

    site: Site
    registration: Registration | None
    here: int = 0  # at this site, today; where it was asked for
    hosted: tuple[Site, ...] = ()  # from which of these, when they run them


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
            if held[0] != registration.site_id:  # they checked in at another site than they registered for
                site = known[held[0]].site if held[0] in known else Site.objects.filter(pk=held[0]).first()
                registration.site = site or registration.site
            here = known[registration.site_id].here if registration.site_id in known else 0
            return Presence(registration.site, registration, here)
    if sites is not None:
        at = known.get(held[0])
        return Presence(at.site, None, at.here) if at is not None else None
    site = Site.objects.filter(pk=held[0], convening=convening).first()
    return Presence(site, None) if site is not None else None


def host_presence(user: Somebody, convening: Convening, sites: Sequence[Heard] | None = None) -> Presence | None:
    """A host speaks for their site, also for those there without a phone; None for whoever runs none where people are.

    With the sites, as they were read for the page, those who hold a role on more than sites are offered all; which of them
    they may speak for is looked up when they post.
    """
    if sites is None:
        hosted = [site for site in sites_hosted(convening, user) if site.kind != SiteKind.PLANNING]
        return Presence(hosted[0], None, 0, tuple(hosted)) if hosted else None
    open_to_people = with_people(sites)
    spaces = [one.site.space_id for one in open_to_people]
    if not allows_on_any(user, Permission.CONVENING_HOST, spaces):
        return None
    held = set(spaces_granting(user, Permission.CONVENING_HOST))
    own = [one for one in open_to_people if one.site.space_id in held or one.host_user == user.pk]
    first = (own or open_to_people)[0]
    return Presence(first.site, None, first.here, tuple(one.site for one in own or open_to_people))
