"""Who leaves a collaborative: a member, a county, a partner. That they took part stays on record."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.collaboratives import selectors
from groundswell.collaboratives.forms import GiveTasksForm
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.services import collaboratives as forming
from groundswell.collaboratives.services import tasks as tasking
from groundswell.collaboratives.views.frame import actor, crumbs, for_leads
from groundswell.collaboratives.wording import task_words
from groundswell.core.errors import Refused
from groundswell.ui.form_page import FormPage, run_form


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
            freed = forming.end_member(by=actor(request), member=member)
            said = _("%(name)s is no longer %(part)s here.")
            messages.success(request, said % {"name": member.person.name, "part": member.get_part_display()})
            if freed:
                address = reverse("collaboratives:give-tasks", args=[collaborative.key], query={"task": freed})
                return redirect(address)
        except Refused as refused:
            messages.error(request, str(refused))
    return redirect("collaboratives:people", collaborative.key)


@for_leads
@require_http_methods(["GET", "POST"])
def give_tasks(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """What nobody does any more goes to somebody, in one step; `?task=` ticks those of whoever has just left."""
    rows = list(selectors.tasks_without_owner(collaborative))
    back = reverse("collaboratives:tasks", args=[collaborative.key])
    if not rows:
        messages.info(request, _("Every open task has an owner."))
        return redirect(back)
    known = [str(row.pk) for row in rows]
    asked = [pk for pk in request.GET.getlist("task") if pk in known]
    form = GiveTasksForm(
        request.POST if request.method == "POST" else None, collaborative=collaborative,
        choices=[(str(row.pk), task_words(row)) for row in rows], initial={"tasks": asked or known},
    )  # fmt: skip

    def act() -> None:
        said = form.cleaned_data
        chosen = [int(pk) for pk in said["tasks"]]
        count = tasking.give_tasks(by=actor(request), collaborative=collaborative, tasks=chosen, to=said["to"])
        told = ngettext("%(name)s does %(count)d task now.", "%(name)s does %(count)d tasks now.", count)
        messages.success(request, told % {"name": said["to"].name, "count": count})

    lead = ngettext("%(count)d open task has no owner.", "%(count)d open tasks have no owner.", len(rows)) % {
        "count": len(rows)
    }
    shown = FormPage(_("Tasks without an owner"), _("Give them over"), back, lead=lead, crumbs=crumbs(collaborative))
    return run_form(request, form, shown, act)


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
