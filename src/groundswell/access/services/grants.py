"""Giving and taking roles."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from groundswell.access.allow import open_grants
from groundswell.access.models import Grant
from groundswell.access.policies import can_give
from groundswell.access.roles import Role, name_of_role, role_of
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.activity.choices import NOTICE
from groundswell.activity.services.letters import Draft, write_letter
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.spaces.models import Space
from groundswell.spaces.naming import names_of


class WrongSpaceForRole(Refused):
    """The role cannot be held on this kind of space."""


class RoleNotYours(Refused):
    """Somebody else has to give or take it."""


def give_role(*, by: User | None, user: User, role: str, space: Space, until: datetime | None = None) -> Grant:
    """The user holds the role on the space from now. One that is held already gets the new end and stays as it is else."""
    if space.kind not in role_of(role).on:
        raise WrongSpaceForRole(_("This role cannot be held there."))
    with transaction.atomic():
        grant = open_grants().filter(user=user, role=role, space=space).first()
        if grant is not None and grant.ends_at == until:
            return grant
        if grant is None:
            grant = Grant(user=user, role=role, space=space, starts_at=now(), given_by=by)
        grant.ends_at = until
        grant.full_clean()
        grant.save()
        tell = [user.pk] if by is not None and by.pk != user.pk else None
        record(verb="access.role_given", by=by, space=space.pk, facts={"role": role, "user": user.pk}, tell=tell)
    vars(user).pop("_grants_now", None)
    return grant


def take_role(*, by: User | None, grant: Grant) -> None:
    """The role ends now; that it was held stays on record."""
    with transaction.atomic():
        if not open_grants().filter(pk=grant.pk).update(ends_at=now()):
            return
        facts = {"role": grant.role, "user": grant.user_id}
        record(verb="access.role_taken", by=by, space=grant.space_id, facts=facts)


def invite_to_role(*, by: User, email: str, role: Role, space: Space, until: datetime | None = None) -> Grant:
    """Give a role to whoever reads the mail of this address, and write to them. Raises Refused where that is not `by`'s to do."""
    if not can_give(by, role, space):
        raise RoleNotYours(_("You cannot give this role here. Ask somebody who holds it, or the operator."))
    with transaction.atomic():
        user = provide_user(email=email, language=by.language)
        if user.pk == by.pk:
            raise RoleNotYours(_("Nobody gives a role to themselves. Ask somebody else who may give it."))
        grant = give_role(by=by, user=user, role=role.code, space=space, until=until)
        write_letter(_welcome(user, grant, by))
    return grant


def withdraw_role(*, by: User, grant: Grant, space: Space) -> None:
    """Take a role by hand. One's own may always be given back."""
    if grant.user_id != by.pk and not can_give(by, role_of(grant.role), space):
        raise RoleNotYours(_("You cannot take this role here. Ask somebody who holds it, or the operator."))
    take_role(by=by, grant=grant)


def _welcome(user: User, grant: Grant, by: User) -> Draft:
    with override(user.language):
        name = names_of([grant.space_id])[grant.space_id].text
        context = {
            "role": name_of_role(grant.role),
            "description": role_of(grant.role).description,
            "space": name,
            "until": grant.last_day,
            "url": f"{settings.SITE_URL}{reverse('access:mine')}",
            "email": user.email,
            "site_name": settings.SITE_NAME,
            "site_url": settings.SITE_URL,
            "page_language": user.language,
        }
        return Draft(
            to=user.email or "",
            kind=NOTICE,
            subject=_("You are now: %(role)s, %(space)s") % {"role": context["role"], "space": name},
            text=render_to_string("access/mail/role_given.txt", context),
            html=render_to_string("access/mail/role_given.html", context),
            user=user,
            space=grant.space_id,
            reply_to=by.email or "",
        )
