"""Who reads a convening's report: whoever holds the right on it, or on a county that takes part in its collaborative."""

from django.db.models import Q, QuerySet

from groundswell.access.allow import Somebody, allows, allows_anywhere, within_reach
from groundswell.access.permissions import Permission
from groundswell.collaboratives.choices import Bond
from groundswell.collaboratives.models import Participation
from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Convening


def can_read_report(user: Somebody, convening: Convening) -> bool:
    """Numbers only; nobody is named. A superintendent reads what the county's office has helped to run."""
    if convening.state == ConveningState.DRAFT:
        return False
    if allows(user, Permission.EVIDENCE_READ, convening.space_id):
        return True
    if not allows_anywhere(user, Permission.EVIDENCE_READ):
        return False
    return taking_part(user).filter(collaborative_id=convening.collaborative_id).exists()


def readable_by(user: Somebody) -> Q:
    """The same as a condition on convenings."""
    own = within_reach(user, Permission.EVIDENCE_READ)
    together = Q(collaborative_id__in=taking_part(user).values("collaborative_id"))
    return (own | together) & ~Q(state=ConveningState.DRAFT)


def taking_part(user: Somebody) -> QuerySet[Participation]:
    """Where counties take part whose evidence the user reads."""
    rows = Participation.objects.filter(within_reach(user, Permission.EVIDENCE_READ, "place__space"))
    return rows.filter(bond=Bond.COUNTY, left_on=None)
