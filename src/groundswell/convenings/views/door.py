"""Who comes without having registered, also without an address: let in at once, reached later."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.formats.codes import qr_svg
from groundswell.convenings.forms.day import AddressForm, WalkInForm
from groundswell.convenings.models import Registration, Site
from groundswell.convenings.selectors.day import site_by_number
from groundswell.convenings.selectors.registrations import Unreached, unreached_by_number, without_address
from groundswell.convenings.services.addresses import correct_address
from groundswell.convenings.services.checkin import SameName, walk_in
from groundswell.convenings.services.entrants import Entrant
from groundswell.convenings.views.host import asked_day, here_words, roster_address
from groundswell.convenings.views.register import actor
from groundswell.convenings.wording import name_of_site
from groundswell.ui.form_page import FormPage, run_form


@requires(Permission.CONVENING_HOST, site_by_number)
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, site: Site) -> HttpResponse:
    """Somebody comes who did not register; or came on an earlier day, whose list is put in now."""
    shown = asked_day(request, site.convening)
    initial = {"county": site.county.county if site.county else "", "language": get_language() or "en"}
    form = WalkInForm(request.POST or None, convening=site.convening, initial=initial)
    back = roster_address(site, shown)

    def act() -> str:
        said = form.cleaned_data
        entrant = Entrant(
            email=said["email"], given_name=said["given_name"], family_name=said["family_name"], role=said["role"],
            place=said["place"], place_written=said["school"], county=said["county"], language=said["language"],
        )  # fmt: skip
        try:
            came = walk_in(by=actor(request), site=site, entrant=entrant, same=said.get("same", ""), day=shown)
        except SameName as same:
            form.ask_which(same.found)
            raise
        messages.success(request, here_words(came))
        if came.registration.person.user_id is None:
            return reverse("convenings:unreached", args=[site.convening.key, site.number, came.registration_id])
        return back

    page = FormPage(_("Add somebody at the door"), _("Register and check in"), back, crumbs=(name_of_site(site), back))
    return run_form(request, form, page, act)


@requires(Permission.CONVENING_HOST, unreached_by_number)
@require_http_methods(["GET", "POST"])
def unreached(request: HttpRequest, somebody: Unreached) -> HttpResponse:
    """Somebody whom no letter reaches: their own page as a code for their phone, and the right address when they say it."""
    site, registration = somebody.site, somebody.registration
    back = reverse("convenings:host", args=[site.convening.key, site.number])
    wrong = registration.person.user.email or "" if registration.person.user else ""
    form = AddressForm(request.POST or None, initial={"email": wrong})

    def act() -> None:
        counts = correct_address(by=actor(request), registration=registration, email=form.cleaned_data["email"])
        told = _("%(name)s has been written to.") if wrong else _("Letters reach %(name)s now.")
        messages.success(request, told % {"name": counts.person.name})

    lead = (
        _(
            "Our letter to %(email)s did not arrive. Ask for the right address, or try the same once more; or let them scan this "
            "with their own phone and keep the page."
        )
        % {"email": wrong}
        if wrong
        else _(
            "No letter reaches them yet. They can scan this with their own phone and keep the page, or tell you an address."
        )
    )
    page = FormPage(
        registration.person.name, _("Write there") if wrong else _("Keep the address"), back,
        over=name_of_site(site), crumbs=(name_of_site(site), back), lead=lead,
        template="convenings/unreached.html",
        context={"site": site, "convening": site.convening, "registration": registration, "qr": _own_page(request, registration)},
    )  # fmt: skip
    return run_form(request, form, page, act)


@requires(Permission.CONVENING_HOST, site_by_number)
@require_GET
def slips(request: HttpRequest, site: Site) -> HttpResponse:
    """A slip of paper for everyone without an address, with the code of their own page."""
    rows = [(row, _own_page(request, row)) for row in without_address(site)]
    return render(request, "convenings/slips.html", {"site": site, "convening": site.convening, "rows": rows})


def _own_page(request: HttpRequest, registration: Registration) -> str:
    return qr_svg(request.build_absolute_uri(reverse("convenings:mine", args=[registration.secret])))
