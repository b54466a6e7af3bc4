"""Reading who holds what, for pages."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from groundswell.access.allow import grants_now, open_grants
from groundswell.access.models import Grant
from groundswell.access.roles import ROLES, Role, name_of_role
from groundswell.accounts.models import User
from groundswell.accounts.naming import user_names
from groundswell.spaces.models import Reach, Space
from groundswell.spaces.naming import Name, names_of

SHOWN = 200


@dataclass(frozen=True, slots=True)
class Holding:
    """A role that somebody holds somewhere."""

    grant: Grant
    role: str
    who: str
    email: str
    where: Name

    @property
    def last_day(self) -> date | None:
        """The last day in California on which it is held."""
        return self.grant.last_day


def holdings_on(space: Space) -> list[Holding]:
    """Who holds a role on the space itself, by role and name."""
    rows = list(open_grants().filter(space=space).select_related("user"))
    return sorted(_holdings(rows), key=lambda holding: (holding.role, holding.who.lower()))


def holdings_above(space: Space) -> list[Holding]:
    """Who reaches the space by a role on one that it is part of; the widest last, at most 200."""
    outers = Reach.objects.filter(inner=space).exclude(outer=space).values("outer_id")
    rows = open_grants().filter(space_id__in=outers).select_related("user").order_by("-space_id", "role")[:SHOWN]
    return _holdings(list(rows))


def holdings_of(user: User) -> list[Holding]:
    """What the user holds now."""
    grants = grants_now(user)
    names = names_of(grant.space_id for grant in grants)
    return [Holding(grant, name_of_role(grant.role), "", "", names[grant.space_id]) for grant in grants]


def _holdings(rows: list[Grant]) -> list[Holding]:
    people = user_names(row.user_id for row in rows)
    names = names_of(row.space_id for row in rows)
    return [
        Holding(
            row,
            name_of_role(row.role),
            people.get(row.user_id) or row.user.email or "—",
            row.user.email or "",
            names[row.space_id],
        )
        for row in rows
    ]


def wearable(spaces: Iterable[Space], roles: Iterable[Role] = ROLES) -> list[tuple[str, str]]:
    """(role:space, words) of each role that can be looked as on these spaces."""
    listed = list(spaces)
    names = names_of(space.pk for space in listed)
    return [
        (f"{role.code}:{space.pk}", f"{role.name}, {names[space.pk].text}")
        for space in listed
        for role in roles
        if space.kind in role.on
    ]


def spaces_with_roles() -> list[Space]:
    """Spaces on which somebody holds a role, the newest first, at most 200."""
    held = open_grants().order_by().values("space_id").distinct()
    return list(Space.objects.filter(pk__in=held).order_by("-pk")[:SHOWN])
