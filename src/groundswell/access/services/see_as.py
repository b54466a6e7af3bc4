"""Support looks at pages as another role: recorded when it begins and ends."""

from groundswell.access.roles import role_of
from groundswell.access.services.grants import WrongSpaceForRole
from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.spaces.models import Space


def start_seeing_as(*, by: User, role: str, space: Space) -> None:
    """`by` begins. Raises WrongSpaceForRole."""
    if space.kind not in role_of(role).on:
        raise WrongSpaceForRole("This role cannot be held there.")
    record(verb="access.see_as_started", by=by, space=space.pk, facts={"role": role}, seen_as=role)


def stop_seeing_as(*, by: User, role: str, space: int) -> None:
    """`by` is themselves again."""
    record(verb="access.see_as_stopped", by=by, space=space, facts={"role": role}, seen_as=role)
