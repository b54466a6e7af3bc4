"""Who has no address, or a wrong one, says where letters may go, and shows by the link in a letter that it is theirs."""

from dataclasses import dataclass

from django.contrib import messages
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.access.doors import by_link
from groundswell.convenings.forms.day import AddressForm
from groundswell.convenings.models import Registration
from groundswell.convenings.selectors.arrivals import latest_letter
from groundswell.convenings.selectors.registrations import letters_fail
from groundswell.convenings.services.addresses import ask_whether_theirs, correct_address, read_claim
from groundswell.convenings.views.mine import page, secret_link
from groundswell.convenings.wording import in_language
from groundswell.core.errors import Refused
from groundswell.core.limits import count_attempt


@secret_link
@require_POST
def give(request: HttpRequest, registration: Registration) -> HttpResponse:
    """A letter goes to the address; its link makes it theirs."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            count_attempt(request, "give-address", most=5, seconds=3600, of=registration.secret)
            ask_whether_theirs(registration=registration, email=form.cleaned_data["email"])
        except Refused as refused:
            form.add_error("email", str(refused))
        else:
            messages.success(
                request, _("We have written there. Open the link in the letter, and the address is yours.")
            )
            return redirect("convenings:mine", registration.secret)
    return page(request, registration, 422, address=form)


@dataclass(frozen=True)
class Claim:
    """What a link in such a letter says."""

    registration: Registration
    email: str


def claim_by_token(token: str) -> Claim:
    """Raises Http404 for a forged, an old or a used one."""
    try:
        number, email = read_claim(token)
    except signing.BadSignature as error:
        raise Http404 from error
    rows = Registration.objects.select_related("convening", "person__user", "site").filter(pk=number)
    found = rows.annotate(letter=latest_letter()).first()
    if found is None:
        raise Http404
    return Claim(found, email)


@by_link(claim_by_token, note="signed, sent to the address that it is about")
@require_http_methods(["GET", "POST"])
def claim(request: HttpRequest, claimed: Claim) -> HttpResponse:
    """One press, because mail programs open links by themselves."""
    registration = claimed.registration
    known = registration.person.user
    if known is not None and known.email == claimed.email and not letters_fail(registration):  # opened again
        return redirect("convenings:mine", registration.secret)
    if request.method == "POST":
        try:
            counts = correct_address(by=None, registration=registration, email=claimed.email)
        except Refused as refused:
            messages.info(request, str(refused))
            return redirect("convenings:index")
        messages.success(request, _("Thank you: letters come to you now."))
        return redirect("convenings:mine", counts.secret)
    context = {
        "registration": registration,
        "title": in_language(registration.convening, "title", get_language() or "en"),
        "email": claimed.email,
    }
    return render(request, "convenings/claim.html", context)
