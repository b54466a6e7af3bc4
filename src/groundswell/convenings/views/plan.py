"""Planning a convening in the browser: from a need of a collaborative to a published program."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.collaboratives.models import Collaborative
from groundswell.collaboratives.selectors import collaborative_by_key
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.forms import plan as forms
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.selectors.after import gifts_with_counts
from groundswell.convenings.selectors.day import site_by_number
from groundswell.convenings.services import planning
from groundswell.convenings.services.writing import write_to_registrants
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import day_and_hours
from groundswell.core.clock import PACIFIC
from groundswell.core.errors import Refused
from groundswell.instruments.services.starters import make_from_starter
from groundswell.instruments.wording import Words
from groundswell.people.choices import Role
from groundswell.ui.form_page import FormPage, run_form

both = require_http_methods(["GET", "POST"])
planners = requires(Permission.CONVENING_EDIT, reading.convening_by_key)
creators = requires(Permission.CONVENING_CREATE, collaborative_by_key)
writers = requires(Permission.CONVENING_WRITE, reading.convening_by_key)
site_planners = requires(Permission.CONVENING_EDIT, site_by_number)


def page(convening: Convening, title: str, submit: str) -> FormPage:
    back = reverse("convenings:plan", args=[convening.key])
    return FormPage(title, submit, back, crumbs=(convening.title, back))


@creators
@both
def create(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """A new convening of a collaborative."""
    form = forms.ConveningForm(request.POST or None, initial={"subject": collaborative.subject})
    back = reverse("collaboratives:collaborative", args=[collaborative.key])

    def act() -> str:
        by = actor(request)
        convening = planning.plan_convening(by=by, collaborative=collaborative, fields=form.fields_of())
        planning.set_aims(by=by, convening=convening, aims=form.aims_of())
        return reverse("convenings:plan", args=[convening.key])

    shown = FormPage(_("Plan a convening"), _("Begin the plan"), back, crumbs=(collaborative.name, back))
    return run_form(request, form, shown, act)


@planners
@require_GET
def plan(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Everything that is planned, and what is still missing."""
    lines = reading.site_lines(convening)
    context = {
        "convening": convening,
        "when": day_and_hours(convening.starts_at, convening.ends_at),
        "lines": lines,
        "sessions": reading.sessions_of(convening),
        "aims": convening.aims.order_by("number"),
        "gifts": gifts_with_counts(convening),
        "waiting": convening.registrations.filter(state=RegistrationState.WAITING).count(),
    }
    return render(request, "convenings/plan.html", context)


