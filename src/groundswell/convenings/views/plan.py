"""Planning a convening in the browser: from a need of a collaborative to a published program."""

import functools
from collections.abc import Callable, Sequence

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.allow import Somebody, allows
from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.selectors import collaborative_by_key
from groundswell.collaboratives.wording import name_of
from groundswell.convenings.choices import ConveningState, RegistrationState, SiteKind
from groundswell.convenings.forms import plan as forms
from groundswell.convenings.models import Convening, Session
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.selectors.after import gifts_with_counts
from groundswell.convenings.services import planning
from groundswell.convenings.services.announcing import helpers_of
from groundswell.convenings.services.copying import copy_asked, plan_again
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import name_of_site, title_of, when_in_words
from groundswell.core.clock import PACIFIC
from groundswell.core.errors import Refused
from groundswell.instruments.choices import Purpose
from groundswell.instruments.models import Instrument
from groundswell.instruments.policies import editable_by
from groundswell.instruments.selectors import instruments_to_copy, published_version
from groundswell.instruments.services.starters import make_from_starter
from groundswell.instruments.wording import Words
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.meanwhile import Standing

both = require_http_methods(["GET", "POST"])
planners = requires(Permission.CONVENING_EDIT, reading.convening_by_key)
creators = requires(Permission.CONVENING_CREATE, collaborative_by_key)


def page(convening: Convening, title: str, submit: str, *, lead: str = "") -> FormPage:
    back = reverse("convenings:plan", args=[convening.key])
    return FormPage(title, submit, back, lead=lead, crumbs=(title_of(convening), back))


def back_to_plan(request: HttpRequest, convening: Convening, act: Callable[[], object], said: str) -> HttpResponse:
    """One press that takes something out: say that it is, or why it stays."""
    try:
        act()
        messages.success(request, said)
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("convenings:plan", convening.key)


