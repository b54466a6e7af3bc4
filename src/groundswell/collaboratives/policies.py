"""A collaborative's page is public: what it is, who leads it, its vision. Its work is for its members."""

from groundswell.access.allow import Somebody, allows
from groundswell.access.permissions import Permission
from groundswell.collaboratives.models import Collaborative


def can_see(user: Somebody, collaborative: Collaborative) -> bool:
    """The public page."""
    return True


def can_work(user: Somebody, collaborative: Collaborative) -> bool:
    """Read inside, endorse, do tasks."""
    return allows(user, Permission.COLLABORATIVE_WORK, collaborative.space_id)


def can_edit(user: Somebody, collaborative: Collaborative) -> bool:
    """Change its page, its needs, its vision and its members."""
    return allows(user, Permission.COLLABORATIVE_EDIT, collaborative.space_id)
