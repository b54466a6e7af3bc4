"""Who leaves a collaborative: a member, a county, a partner. That they took part stays on record."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.services import collaboratives as forming
from groundswell.collaboratives.views.frame import actor, for_leads
from groundswell.core.errors import Refused


def named(rows: QuerySet[Any], number: str) -> Any:
    """The row with the number that the button sent, None for a forged one."""
    return rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None


@for_leads
@require_POST
def end_member(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A part ends today, with the role that it carries."""
    rows = collaborative.members.filter(until=None).select_related("person")
    member = named(rows, request.POST.get("member", ""))
    if member is not None:
        try:
            forming.end_member(by=actor(request), member=member)
            said = _("%(name)s is no longer %(part)s here.")
            messages.success(request, said % {"name": member.person.name, "part": member.get_part_display()})
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("collaboratives:people", collaborative.key)


@for_leads
@require_POST
def end_place(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A county or a partner takes part no longer."""
    rows = collaborative.participations.filter(left_on=None).select_related("place")
    participation = named(rows, request.POST.get("participation", ""))
    if participation is not None:
        forming.end_participation(by=actor(request), participation=participation)
        messages.success(request, _("%(place)s takes part no longer.") % {"place": participation.place.name})
    return redirect("collaboratives:people", collaborative.key)