@creators
@both
def create(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A new convening of a collaborative."""
    initial = {"subject": collaborative.subject}
    form = forms.ConveningForm(request.POST or None, initial=initial, collaborative=collaborative)
    back = reverse("collaboratives:collaborative", args=[collaborative.key])

    def act() -> str:
        by = actor(request)
        convening = planning.plan_convening(by=by, collaborative=collaborative, fields=form.fields_of())
        planning.set_aims(by=by, convening=convening, aims=form.aims_of())
        return reverse("convenings:plan", args=[convening.key])

    shown = FormPage(_("Plan a convening"), _("Begin the plan"), back, crumbs=(name_of(collaborative), back))
    return run_form(request, form, shown, act)


@planners
@require_GET
def plan(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Everything that is planned, and what is still missing."""
    lines, sessions = reading.site_lines(convening), reading.sessions_of(convening)
    context = {
        "convening": convening,
        "when": when_in_words(convening),
        "lines": lines,
        "sessions": sessions,
        "aims": convening.aims.order_by("number"),
        "gifts": gifts_with_counts(convening),
        "materials": list(convening.materials.filter(session=None).order_by("number", "pk")),
        "missing": still_missing(convening, lines, sessions),
        "over": convening.is_over,
        "may_export": allows(request.user, Permission.CONVENING_ROSTER, convening.space_id),
        "may_again": allows(request.user, Permission.CONVENING_CREATE, convening.collaborative.space_id),
        "own": own_instruments(request.user, convening),
        "waiting": convening.registrations.filter(state=RegistrationState.WAITING).count(),
    }
    return render(request, "convenings/plan.html", context)


def still_missing(
    convening: Convening, lines: Sequence[reading.SiteLine], sessions: Sequence[Session]
) -> list[tuple[str, str]]:
    """What people would miss before the day: a sentence, and where it is put right. Nothing once it is over."""
    if convening.state == ConveningState.CANCELLED or convening.is_over:
        return []
    address = functools.partial(reverse, args=[convening.key])
    open_to_all = [line.site for line in lines if line.site.kind != SiteKind.PLANNING]
    found = [] if open_to_all else [(_("A site where people can be."), address("convenings:add-site"))]
    found += [
        (
            _("Who hosts %(site)s?") % {"site": name_of_site(site)},
            reverse("convenings:site-host", args=[convening.key, site.number]),
        )
        for site in open_to_all
        if site.host_id is None and site.kind == SiteKind.IN_PERSON
    ]
    found += [
        (
            _("The link of the shared screen for %(site)s.") % {"site": name_of_site(site)},
            reverse("convenings:change-site", args=[convening.key, site.number]),
        )
        for site in open_to_all
        if site.kind == SiteKind.ONLINE and not site.link
    ]
    if not sessions:
        found.append((_("The program."), address("convenings:add-session")))
    return found


@planners
@both
def change(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Change what it is and when."""
    standing = Standing(convening, lambda: forms.initial_of(convening))
    form = forms.ConveningForm(request.POST or None, initial=standing.read(), collaborative=convening.collaborative)

    def act() -> None:
        by = actor(request)
        planning.change_convening(by=by, convening=convening, fields=form.fields_of())
        planning.set_aims(by=by, convening=convening, aims=form.aims_of())

    return run_form(request, form, page(convening, _("Change the convening"), _("Save")), act, changes=standing)


@planners
@require_POST
def publish(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Anyone can see it and register."""
    try:
        planning.publish_convening(by=actor(request), convening=convening)
        messages.success(request, _("It is published. Anyone can register now."))
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("convenings:plan", convening.key)


@planners
@both
def postpone(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Another date; everyone is written to."""
    waits = convening.state == ConveningState.POSTPONED
    first_day = convening.starts_at.astimezone(PACIFIC).date()
    form = forms.PostponeForm(request.POST if request.method == "POST" else None, day_now=None if waits else first_day)

    def act() -> None:
        said = dict(form.cleaned_data)
        day = said.pop("first_day")
        convening.refresh_from_db(from_queryset=Convening.objects.select_for_update())  # two may press at one instant
        days = (day - convening.starts_at.astimezone(PACIFIC).date()).days if day else None
        planning.postpone_convening(by=actor(request), convening=convening, days=days, **said)
        dated, moved = _("It has its new date. Everyone gets a letter."), _("It is postponed. Everyone gets a letter.")
        messages.success(request, dated if waits and days is not None else moved)

    title = _("Set the new date") if waits else _("Postpone it")
    submit = _("Set the date and write to everyone") if waits else _("Postpone and write to everyone")
    return run_form(request, form, page(convening, title, submit, lead=who_is_told(convening)), act)


@planners
@both
def cancel(request: HttpRequest, convening: Convening) -> HttpResponse:
    """It does not take place; everyone is written to."""
    form = forms.NoticeForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        planning.cancel_convening(by=actor(request), convening=convening, **form.cleaned_data)
        messages.success(request, _("It is canceled. Everyone who had registered gets a letter."))

    shown = page(
        convening, _("Cancel the convening"), _("Cancel it and write to everyone"), lead=who_is_told(convening)
    )
    return run_form(request, form, shown, act)


@planners
@both
def resume(request: HttpRequest, convening: Convening) -> HttpResponse:
    """It takes place after all; everyone is written to."""
    form = forms.NoticeForm(request.POST if request.method == "POST" else None)

    def act() -> None:
        planning.resume_convening(by=actor(request), convening=convening, **form.cleaned_data)
        messages.success(request, _("It takes place after all. Everyone who had registered gets a letter."))

    lead = f"{when_in_words(convening)}. {who_is_told(convening)}"
    shown = page(
        convening, _("It takes place after all"), _("Take the cancellation back and write to everyone"), lead=lead
    )
    return run_form(request, form, shown, act)


def _collaborative_space(convening: Convening) -> int:
    """A new convening is its collaborative's."""
    return convening.collaborative.space_id


@requires(Permission.CONVENING_CREATE, reading.convening_by_key, space=_collaborative_space)
@both
def again(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Last year's convening on another day."""
    initial = {"title": convening.title, "title_es": convening.title_es}
    form = forms.AgainForm(request.POST if request.method == "POST" else None, initial=initial)

    def act() -> str:
        said = dict(form.cleaned_data)
        days = (said.pop("first_day") - convening.starts_at.astimezone(PACIFIC).date()).days
        new = plan_again(by=actor(request), convening=convening, days=days, **said)
        messages.success(request, _("The plan has begun. Nobody but planners sees it, and nobody has been written to."))
        return reverse("convenings:plan", args=[new.key])

    lead = _(
        "Words, aims, sites, program, materials, books and questions come along, on another day at the same hours. "
        "Hosts, who leads sessions and links of shared screens are named anew."
    )
    shown = page(convening, _("Plan it again"), _("Begin the plan"), lead=lead)
    return run_form(request, form, shown, act)


def who_is_told(convening: Convening) -> str:
    """How many people get the letter."""
    count = convening.registrations.filter(state__in=[RegistrationState.REGISTERED, RegistrationState.WAITING]).count()
    told = ngettext(
        "%(count)d person comes or waits and gets a letter.", "%(count)d people come or wait and get a letter.", count
    )
    helpers = len(helpers_of(convening))
    also = ngettext("So does %(count)d person who hosts or leads.", "So do %(count)d people who host or lead.", helpers)
    return told % {"count": count} + (f" {also % {'count': helpers}}" if helpers else "")


STARTERS = {"questions": "registration", "survey": "symposium-after"}
PURPOSES: dict[str, str] = {"questions": Purpose.REGISTRATION, "survey": Purpose.SURVEY}


def own_instruments(user: Somebody, convening: Convening) -> dict[str, list[Instrument]]:
    """What the collaborative has made itself and can ask here, by the convening's field."""
    missing = [field for field in PURPOSES if getattr(convening, field) is None]
    if not missing:
        return {}
    made = instruments_to_copy(editable_by(user), [convening.space_id, convening.collaborative.space_id])
    return {field: [one for one in made if one.purpose == PURPOSES[field]] for field in missing}


@planners
@require_POST
def ask(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Questions at registration, or the survey afterwards: what ships with the product, or a copy of what the collaborative
    made. Both can then be edited.
    """
    field = "survey" if request.POST.get("what") == "survey" else "questions"
    if getattr(convening, field) is not None:  # pressed twice
        return redirect("convenings:plan", convening.key)
    chosen = request.POST.get("instrument", "")
    if chosen:
        made = next((one for one in own_instruments(request.user, convening)[field] if str(one.pk) == chosen), None)
        version = published_version(made) if made is not None else None
        if version is None:
            raise Http404
        version = copy_asked(actor(request), version, convening.space)
    else:
        aims = [Words(en=aim.text, es=aim.text_es) for aim in convening.aims.order_by("number")]
        instrument = make_from_starter(by=actor(request), code=STARTERS[field], owner=convening.space, aims=aims)
        version = instrument.versions.order_by("-number")[0]
    planning.change_convening(by=actor(request), convening=convening, fields={field: version})
    return redirect("convenings:plan", convening.key)
