"""The sites of a plan in the browser: where they are, who hosts them."""

from functools import partial

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.forms import plan as forms
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.selectors.convenings import likely_leaders
from groundswell.convenings.selectors.day import site_by_number
from groundswell.convenings.services import hosting, planning, removing
from groundswell.convenings.views.plan import back_to_plan, page, planners
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import name_of_site, title_of
from groundswell.people.services.people import provide_person
from groundswell.ui.form_page import FormPage, run_form
from groundswell.ui.meanwhile import standing_of

both = require_http_methods(["GET", "POST"])
site_planners = requires(Permission.CONVENING_EDIT, site_by_number)


@planners
@both
def add_site(request: HttpRequest, convening: Convening) -> HttpResponse:
    """Another site, or a county that only plans."""
    form = forms.SiteForm(request.POST or None)

    def act() -> None:
        said = dict(form.cleaned_data)
        place, kind = said.pop("place"), said.pop("kind")
        county = planning.county_of(place)
        by = actor(request)
        planning.add_site(by=by, convening=convening, kind=kind, county=county, place=place, fields=said)

    return run_form(request, form, page(convening, _("Add a site"), _("Add the site")), act)


@site_planners
@both
def change_site(request: HttpRequest, site: Site) -> HttpResponse:
    """Change a site, or take it out."""
    standing = standing_of(site, forms.SiteAboutForm.base_fields)
    form = forms.SiteAboutForm(request.POST or None, initial=standing.read())

    def act() -> None:
        planning.change_site_plan(by=actor(request), site=site, fields=form.cleaned_data)

    shown = page(site.convening, name_of_site(site), _("Save"))
    away = reverse("convenings:remove-site", args=[site.convening.key, site.number])
    shown.context.update({"away_url": away, "away": _("Take this site out of the plan")})
    return run_form(request, form, shown, act, changes=standing)


@site_planners
@require_POST
def remove_site(request: HttpRequest, site: Site) -> HttpResponse:
    """It is no site after all."""
    remove = partial(removing.remove_site, by=actor(request), site=site)
    return back_to_plan(
        request, site.convening, remove, _("%(site)s is out of the plan.") % {"site": name_of_site(site)}
    )


@site_planners
@both
def site_host(request: HttpRequest, site: Site) -> HttpResponse:
    """Who hosts the site: they get its roster and door, and a letter that says so."""
    convening = site.convening
    form = forms.HostForm(request.POST or None, people=likely_leaders(convening))

    def act() -> None:
        said = form.cleaned_data
        names = {name: said[name] for name in ("email", "given_name", "family_name")}
        person = said["person"] or provide_person(by=actor(request), **names)
        hosting.name_host(by=actor(request), site=site, person=person)
        messages.success(request, _("%(name)s hosts the site and has been written to.") % {"name": person.name})

    back = reverse("convenings:plan", args=[convening.key])
    now = _("Now: %(name)s.") % {"name": site.host.name} if site.host else _("Nobody hosts this site yet.")
    shown = FormPage(
        _("Who hosts %(site)s") % {"site": name_of_site(site)},
        _("Name the host"),
        back,
        lead=now,
        crumbs=(title_of(convening), back),
    )
    if site.host is not None:
        away = reverse("convenings:release-host", args=[convening.key, site.number])
        shown.context.update({"away_url": away, "away": _("Nobody hosts it for now")})
    return run_form(request, form, shown, act)


@site_planners
@require_POST
def release_host(request: HttpRequest, site: Site) -> HttpResponse:
    """The host gives the site back."""
    release = partial(hosting.release_host, by=actor(request), site=site)
    return back_to_plan(
        request, site.convening, release, _("Nobody hosts %(site)s now.") % {"site": name_of_site(site)}
    )
