"""What a county office does after a convening: its own people's requests, and the follow-ups that answer them."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.forms.after import FollowUpForm, as_said
from groundswell.convenings.models import FollowUp, FollowUpRequest
from groundswell.convenings.selectors import after as reading
from groundswell.convenings.services import follow_ups as acting
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import county_words, topic_words
from groundswell.core.errors import Refused
from groundswell.instruments.figures import shown_questions
from groundswell.instruments.results import of_group, results_of
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.places.selectors.browsing import county_by_key
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.meanwhile import Standing

PAGE = 25  # requests
both = require_http_methods(["GET", "POST"])
county_planners = requires(Permission.FOLLOWUP_PLAN, county_by_key)


def space_of(row: FollowUp | FollowUpRequest) -> int:
    """A follow-up and a request for one lie in their county."""
    return row.county.space_id


def me(request: HttpRequest) -> Person | None:
    return getattr(actor(request), "person", None)


@county_planners
@require_GET
def follow_ups(request: HttpRequest, county: Place) -> HttpResponse:
    """What the county's own people asked for, and what the office planned."""
    state = (
        FollowUpState(asked) if (asked := request.GET.get("state", "")) in FollowUpState.values else FollowUpState.OPEN
    )
    page = Paginator(reading.requests_of(county, state=state), PAGE).get_page(request.GET.get("page"))
    counts = reading.requests_by_state(county)
    context = {
        "county": county,
        "county_name": county_words(county),
        "topics": [(topic_words(topic), count) for topic, count in reading.request_topics(county).items()],
        "requests": [(row, topic_words(row.topic)) for row in page],
        "states": [(one, one.label, counts.get(one, 0), one == state) for one in FollowUpState],
        "state": state,
        "page": page,
        "owners": reading.owners_for(county),
        "planned": reading.follow_ups_of(county),
    }
    return render(request, "convenings/follow_ups.html", context)


@county_planners
@require_GET
def said(request: HttpRequest, county: Place) -> HttpResponse:
    """What the county's own people took away and need, by the surveys after convenings, where ten or more answered."""
    asked = list(reading.convenings_for(county).filter(survey__isnull=False).select_related("survey__instrument")[:12])
    chosen = next((one for one in asked if one.key == request.GET.get("after")), asked[0] if asked else None)
    questions = None
    if chosen is not None and chosen.survey is not None:
        found = results_of(
            chosen.survey.instrument, chosen.survey.questions, language=(get_language() or "en").split("-")[0],
            about=[chosen.space_id], by="county",
        )  # fmt: skip
        questions = of_group(found, county.county)
    context = {
        "county": county, "county_name": county_words(county), "asked": asked, "chosen": chosen,
        "questions": shown_questions(questions, {}) if questions is not None else None,
    }  # fmt: skip
    return render(request, "convenings/county_said.html", context)


@county_planners
@both
def plan_follow_up(request: HttpRequest, county: Place) -> HttpResponse:
    """Plan a follow-up for requests of the county."""
    form = FollowUpForm(request.POST or None, county=county, me=me(request))
    back = reverse("convenings:follow-ups", args=[county.key])

    def act() -> str:
        row = acting.plan_follow_up(
            by=actor(request), convening=form.cleaned_data["convening"], county=county, **form.said()
        )
        return reverse("convenings:follow-up", args=[row.pk])

    title = FormPage(_("Plan a follow-up"), _("Plan it"), back, crumbs=(county_words(county), back))
    return run_form(request, form, title, act)


@requires(Permission.FOLLOWUP_PLAN, reading.follow_up_by_id, space=space_of)
@require_GET
def follow_up(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """One follow-up: when, where, who sees to it, whom it is for, what they asked."""
    context = {
        "row": row, "county_name": county_words(row.county),
        "requests": [(asked, topic_words(asked.topic)) for asked in reading.requests_for(row)],
    }  # fmt: skip
    return render(request, "convenings/follow_up.html", context)


@requires(Permission.FOLLOWUP_PLAN, reading.follow_up_by_id, space=space_of)
@both
def change_follow_up(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """Another day, place or owner, or for others."""
    if row.state != FollowUpState.PLANNED:
        raise Http404
    form = FollowUpForm(request.POST or None, county=row.county, me=me(request), planned=row)
    back = reverse("convenings:follow-up", args=[row.pk])

    def act() -> Any:
        acting.change_follow_up(by=actor(request), follow_up=row, **form.said())

    shown = FormPage(_("Change it"), _("Keep it so"), back, crumbs=(row.title, back))
    return run_form(request, form, shown, act, changes=Standing(row, lambda: as_said(row, reading.requests_for(row))))


@requires(Permission.FOLLOWUP_PLAN, reading.follow_up_by_id, space=space_of)
@require_POST
def call_off(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """It will not be; those who were written to are told."""
    return _do(request, row, lambda: acting.call_off_follow_up(by=actor(request), follow_up=row))


@requires(Permission.FOLLOWUP_PLAN, reading.follow_up_by_id, space=space_of)
@require_POST
def finish(request: HttpRequest, row: FollowUp) -> HttpResponse:
    """It was held."""
    return _do(request, row, lambda: acting.finish_follow_up(by=actor(request), follow_up=row))


def _do(request: HttpRequest, row: FollowUp, act: Any) -> HttpResponse:
    try:
        act()
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("convenings:follow-ups", row.county.key)


ACTS = {
    "mine": FollowUpState.OPEN, "owner": FollowUpState.OPEN, "again": FollowUpState.OPEN, "done": FollowUpState.DONE,
    "declined": FollowUpState.DECLINED,
}  # fmt: skip


@requires(Permission.FOLLOWUP_PLAN, reading.request_by_id, space=space_of)
@require_POST
def settle(request: HttpRequest, asked: FollowUpRequest) -> HttpResponse:
    """Somebody sees to it; done without a meeting, it cannot be met, or it is open after all."""
    act = request.POST.get("act", "")
    if act in ACTS:
        owner = asked.owner if act == "again" else asked.owner or me(request)
        if act == "mine":
            owner = me(request)
        elif act == "owner":
            sent = request.POST.get("owner", "")
            owner = next((one for one in reading.owners_for(asked.county) if str(one.pk) == sent), asked.owner)
        acting.settle_request(by=actor(request), request=asked, owner=owner, state=ACTS[act])
    return redirect("convenings:follow-ups", asked.county.key)
