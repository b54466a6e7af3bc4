"""Roles: what they are, who holds which on a space, one's own."""

from dataclasses import dataclass
from typing import cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from groundswell.access.doors import requires, signed_in
from groundswell.access.forms import GiveForm
from groundswell.access.models import Grant
from groundswell.access.permissions import WORDS, Permission
from groundswell.access.policies import givable_roles
from groundswell.access.roles import ROLES, Role, role_of
from groundswell.access.selectors import holdings_above, holdings_of, holdings_on
from groundswell.access.services.grants import invite_to_role, withdraw_role
from groundswell.accounts.models import User
from groundswell.core.doors import public
from groundswell.core.errors import Refused
from groundswell.spaces.models import Space
from groundswell.spaces.naming import names_of


@dataclass(frozen=True)
class Held:
    """A space as the thing of a page, so that its own id is what access asks about."""

    space: Space

    @property
    def space_id(self) -> int:
        return self.space.pk


def load_space(space: int) -> Held:
    """The space of an address."""
    found = Space.objects.filter(pk=space).first()
    if found is None:
        raise Http404
    return Held(found)


def load_grant(grant: int) -> Grant:
    """The grant of an address."""
    found = Grant.objects.select_related("space", "user").filter(pk=grant).first()
    if found is None:
        raise Http404
    return found


def _words(role: Role) -> dict[str, object]:
    places = ", ".join(sorted(str(kind.label) for kind in role.on))
    return {"role": role, "places": places, "may": [str(WORDS[permission]) for permission in sorted(role.permissions)]}


@public("explains what each role may do; names nobody")
@require_GET
def explain_roles(request: HttpRequest) -> HttpResponse:
    """Every role in plain words."""
    return render(request, "access/roles.html", {"roles": [_words(role) for role in ROLES]})


@signed_in
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """One's own roles, and what each lets one do."""
    rows = [(held, _words(role_of(held.grant.role))) for held in holdings_of(cast("User", request.user))]
    return render(request, "access/mine.html", {"rows": rows})


@requires(Permission.ACCESS_GRANT, load_space)
def holders_page(request: HttpRequest, held: Held) -> HttpResponse:
    """Who holds a role on a space; giving one more."""
    by, roles = cast("User", request.user), givable_roles(request.user, held.space)
    form = GiveForm(request.POST or None, roles=roles)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            invite_to_role(
                by=by, email=given["email"], role=role_of(given["role"]), space=held.space, until=given["until"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(
                request, _("The role is given, and a letter says so to %(email)s.") % {"email": given["email"]}
            )
            return HttpResponseRedirect(reverse("access:holders", args=[held.space_id]))
    context = {
        "name": names_of([held.space_id])[held.space_id],
        "form": form,
        "can_give": bool(roles),
        "here": holdings_on(held.space),
        "above": holdings_above(held.space),
        "takable": {role.code for role in roles},
    }
    return render(request, "access/holders.html", context)


@requires(Permission.ACCESS_GRANT, load_grant)
def take(request: HttpRequest, grant: Grant) -> HttpResponse:
    """Take a role: asked on a page, done by POST."""
    if request.method == "POST":
        try:
            withdraw_role(by=cast("User", request.user), grant=grant, space=grant.space)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The role is taken. The record keeps that it was held."))
        return HttpResponseRedirect(reverse("access:holders", args=[grant.space_id]))
    context = {"grant": grant, "role": role_of(grant.role), "name": names_of([grant.space_id])[grant.space_id]}
    return render(request, "access/take.html", context)
