"""One's own ways in: addresses, passkeys, Google and Microsoft, and leaving everywhere at once."""

from typing import cast

from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.accounts.doors import asks_again, signed_in
from groundswell.accounts.entrance import too_many
from groundswell.accounts.forms import AddressForm, CodeForm
from groundswell.accounts.models import SentCode, User
from groundswell.accounts.selectors import ways_in
from groundswell.accounts.services.codes import CodeSpent, TooManyCodes, WrongCode, check_code, send_code
from groundswell.accounts.services.users import (
    AddressTaken,
    PrimaryAddress,
    confirm_address,
    end_sessions,
    make_primary,
    remove_address,
)
from groundswell.core.limits import network_of

ADDING = "adding_address"
PURPOSE = SentCode.Purpose.ADDRESS


def _back(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("account_email"))


@signed_in
@never_cache
@require_GET
def overview(request: HttpRequest) -> HttpResponse:
    """Every way in on one page."""
    return render(
        request, "accounts/ways_in.html", {"ways": ways_in(cast("User", request.user)), "form": AddressForm()}
    )


@signed_in
@asks_again
@require_POST
def add_address(request: HttpRequest) -> HttpResponse:
    """Send a code to a further address."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        context = {"ways": ways_in(cast("User", request.user)), "form": form}
        return render(request, "accounts/ways_in.html", context)
    try:
        sent = send_code(email=form.cleaned_data["email"], purpose=PURPOSE, network=network_of(request))
    except TooManyCodes as refused:
        return too_many(request, str(refused))
    request.session[ADDING] = {"number": str(sent.number), "email": sent.email}
    return HttpResponseRedirect(reverse("account_email_verification_sent"))


@signed_in
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_added(request: HttpRequest) -> HttpResponse:
    """The code makes the address one's own."""
    adding = request.session.get(ADDING)
    if not adding:
        return _back(request)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email = check_code(number=adding["number"], purpose=PURPOSE, typed=form.cleaned_data["code"])
            confirm_address(user=cast("User", request.user), email=email)
        except (WrongCode, CodeSpent, AddressTaken) as refused:
            form.add_error("code", str(refused))
        else:
            del request.session[ADDING]
            messages.success(request, _("%(email)s is yours and signs you in.") % {"email": email})
            return _back(request)
    return render(request, "accounts/confirm_address.html", {"form": form, "email": adding["email"]})


@signed_in
@asks_again
@require_POST
def choose_primary(request: HttpRequest, pk: int) -> HttpResponse:
    """Letters go there from now on."""
    address = get_object_or_404(EmailAddress, pk=pk, user=request.user, verified=True)
    make_primary(user=cast("User", request.user), address=address)
    messages.success(request, _("Letters go to %(email)s from now on.") % {"email": address.email})
    return _back(request)


@signed_in
@asks_again
@require_POST
def drop_address(request: HttpRequest, pk: int) -> HttpResponse:
    """The address no longer signs in."""
    address = get_object_or_404(EmailAddress, pk=pk, user=request.user)
    try:
        remove_address(user=cast("User", request.user), address=address)
    except PrimaryAddress as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("%(email)s no longer signs you in.") % {"email": address.email})
    return _back(request)


@signed_in
@asks_again
@require_POST
def drop_provider(request: HttpRequest, pk: int) -> HttpResponse:
    """Google or Microsoft no longer signs in; signing in with it again joins it again."""
    get_object_or_404(SocialAccount, pk=pk, user=request.user).delete()
    messages.success(request, _("It no longer signs you in."))
    return _back(request)


@signed_in
@require_POST
def leave_everywhere(request: HttpRequest) -> HttpResponse:
    """End the sessions of all other browsers, as after a lost phone."""
    user = cast("User", request.user)
    end_sessions(user=user)
    update_session_auth_hash(request, user)
    messages.success(request, _("You are signed out everywhere else."))
    return _back(request)
