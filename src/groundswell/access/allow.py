"""The one place where seeing and doing is decided."""

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q, QuerySet

from groundswell.access.models import Grant
from groundswell.access.permissions import PRIVATE, Permission
from groundswell.access.roles import role_of, roles_with
from groundswell.accounts.models import User
from groundswell.core.clock import now
from groundswell.spaces.models import Reach, Space

Somebody = User | AnonymousUser


def grants_now(user: Somebody) -> list[Grant]:
    """The grants that hold at this moment; read once for each user object (a request has one)."""
    if not user.is_authenticated:
        return []
    cached: list[Grant] | None = getattr(user, "_grants_now", None)
    if cached is None:
        moment = now()
        held = Grant.objects.filter(user_id=user.pk, starts_at__lte=moment)
        cached = list(held.filter(Q(ends_at=None) | Q(ends_at__gt=moment)))
        vars(user)["_grants_now"] = cached
    return cached


def open_grants() -> QuerySet[Grant]:
    """Grants that have not ended, also those that will begin."""
    return Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()))


def spaces_granting(user: Somebody, permission: Permission) -> list[int]:
    """Ids of the spaces on which the user holds a role with this permission."""
    if permission in PRIVATE and getattr(user, "_sees_as", False):
        return []
    return [grant.space_id for grant in grants_now(user) if permission in role_of(grant.role).permissions]


def allows(user: Somebody, permission: Permission, on: Space | int | None) -> bool:
    """Whether the user may do this on the space: by a role on it or on one that it is part of."""
    held = spaces_granting(user, permission)
    if not held or on is None:
        return False
    space = on if isinstance(on, int) else on.pk
    return space in held or Reach.objects.filter(inner_id=space, outer_id__in=held).exists()


def put_on(user: User, *, role: str, space: int) -> None:
    """For this request the user holds this one role and nothing else; what is about persons stays closed."""
    vars(user)["_grants_now"] = [Grant(user=user, role=role, space_id=space, starts_at=now())]
    vars(user)["_sees_as"] = True


def allows_anywhere(user: Somebody, permission: Permission) -> bool:
    """Whether the user holds this permission on anything at all."""
    return bool(spaces_granting(user, permission))


def within_reach(user: Somebody, permission: Permission, field: str = "space") -> Q:
    """A condition for lists: rows whose space (through `field`) the user's roles reach with this permission."""
    held = spaces_granting(user, permission)
    if not held:
        return Q(pk__in=[])
    reached: QuerySet[Any] = Reach.objects.filter(outer_id__in=held).values("inner_id")
    return Q(**{f"{field}_id__in": reached})


def holders(permission: Permission, space: int) -> list[int]:
    """Ids of the users whose role with this permission reaches the space now."""
    moment = now()
    outers = Reach.objects.filter(inner_id=space).values("outer_id")
    held = Grant.objects.filter(space_id__in=outers, role__in=roles_with(permission), starts_at__lte=moment)
    return list(held.filter(Q(ends_at=None) | Q(ends_at__gt=moment)).values_list("user_id", flat=True).distinct())
