"""Who sees a convening: once it is published anyone; before, only those who plan it or work in its collaborative."""

from django.db.models import Q

from groundswell.access.allow import Somebody, allows, within_reach
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Convening

HIDDEN = ConveningState.DRAFT


def can_see(user: Somebody, convening: Convening) -> bool:
    """The public page, or its draft."""
    return convening.state != HIDDEN or can_plan_with(user, convening)


def can_plan_with(user: Somebody, convening: Convening) -> bool:
    """Read the plan: organizers, and everyone who works in the collaborative."""
    return allows(user, Permission.CONVENING_EDIT, convening.space_id) or allows(
        user, Permission.COLLABORATIVE_WORK, convening.space_id
    )


def can_host(user: Somebody, convening: Convening) -> bool:
    """Run the day somewhere: an organizer, or the host of a site."""
    return allows(user, Permission.CONVENING_HOST, convening.space_id)


def visible_to(user: Somebody) -> Q:
    """The convenings of a list: the pair of `can_see`."""
    open_to_all = ~Q(state=HIDDEN)
    if not user.is_authenticated:
        return open_to_all
    planned = within_reach(user, Permission.CONVENING_EDIT) | within_reach(user, Permission.COLLABORATIVE_WORK)
    return open_to_all | planned
