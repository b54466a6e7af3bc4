"""The program in the browser: its sessions, what they need and hand out, and the run of show that every host sees."""

from functools import partial

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.access.doors import requires, sees
from groundswell.access.permissions import Permission
from groundswell.convenings import policies
from groundswell.convenings.forms import plan as forms
from groundswell.convenings.models import Convening, Material, Session
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.services import materials, planning, removing
from groundswell.convenings.views.leading import session_planners
from groundswell.convenings.views.plan import back_to_plan, page, planners
from groundswell.convenings.views.register import actor
from groundswell.convenings.views.sent import number_in
from groundswell.convenings.wording import in_language, title_of, when_in_words
from groundswell.core.clock import PACIFIC
from groundswell.ui.form_page import run_form
from groundswell.ui.meanwhile import Standing, standing_of

both = require_http_methods(["GET", "POST"])


def space_of(material: Material) -> int:
    """A material is planned by whoever plans its convening."""
    return material.convening.space_id


material_planners = requires(Permission.CONVENING_EDIT, reading.material_by_id, space=space_of)


def named_session(request: HttpRequest, convening: Convening) -> Session | None:
    """The session that `?session=` names."""
    rows = convening.sessions.prefetch_related("people__person", "standards")
    return rows.filter(pk=number_in(request.GET, "session")).first()


@planners
@both
def add_session(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Another part of the program. It begins where the last one ends."""
    latest = convening.sessions.order_by("ends_at").last()
    begins = (latest.ends_at if latest else convening.starts_at).astimezone(PACIFIC)
    initial = {"day": begins.date(), "begins": begins.time(), "mode": "joint"}
    form = forms.SessionForm(request.POST or None, initial=initial, convening=convening)

    def act() -> str:
        said = planning.SessionPlan(form.fields_of(), standards=form.cleaned_data["standards"])
        session = planning.add_session(by=actor(request), convening=convening, plan=said)
        return reverse("convenings:leaders", args=[convening.key, session.pk])

    return run_form(request, form, page(convening, _("Add a session"), _("Add the session")), act)


@planners
@both
def change_session(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Change one part of the program: `?session=` names it."""
    session = named_session(request, convening)
    if session is None:
        raise Http404
    standing = Standing(session, lambda: forms.session_as_said(session))
    form = forms.SessionForm(request.POST or None, initial=standing.read(), convening=convening)

    def act() -> None:
        people = [(row.person, row.part) for row in session.people.all()]
        said = planning.SessionPlan(form.fields_of(), people=people, standards=form.cleaned_data["standards"])
        planning.change_session(by=actor(request), session=session, plan=said)

    shown = page(convening, title_of(session), _("Save"))
    away = reverse("convenings:remove-session", args=[convening.key, session.pk])
    shown.context.update({"away_url": away, "away": _("Take it out of the program")})
    return run_form(request, form, shown, act, changes=standing)


@session_planners
@require_POST
def remove_session(request: HttpRequest, session: Session) -> HttpResponse:
    """Out of the program."""
    remove = partial(removing.remove_session, by=actor(request), session=session)
    return back_to_plan(
        request, session.convening, remove, _("“%(title)s” is out of the program.") % {"title": title_of(session)}
    )


@planners
@both
def add_material(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Something that participants get or hosts prepare; `?session=` names the session it belongs to."""
    session = named_session(request, convening)
    form = forms.MaterialForm(request.POST or None, request.FILES or None)

    def act() -> None:
        said = form.fields_of()
        materials.add_material(by=actor(request), convening=convening, session=session, fields=said)

    title = _("A material for “%(session)s”") % {"session": title_of(session)} if session else _("Add a material")
    return run_form(request, form, page(convening, title, _("Add")), act)


@material_planners
@both
def change_material(request: HttpRequest, material: Material) -> HttpResponse:
    """Other words, another link, another file; or out of the plan."""
    standing = standing_of(material, ("title", "title_es", "link", "for_hosts"))
    form = forms.MaterialForm(request.POST or None, request.FILES or None, initial=standing.read())

    def act() -> None:
        materials.change_material(by=actor(request), material=material, fields=form.fields_of())

    shown = page(material.convening, material.title, _("Save"))
    away = reverse("convenings:remove-material", args=[material.convening.key, material.pk])
    shown.context.update({"away_url": away, "away": _("Take it out of the plan"), "material": material})
    return run_form(request, form, shown, act, changes=standing)


@material_planners
@require_POST
def remove_material(request: HttpRequest, material: Material) -> HttpResponse:
    """It is not needed."""
    remove = partial(removing.remove_material, by=actor(request), material=material)
    return back_to_plan(request, material.convening, remove, _("“%(title)s” is taken out.") % {"title": material.title})


@sees(
    reading.material_by_id,
    policies.can_see_material,
    note="whoever sees the convening; what hosts prepare, for those who plan or host",
)
@require_GET
def material(_request: HttpRequest, material: Material) -> HttpResponseBase:
    """The file. It is never opened as a page of this site."""
    if not material.file:
        raise Http404
    try:
        opened = material.file.open("rb")
    except OSError:
        raise Http404 from None
    return FileResponse(opened, as_attachment=True, filename=material.file_name)


@sees(reading.convening_by_key, policies.can_read_run, note="those who plan, host a site, or work in its collaborative")
@require_GET
def run(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Hour by hour: what happens, where, who leads it, what a host does and prepares. Made to be printed."""
    language = get_language() or "en"
    context = {
        "convening": convening,
        "title": in_language(convening, "title", language),
        "when": when_in_words(convening),
        "sessions": reading.sessions_of(convening),
        "lines": reading.site_lines(convening),
        "materials": reading.materials_of(convening),
        "planner": policies.can_change(request.user, convening),
    }
    return render(request, "convenings/run.html", context)
