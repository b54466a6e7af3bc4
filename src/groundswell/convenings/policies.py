"""Who sees a convening: once it is published anyone; before, only those who plan it or work in its collaborative."""

from django.db.models import Q
from django.http import HttpRequest

from groundswell.access.allow import Somebody, allows, within_reach
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import ConveningState
from groundswell.convenings.cookies import read_cookie
from groundswell.convenings.models import Convening, Material, Site

HIDDEN = ConveningState.DRAFT


def can_see(user: Somebody, convening: Convening) -> bool:
    """The public page, or its draft."""
    return convening.state != HIDDEN or can_plan_with(user, convening)


def can_plan_with(user: Somebody, convening: Convening) -> bool:
    """Read the plan: organizers, and everyone who works in the collaborative."""
    return can_change(user, convening) or allows(user, Permission.COLLABORATIVE_WORK, convening.space_id)


def can_change(user: Somebody, convening: Convening) -> bool:
    """Change the plan: organizers."""
    return allows(user, Permission.CONVENING_EDIT, convening.space_id)


def can_read_run(user: Somebody, convening: Convening) -> bool:
    """Read the run of show: whoever plans it, works in its collaborative, or hosts any of its sites."""
    return can_plan_with(user, convening) or can_host_somewhere(user, convening.pk)


def can_see_material(user: Somebody, material: Material) -> bool:
    """What hosts prepare is for those who read the run of show."""
    convening = material.convening
    return can_read_run(user, convening) if material.for_hosts else can_see(user, convening)


def can_host(user: Somebody, convening: Convening) -> bool:
    """Run the day somewhere: an organizer, or the host of a site."""
    return allows(user, Permission.CONVENING_HOST, convening.space_id)


def can_host_site(user: Somebody, site: Site) -> bool:
    """Run this site on the day: its host, or an organizer."""
    return allows(user, Permission.CONVENING_HOST, site.space_id)


def can_host_somewhere(user: Somebody, convening: int) -> bool:
    """Host of any of its sites, or organizer."""
    return Site.objects.filter(within_reach(user, Permission.CONVENING_HOST), convening_id=convening).exists()


def may_follow_room(request: HttpRequest, key: str) -> bool:
    """The room's live topic: whoever was let in by a code or link, and hosts."""
    if not (key.isdecimal() and len(key) < 19):
        return False
    return read_cookie(request, int(key)) is not None or can_host_somewhere(request.user, int(key))


def may_follow_desk(request: HttpRequest, key: str) -> bool:
    """What hosts tell each other."""
    return key.isdecimal() and len(key) < 19 and can_host_somewhere(request.user, int(key))


def may_follow_seats(_request: HttpRequest, key: str) -> bool:
    """That tables have changed, and nothing else: whoever may know of the convening. Seats are shown by their own pages."""
    known = Convening.objects.exclude(state=HIDDEN)
    return key.isdecimal() and len(key) < 19 and known.filter(pk=int(key)).exists()


def may_follow_site(request: HttpRequest, key: str) -> bool:
    """A site's roster, and what is posted from it: whoever hosts it."""
    found = Site.objects.filter(pk=int(key)).first() if key.isdecimal() and len(key) < 19 else None
    return found is not None and can_host_site(request.user, found)


def visible_to(user: Somebody) -> Q:
    """The convenings of a list: the pair of `can_see`."""
    open_to_all = ~Q(state=HIDDEN)
    if not user.is_authenticated:
        return open_to_all
    planned = within_reach(user, Permission.CONVENING_EDIT) | within_reach(user, Permission.COLLABORATIVE_WORK)
    return open_to_all | planned
