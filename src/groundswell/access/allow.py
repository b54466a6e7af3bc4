"""The one place where seeing and doing is decided."""

from collections.abc import Collection
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.access.models import Grant
from groundswell.access.permissions import PRIVATE, Permission
from groundswell.access.roles import role_of, roles_with
from groundswell.accounts.models import User
from groundswell.core.clock import now
from groundswell.core.prepared import Prepared
from groundswell.spaces.models import Reach, Space

Somebody = User | AnonymousUser


def grants_now(user: Somebody) -> list[Grant]:
    """The grants that hold at this moment; read once for each user object (a request has one)."""
    if not user.is_authenticated:
        return []
    cached: list[Grant] | None = getattr(user, "_grants_now", None)
    if cached is None:
        cached = _held(user=user.pk, moment=now())
        vars(user)["_grants_now"] = cached
    return cached


def _held_by(user: Any, moment: Any) -> QuerySet[Grant]:
    held = Grant.objects.filter(user=user, starts_at__lte=moment)
    return held.filter(Q(ends_at=None) | Q(ends_at__gt=moment))


def _held_reaching(spaces: Q, user: Any, moment: Any) -> QuerySet[Grant]:
    """Of each grant also whether it reaches one of these spaces."""
    reached = Reach.objects.filter(spaces, outer_id=OuterRef("space_id"))
    return _held_by(user, moment).annotate(reaches=Exists(reached))


# Asked by every page of somebody signed in.
_held = Prepared(_held_by, "user", "moment")
_held_and_reaching = Prepared(
    lambda space, user, moment: _held_reaching(Q(inner=space), user, moment), "space", "user", "moment"
)


def _reaching(user: User, spaces: frozenset[int]) -> set[int]:
    """On which of the spaces where the user holds something, whatever it is, a role reaches one of these spaces.

    Asked once for a user object; for the first time together with the grants, so that the usual page asks one query for
    all that its user may do.
    """
    grants: list[Grant] | None = getattr(user, "_grants_now", None)
    if grants is None:
        asked = {"user": user.pk, "moment": now()}
        rows: list[Any] = (
            _held_and_reaching(space=next(iter(spaces)), **asked)
            if len(spaces) == 1
            else list(_held_reaching(Q(inner_id__in=spaces), **asked))
        )
        vars(user)["_grants_now"] = rows
        vars(user)["_reaching"] = (rows, {spaces: {row.space_id for row in rows if row.reaches}})
    known: tuple[list[Grant], dict[frozenset[int], set[int]]] | None = vars(user).get("_reaching")
    if known is None or known[0] is not vars(user)["_grants_now"]:  # grants were read anew, or put aside
        known = (vars(user)["_grants_now"], {})
        vars(user)["_reaching"] = known
    if spaces not in known[1]:
        outers = {grant.space_id for grant in known[0]}
        found = Reach.objects.filter(inner_id__in=spaces, outer_id__in=outers) if outers else Reach.objects.none()
        known[1][spaces] = set(found.values_list("outer_id", flat=True))
    return known[1][spaces]


def open_grants() -> QuerySet[Grant]:
    """Grants that have not ended, also those that will begin."""
    return Grant.objects.filter(Q(ends_at=None) | Q(ends_at__gt=now()))


def spaces_granting(user: Somebody, permission: Permission) -> list[int]:
    """Ids of the spaces on which the user holds a role with this permission."""
    if permission in PRIVATE and looks_as_another(user):
        return []
    return [grant.space_id for grant in grants_now(user) if permission in role_of(grant.role).permissions]


def allows(user: Somebody, permission: Permission, on: Space | int | None) -> bool:
    """Whether the user may do this on the space: by a role on it or on one that it is part of."""
    return on is not None and allows_on_any(user, permission, [on if isinstance(on, int) else on.pk])


def allows_on_any(user: Somebody, permission: Permission, spaces: Collection[int]) -> bool:
    """Whether the user may do this on at least one of the spaces."""
    if not user.is_authenticated or not spaces:
        return False
    asked = frozenset(spaces)
    reaching = _reaching(user, asked) if getattr(user, "_grants_now", None) is None else None
    held = set(spaces_granting(user, permission))
    if not held or held & asked:
        return bool(held)
    return bool(held & (_reaching(user, asked) if reaching is None else reaching))


def put_on(user: User, *, role: str, space: int) -> None:
    """For this request the user holds this one role and nothing else; what is about persons stays closed."""
    vars(user)["_grants_now"] = [Grant(user=user, role=role, space_id=space, starts_at=now())]
    vars(user)["_sees_as"] = True


def looks_as_another(user: Somebody) -> bool:
    """Whether this request is support looking as another role (`put_on`)."""
    return bool(getattr(user, "_sees_as", False))


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
    outers = Reach.objects.filter(inner_id=space).values("outer_id")
    held = open_grants().filter(space_id__in=outers, role__in=roles_with(permission), starts_at__lte=now())
    return list(held.values_list("user_id", flat=True).distinct())
