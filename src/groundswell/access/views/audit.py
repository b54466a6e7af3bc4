"""The record for auditors. Opening it is recorded too."""

from typing import cast
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from groundswell.access.allow import allows, spaces_granting
from groundswell.access.doors import anywhere
from groundswell.access.forms import AuditForm
from groundswell.access.permissions import Permission
from groundswell.accounts.models import User
from groundswell.activity.selectors import FeedPage, feed_of_space
from groundswell.activity.services.record import record
from groundswell.spaces.naming import names_of


@anywhere(Permission.ACTIVITY_AUDIT)
@require_GET
def audit(request: HttpRequest) -> HttpResponse:
    """What happened on a space and all that is part of it, narrowed by verb, person and days."""
    space = _space_of(request)
    form = AuditForm(request.GET)
    page = FeedPage([])
    if form.is_valid():
        page = feed_of_space(space, wish=form.wish(), before=request.GET.get("before", ""), addresses=True)
        worn = getattr(request, "seen_as", None)
        record(verb="access.audit_read", by=cast("User", request.user), space=space, seen_as=worn.role if worn else "")
    mine = sorted(set(spaces_granting(request.user, Permission.ACTIVITY_AUDIT)))
    names = names_of([space, *mine])
    kept = {name: value for name, value in request.GET.items() if name in {"space", "verb", "person", "since", "until"}}
    context = {
        "form": form,
        "page": page,
        "space": space,
        "name": names[space],
        "others": [(pk, name) for pk, name in names.items() if pk != space],
        "query": urlencode({name: value for name, value in kept.items() if value}),
    }
    return render(request, "access/audit.html", context)


def _space_of(request: HttpRequest) -> int:
    """The space in the address, or the first on which the reader is an auditor. One out of reach does not exist."""
    asked = request.GET.get("space", "")
    if not asked:
        return min(spaces_granting(request.user, Permission.ACTIVITY_AUDIT))
    if asked.isdecimal() and len(asked) < 19 and allows(request.user, Permission.ACTIVITY_AUDIT, int(asked)):
        return int(asked)
    raise Http404
