"""Giving and taking roles."""

from datetime import datetime

from django.db import transaction

from groundswell.access.models import Grant
from groundswell.access.roles import role_of
from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.spaces.models import Space


class WrongSpaceForRole(Refused):
    """The role cannot be held on this kind of space."""


def give_role(*, by: User | None, user: User, role: str, space: Space, until: datetime | None = None) -> Grant:
    """The user holds the role on the space from now. One that is open already stays as it is."""
    if space.kind not in role_of(role).on:
        raise WrongSpaceForRole("This role cannot be held there.")
    with transaction.atomic():
        grant = Grant.objects.filter(user=user, role=role, space=space, ends_at=None).first()
        if grant is not None:
            return grant
        grant = Grant(user=user, role=role, space=space, starts_at=now(), ends_at=until, given_by=by)
        grant.full_clean()
        grant.save()
        record(verb="access.role_given", by=by, space=space.pk, facts={"role": role, "user": user.pk})
    vars(user).pop("_grants_now", None)
    return grant


def take_role(*, by: User | None, grant: Grant) -> None:
    """The role ends now; that it was held stays on record."""
    with transaction.atomic():
        Grant.objects.filter(pk=grant.pk, ends_at=None).update(ends_at=now())
        record(verb="access.role_taken", by=by, space=grant.space_id, facts={"role": grant.role, "user": grant.user_id})