@planners
@both
def change(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Change what it is and when."""
    form = forms.ConveningForm(request.POST or None, initial=forms.initial_of(convening))

    def act() -> None:
        by = actor(request)
        planning.change_convening(by=by, convening=convening, fields=form.fields_of())
        planning.set_aims(by=by, convening=convening, aims=form.aims_of())

    return run_form(request, form, page(convening, _("Change the convening"), _("Save")), act)


@planners
@both
def add_site(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Another site, or a county that only plans."""
    form = forms.SiteForm(request.POST or None)

    def act() -> None:
        said = dict(form.cleaned_data)
        place, kind = said.pop("place"), said.pop("kind")
        county = planning.county_of(place)
        planning.add_site(by=actor(request), convening=convening, kind=kind, county=county, place=place, fields=said)

    return run_form(request, form, page(convening, _("Add a site"), _("Add the site")), act)


@site_planners
@both
def change_site(request: HttpRequest, site: Site) -> HttpResponse:
    """Change a site."""
    initial = {name: getattr(site, name) for name in forms.SiteAboutForm.base_fields}
    form = forms.SiteAboutForm(request.POST or None, initial=initial)

    def act() -> None:
        planning.change_site_plan(by=actor(request), site=site, fields=form.cleaned_data)

    return run_form(request, form, page(site.convening, site.name, _("Save")), act)


@planners
@both
def add_session(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Another part of the program."""
    first = convening.starts_at.astimezone(PACIFIC).date()
    form = forms.SessionForm(request.POST or None, initial={"day": first, "mode": "joint"}, convening=convening)

    def act() -> str:
        said = planning.SessionPlan(form.fields_of(), standards=form.cleaned_data["standards"])
        session = planning.add_session(by=actor(request), convening=convening, plan=said)
        return reverse("convenings:leaders", args=[convening.key, session.pk])

    return run_form(request, form, page(convening, _("Add a session"), _("Add the session")), act)


@planners
@both
def change_session(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Change one part of the program: `?session=` names it."""
    raw = request.GET.get("session", "")
    sessions = convening.sessions.prefetch_related("people__person", "standards")
    session = sessions.filter(pk=int(raw)).first() if raw.isdecimal() and len(raw) < 19 else None
    if session is None:
        raise Http404
    starts, ends = session.starts_at.astimezone(PACIFIC), session.ends_at.astimezone(PACIFIC)
    names = ("title", "title_es", "mode", "text", "host_notes", "site", "subject", "level")
    held: dict[str, Any] = {name: getattr(session, name) for name in names}
    held |= {"day": starts.date(), "begins": starts.time(), "ends": ends.time()}
    held["standards"] = ", ".join(item.code for item in session.standards.all())
    form = forms.SessionForm(request.POST or None, initial=held, convening=convening)

    def act() -> None:
        people = [(row.person, row.part) for row in session.people.all()]
        said = planning.SessionPlan(form.fields_of(), people=people, standards=form.cleaned_data["standards"])
        planning.change_session(by=actor(request), session=session, plan=said)

    return run_form(request, form, page(convening, session.title, _("Save")), act)


@planners
@both
def add_material(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Something that participants get or hosts prepare; `?session=` names the session it belongs to."""
    raw = request.GET.get("session", "")
    session = convening.sessions.filter(pk=int(raw)).first() if raw.isdecimal() and len(raw) < 19 else None
    form = forms.MaterialForm(request.POST or None)

    def act() -> None:
        planning.add_material(by=actor(request), convening=convening, session=session, fields=form.cleaned_data)

    return run_form(request, form, page(convening, _("Add a material"), _("Add")), act)


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
    form = forms.PostponeForm(request.POST or None)

    def act() -> None:
        days = form.cleaned_data["first_day"] - convening.starts_at.astimezone(PACIFIC).date()
        planning.postpone_convening(by=actor(request), convening=convening, days=days.days)

    return run_form(request, form, page(convening, _("Postpone it"), _("Postpone and write to everyone")), act)


@planners
@require_POST
def cancel(request: HttpRequest, convening: Convening) -> HttpResponse:
    """It does not take place; everyone is written to."""
    planning.cancel_convening(by=actor(request), convening=convening)
    messages.success(request, _("It is canceled. Everyone who had registered gets a letter."))
    return redirect("convenings:plan", convening.key)


STARTERS: dict[str, tuple[str, str]] = {
    "questions": ("registration", "questions"),
    "survey": ("symposium-after", "survey"),
}


@planners
@require_POST
def ask(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Questions at registration, or the survey afterwards, from what ships with the product; both can then be edited."""
    starter, field = STARTERS.get(request.POST.get("what", ""), STARTERS["questions"])
    aims = [Words(en=aim.text, es=aim.text_es) for aim in convening.aims.order_by("number")]
    instrument = make_from_starter(by=actor(request), code=starter, owner=convening.space, aims=aims)
    version = instrument.versions.order_by("-number")[0]
    planning.change_convening(by=actor(request), convening=convening, fields={field: version})
    return redirect("convenings:plan", convening.key)


@writers
@both
def write(request: HttpRequest, convening: Convening) -> HttpResponse:
    """A letter to registrants by site, role and state."""
    sites = [(str(line.site.pk), line.site.name) for line in reading.site_lines(convening)]
    states = [(code, label) for code, label in RegistrationState.choices]
    form = forms.LetterForm(
        request.POST or None, sites=sites, roles=[(code, str(label)) for code, label in Role.choices], states=states
    )
    shown = page(convening, _("Write to registrants"), _("Send"))

    def act() -> None:
        said: dict[str, Any] = form.cleaned_data
        count = write_to_registrants(
            by=actor(request), convening=convening, subject=said["subject"], text=said["text"],
            subject_es=said["subject_es"], text_es=said["text_es"],
            sites=[int(pk) for pk in said["sites"]], roles=said["roles"], states=said["states"],
        )  # fmt: skip
        messages.success(
            request,
            ngettext("%(count)d letter is on its way.", "%(count)d letters are on their way.", count)
            % {"count": count},
        )

    return run_form(request, form, shown, act)
