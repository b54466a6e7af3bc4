"""Who speaks in a session, facilitates or hosts it: named in the browser, shown in the program."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.forms.plan import LeaderForm
from groundswell.convenings.models import Session
from groundswell.convenings.selectors.convenings import likely_leaders, session_by_id
from groundswell.convenings.services import leading
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import title_of
from groundswell.people.services.people import provide_person
from groundswell.ui.form_page import FormPage, run_form


def space_of(session: Session) -> int:
    """A session is planned by whoever plans its convening."""
    return session.convening.space_id


session_planners = requires(Permission.CONVENING_EDIT, session_by_id, space=space_of)


@session_planners
@require_http_methods(["GET", "POST"])
def leaders(request: HttpRequest, session: Session) -> HttpResponse:
    """Who leads it now, and somebody more."""
    convening = session.convening
    form = LeaderForm(request.POST or None, people=likely_leaders(convening))
    up = reverse("convenings:plan", args=[convening.key])

    def act() -> None:
        said = form.cleaned_data
        names = {name: said[name] for name in ("email", "given_name", "family_name")}
        person = said["person"] or provide_person(by=actor(request), **names)
        leading.add_leader(by=actor(request), session=session, person=person, part=said["part"])

    page = FormPage(
        _("Who leads it"), _("Add to the session"), reverse("convenings:leaders", args=[convening.key, session.pk]),
        over=title_of(session), crumbs=(title_of(convening), up), template="convenings/leaders.html",
        context={"session": session, "convening": convening, "leaders": list(session.people.all()), "up": up},
    )  # fmt: skip
    return run_form(request, form, page, act)


@session_planners
@require_POST
def take_off(request: HttpRequest, session: Session) -> HttpResponse:
    """Somebody leads the session no more."""
    chosen = next((row for row in session.people.all() if str(row.pk) == request.POST.get("leader")), None)
    if chosen is not None:
        leading.remove_leader(by=actor(request), leader=chosen)
        messages.success(request, _("%(name)s is taken off this session.") % {"name": chosen.person.name})
    return redirect("convenings:leaders", session.convening.key, session.pk)
