"""Who reads a convening's report: whoever holds the right on it, and whoever works in its collaborative."""

from groundswell.access.allow import Somebody, allows
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Convening


def can_read_report(user: Somebody, convening: Convening) -> bool:
    """Numbers only; nobody is named."""
    if convening.state == ConveningState.DRAFT:
        return False
    return allows(user, Permission.EVIDENCE_READ, convening.space_id)
