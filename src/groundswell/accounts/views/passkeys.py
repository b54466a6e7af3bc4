"""Passkeys: signing in with the phone's or laptop's own lock, adding one, taking one away."""

import json
from typing import cast

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal import auth
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from groundswell.accounts.doors import asks_again, signed_in
from groundswell.accounts.entrance import next_of, open_session
from groundswell.accounts.forms import NO_PASSKEY, NewPasskeyForm, PasskeyForm
from groundswell.accounts.models import User
from groundswell.core.doors import public


@public("the way in with a passkey")
@never_cache
@require_http_methods(["GET", "POST"])
def passkey_sign_in(request: HttpRequest) -> HttpResponse:
    """GET gives the browser its question as JSON; POST brings the answer, which is bound to the question in the session."""
    if request.method == "GET":
        return JsonResponse(auth.begin_authentication(None))
    form = PasskeyForm(request.POST)
    user = _user_of(form.cleaned_data["credential"]) if form.is_valid() else None
    if user is None:
        messages.error(request, NO_PASSKEY)
        return HttpResponseRedirect(reverse("account_login", query={"next": next_of(request)}))
    return open_session(request, user, wanted=next_of(request))


def _user_of(credential: dict[str, object]) -> User | None:
    """Whose passkey answered rightly; none otherwise, whatever was sent."""
    try:
        auth.parse_authentication_response(credential)
        user = auth.extract_user_from_response(credential)
        passkey = auth.complete_authentication(user, credential)
    except (ValidationError, ValueError, TypeError, KeyError, AttributeError):
        return None
    passkey.record_usage()
    return cast("User", user)


@signed_in
@asks_again
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def add_passkey(request: HttpRequest) -> HttpResponse:
    """Make a passkey on this device."""
    user = cast("User", request.user)
    form = NewPasskeyForm(request.POST or None, initial={"name": _("My device")})
    if request.method == "POST" and form.is_valid():
        name = form.cleaned_data["name"] or _("My device")
        auth.WebAuthn.add(user, name, form.cleaned_data["credential"])
        messages.success(request, _("The passkey is kept. Next time one touch signs you in."))
        return HttpResponseRedirect(reverse("account_email"))
    question = json.dumps(auth.begin_registration(user, True), cls=DjangoJSONEncoder)
    return render(request, "accounts/add_passkey.html", {"form": form, "question": question})


@signed_in
@asks_again
@require_POST
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """A lost phone's passkey goes; the code by mail always remains."""
    passkey = get_object_or_404(Authenticator, pk=pk, user=request.user, type=Authenticator.Type.WEBAUTHN)
    passkey.delete()
    messages.success(request, _("The passkey no longer signs you in."))
    return HttpResponseRedirect(reverse("account_email"))
