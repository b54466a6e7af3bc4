"""A captain's team by the captain's own link: somebody more, somebody else instead, a letter once more. No account is needed."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.access.doors import by_link
from groundswell.convenings.forms.registration import ColleagueForm
from groundswell.convenings.models import Registration
from groundswell.convenings.selectors.registrations import Colleague, captain_by_secret, colleague_by_secret
from groundswell.convenings.services.entrants import AlreadyRegistered, Entrant
from groundswell.convenings.services.registering import register_colleague
from groundswell.convenings.services.registration import (
    cancel_registration,
    swap_person,
    write_link_again,
    write_to_colleague,
)
from groundswell.convenings.wording import in_language
from groundswell.core.errors import Refused
from groundswell.core.limits import count_attempt
from groundswell.ui.form_page import FormPage, run_form

NOTE = "256 random bits, sent to the captain's address"
captains_link = by_link(captain_by_secret, note=NOTE)
both = require_http_methods(["GET", "POST"])


for_colleague = by_link(colleague_by_secret, note=NOTE)


def entrant_of(form: ColleagueForm, captain: Registration) -> Entrant:
    """A colleague of the captain's place, who speaks the captain's language until they say otherwise."""
    county = captain.county.county if captain.county else ""
    own = Entrant(
        email="", given_name="", family_name="", role="", place=captain.place, place_written=captain.place_written,
        county=county, language=captain.language,
    )  # fmt: skip
    return form.entrant(own)


def page(captain: Registration, title: str, submit: str, lead: str) -> FormPage:
    back = reverse("convenings:mine", args=[captain.secret])
    over = in_language(captain.convening, "title", captain.language)
    return FormPage(title, submit, f"{back}#team", lead=lead, over=over, crumbs=(over, back))


@captains_link
@both
def add(request: HttpRequest, captain: Registration) -> HttpResponse:
    """Somebody more for the team."""
    form = ColleagueForm(request.POST or None)

    def act() -> None:
        try:
            count_attempt(request, "register", most=400, seconds=600)
            row = register_colleague(by=captain.person.user, captain=captain, entrant=entrant_of(form, captain))
        except AlreadyRegistered as known:
            # Whose address it is stays untold; its owner gets the link by mail.
            write_link_again(registration=known.registration)
            raise Refused(_("Somebody with this address is registered already. We have written to them.")) from None
        messages.success(request, _("%(name)s has been written to.") % {"name": row.person.name})

    lead = _("They get a letter and confirm by their own link.")
    return run_form(request, form, page(captain, _("Add a colleague"), _("Add to the team"), lead), act)


@for_colleague
@both
def colleague(request: HttpRequest, one: Colleague) -> HttpResponse:
    """Somebody else instead of a colleague."""
    form = ColleagueForm(request.POST or None)

    def act() -> None:
        entrant = entrant_of(form, one.captain)
        new = swap_person(by=one.captain.person.user, registration=one.registration, entrant=entrant)
        messages.success(request, _("%(name)s comes instead and has been written to.") % {"name": new.person.name})

    title = _("Who comes instead of %(name)s?") % {"name": one.registration.person.name}
    lead = _("The place stays with your team. Both get a letter.")
    return run_form(request, form, page(one.captain, title, _("Send them instead"), lead), act)


@for_colleague
@require_POST
def again(request: HttpRequest, one: Colleague) -> HttpResponse:
    """Ask a colleague once more."""
    try:
        write_to_colleague(registration=one.registration)
        messages.success(request, _("%(name)s has been written to.") % {"name": one.registration.person.name})
    except Refused as refused:
        messages.error(request, str(refused))
    return redirect("convenings:mine", one.captain.secret)


@for_colleague
@require_POST
def give_back(request: HttpRequest, one: Colleague) -> HttpResponse:
    """A colleague does not come and nobody comes instead."""
    cancel_registration(by=one.captain.person.user, registration=one.registration)
    messages.success(request, _("The place has been given back."))
    return redirect("convenings:mine", one.captain.secret)
