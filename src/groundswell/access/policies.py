"""Who may give which role. Giving oneself a role is never allowed: whoever wants one asks somebody who may."""

from groundswell.access.allow import Somebody, allows
from groundswell.access.permissions import GUARDED, Permission
from groundswell.access.roles import Role, roles_for
from groundswell.spaces.models import Space


def can_give(user: Somebody, role: Role, space: Space) -> bool:
    """Whether the user may give, and take, this role on the space."""
    if not allows(user, Permission.ACCESS_GRANT, space):
        return False
    return all(allows(user, permission, space) for permission in role.permissions & GUARDED)


def givable_roles(user: Somebody, space: Space) -> list[Role]:
    """The roles that the user may give there."""
    return [role for role in roles_for(space.kind) if can_give(user, role, space)]
