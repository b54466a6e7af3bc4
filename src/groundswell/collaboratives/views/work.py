"""Doing things in a collaborative: each page is one form, or one press of a button."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.access.doors import anywhere, requires
from groundswell.access.permissions import Permission
from groundswell.collaboratives import forms, selectors
from groundswell.collaboratives.choices import Subject, TaskState
from groundswell.collaboratives.models import Collaborative, Need, Task
from groundswell.collaboratives.services import collaboratives as forming
from groundswell.collaboratives.services import tasks as tasking
from groundswell.collaboratives.services import vision as visioning
from groundswell.collaboratives.views.frame import (
    actor,
    address,
    crumbs,
    for_leads,
    for_members,
    person_of,
    place_spoken_for,
)
from groundswell.collaboratives.wording import title_of_task
from groundswell.core.errors import Refused
from groundswell.core.languages import in_language
from groundswell.people.services.people import provide_person
from groundswell.places.selectors.browsing import all_counties, homes
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.meanwhile import Standing, standing_of

both = require_http_methods(["GET", "POST"])


def space_of(row: Need | Task) -> int:
    """A need or a task lies in its collaborative."""
    return row.collaborative.space_id


for_members_need = requires(Permission.COLLABORATIVE_WORK, selectors.need_by_id, space=space_of)
for_members_task = requires(Permission.COLLABORATIVE_WORK, selectors.task_by_id, space=space_of)


def need_title(need: Need) -> str:
    return in_language(need, "title", get_language() or "en")


def page(collaborative: Collaborative, title: str, submit: str, back: str) -> FormPage:
    return FormPage(title, submit, address(collaborative, back), crumbs=crumbs(collaborative))


@anywhere(Permission.COLLABORATIVE_CREATE)
@both
def begin(request: HttpRequest) -> HttpResponse:
    """Form a collaborative; its lead goes on from there."""
    me = person_of(request)
    mine = {"given_name": me.given_name, "family_name": me.family_name} if me else {}
    initial = {**mine, "email": actor(request).email, "subject": Subject.BOTH}
    form = forms.BeginForm(request.POST or None, initial=initial, homes=homes(), counties=all_counties())

    def act() -> str:
        said = dict(form.cleaned_data)
        lead = {name: said.pop(name) for name in ("given_name", "family_name", "email")}
        chosen = said.pop("counties")
        return address(forming.begin_collaborative(by=actor(request), fields=said, counties=chosen, **lead))

    back = reverse("collaboratives:index")
    title = _("Form a collaborative")
    return run_form(request, form, FormPage(title, title, back, crumbs=(_("Collaboratives"), back)), act)


@for_leads
@both
def about(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """Change what stands on its page."""
    standing = standing_of(collaborative, forms.AboutForm.base_fields)
    form = forms.AboutForm(request.POST or None, initial=standing.read())

    def act() -> None:
        forming.change_collaborative(by=actor(request), collaborative=collaborative, fields=form.cleaned_data)

    shown = page(collaborative, _("About this collaborative"), _("Save"), "collaborative")
    return run_form(request, form, shown, act, changes=standing)


@for_leads
@both
def add_place(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A county or a partner joins."""
    form = forms.PlaceForm(request.POST or None)

    def act() -> None:
        forming.add_place(by=actor(request), collaborative=collaborative, **form.cleaned_data)

    return run_form(request, form, page(collaborative, _("Add a county or a partner"), _("Add"), "collaborative"), act)


@for_leads
@both
def add_member(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A person joins, by address."""
    form = forms.MemberForm(request.POST or None, collaborative=collaborative)

    def act() -> None:
        said = form.cleaned_data
        person = provide_person(
            by=actor(request), email=said["email"], given_name=said["given_name"], family_name=said["family_name"]
        )
        forming.add_member(
            by=actor(request), collaborative=collaborative, person=person, part=said["part"], subject=said["subject"],
            place=said["county"], standing=said["standing"],
        )  # fmt: skip

    return run_form(request, form, page(collaborative, _("Add a member"), _("Add"), "people"), act)


@for_members
@both
def add_need(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """Raise a need."""
    form = forms.NeedForm(request.POST or None, initial={"subject": collaborative.subject})

    def act() -> None:
        visioning.raise_need(
            by=actor(request), collaborative=collaborative, person=person_of(request), **form.cleaned_data
        )

    return run_form(request, form, page(collaborative, _("Raise a need"), _("Raise the need"), "needs"), act)


@for_members_need
@both
def change_need(request: HttpRequest, need: Need) -> HttpResponse:
    """Say a need in better words."""
    standing = standing_of(need, forms.NeedForm.base_fields)
    form = forms.NeedForm(request.POST or None, initial=standing.read())

    def act() -> None:
        visioning.change_need(by=actor(request), need=need, **form.cleaned_data)

    shown = page(need.collaborative, _("Change a need"), _("Save"), "needs")
    return run_form(request, form, shown, act, changes=standing)


@for_members_need
@require_POST
def remove_evidence(request: HttpRequest, need: Need) -> HttpResponse:
    """A piece of evidence was wrong."""
    number = request.POST.get("evidence", "")
    rows = need.evidence.all()
    found = rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 19 else None
    if found is not None:
        visioning.remove_need_evidence(by=actor(request), evidence=found)
        messages.success(request, _("The evidence is taken away."))
    return redirect("collaboratives:needs", need.collaborative.key)


@for_members_need
@both
def add_evidence(request: HttpRequest, need: Need) -> HttpResponse:
    """Add evidence to a need."""
    form = forms.EvidenceForm(request.POST or None, collaborative=need.collaborative)

    def act() -> None:
        visioning.add_need_evidence(by=actor(request), need=need, **form.cleaned_data)

    return run_form(
        request, form, page(need.collaborative, _("Add evidence: %s") % need_title(need), _("Add"), "needs"), act
    )


@for_members_need
@both
def need_state(request: HttpRequest, need: Need) -> HttpResponse:
    """Say what becomes of a need."""
    standing = standing_of(need, ["state"])
    form = forms.NeedStateForm(request.POST or None, initial=standing.read())

    def act() -> None:
        visioning.change_need(by=actor(request), need=need, state=form.cleaned_data["state"])

    shown = page(need.collaborative, need_title(need), _("Save"), "needs")
    return run_form(request, form, shown, act, changes=standing)


@for_leads
@both
def write_vision(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """Write a version of the vision; it begins with the one before."""
    standing = Standing(collaborative, lambda: _latest_vision(collaborative))
    form = forms.VisionForm(request.POST or None, initial=standing.read())

    def act() -> None:
        visioning.draft_vision(
            by=actor(request), collaborative=collaborative, person=person_of(request), **form.cleaned_data
        )

    shown = page(collaborative, _("A version of the vision"), _("Keep as a draft"), "vision")
    return run_form(request, form, shown, act, changes=standing)


def _latest_vision(collaborative: Collaborative) -> dict[str, Any]:
    """What a new version begins with. Why it changed is said of a draft; of one that is adopted nothing of that stands."""
    latest = next(iter(selectors.visions_of(collaborative)), None)
    if latest is None:
        return {}
    lines = [" | ".join(filter(None, (goal.text, goal.text_es))) for goal in latest.goals.all()]
    stands = {"text": latest.text, "text_es": latest.text_es, "goals": "\n".join(lines)}
    return stands if latest.adopted_at else {**stands, "why": latest.why, "why_es": latest.why_es}


@for_leads
@require_POST
def adopt_vision(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """The draft becomes the vision."""
    try:
        visioning.adopt_vision(by=actor(request), collaborative=collaborative)
        messages.success(request, _("The vision is adopted. Members can endorse it now."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("collaboratives:vision", collaborative.key)


@for_members
@both
def endorse_vision(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A member stands behind it."""
    now_held = selectors.current_vision(collaborative)
    form = forms.EndorseForm(request.POST or None, initial={"number": now_held.number if now_held else None})

    def act() -> None:
        vision, person = selectors.current_vision(collaborative), person_of(request)
        if vision is None or person is None:
            raise Refused(_("There is nothing to endorse yet."))
        if form.cleaned_data["number"] not in {None, vision.number}:
            raise Refused(_("A new version of the vision was adopted since you opened this page. Read it first."))
        visioning.endorse_vision(
            by=actor(request), vision=vision, person=person, note=form.cleaned_data["note"],
            place=place_spoken_for(collaborative, person),
        )  # fmt: skip

    return run_form(request, form, page(collaborative, _("Endorse the vision"), _("I stand behind it"), "vision"), act)


@for_members
@both
def add_task(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A new task."""
    form = forms.NewTaskForm(request.POST or None, collaborative=collaborative)

    def act() -> None:
        said = dict(form.cleaned_data)
        if not said.pop("each"):
            tasking.add_task(by=actor(request), collaborative=collaborative, **said)
            return
        speak = selectors.representatives_of(collaborative)
        tasking.add_task_for_each(
            by=actor(request), collaborative=collaborative,
            **{name: said[name] for name in ("title", "title_es", "due_on", "notes", "notes_es")},
            counties=[(row.place, member.person if member else said["owner"]) for row, member in speak],
        )  # fmt: skip

    return run_form(request, form, page(collaborative, _("Add a task"), _("Add the task"), "tasks"), act)


@for_members_task
@both
def change_task(request: HttpRequest, task: Task) -> HttpResponse:
    """Change a task."""
    standing = standing_of(task, ("title", "title_es", "due_on", "owner", "county", "notes", "notes_es"))
    form = forms.TaskForm(request.POST or None, collaborative=task.collaborative, initial=standing.read())

    def act() -> None:
        tasking.change_task(by=actor(request), task=task, **form.cleaned_data)

    shown = page(task.collaborative, _("Change a task"), _("Save"), "tasks")
    if task.state == TaskState.OPEN:
        away = reverse("collaboratives:answer-task", args=[task.collaborative.key, task.pk])
        shown.context.update({"away_url": away, "away": _("Drop it: it is not needed"), "away_answer": "dropped"})
    return run_form(request, form, shown, act, changes=standing)


@for_members_task
@both
def hand_over(request: HttpRequest, task: Task) -> HttpResponse:
    """Offer a task to somebody."""
    form = forms.HandOverForm(request.POST or None, collaborative=task.collaborative)

    def act() -> None:
        tasking.offer_task(by=actor(request), task=task, to=form.cleaned_data["to"])

    return run_form(request, form, page(task.collaborative, title_of_task(task), _("Ask"), "tasks"), act)


@for_members_task
@require_POST
def answer_task(request: HttpRequest, task: Task) -> HttpResponse:
    """Say yes or no to a task that was offered, or that it is done, dropped or open again."""
    person = person_of(request)
    answer = request.POST.get("answer", "")
    try:
        if answer in {"yes", "no"} and person is not None:
            tasking.answer_offer(by=actor(request), task=task, person=person, accept=answer == "yes")
        elif answer in {"done", "dropped"}:
            tasking.finish_task(by=actor(request), task=task, dropped=answer == "dropped")
        elif answer == "open":
            tasking.reopen_task(by=actor(request), task=task)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("collaboratives:tasks", task.collaborative.key)
