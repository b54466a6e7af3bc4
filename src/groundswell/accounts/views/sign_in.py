"""Signing in: an address, then the code that was sent to it. An unknown address becomes an account with the code."""

from dataclasses import replace

from allauth.socialaccount.models import SocialAccount
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from groundswell.accounts.choices import configured_providers
from groundswell.accounts.entrance import (
    Pending,
    keep_pending,
    language_of,
    next_of,
    open_session,
    pending_of,
    too_many,
)
from groundswell.accounts.forms import CodeForm, EmailForm
from groundswell.accounts.links import read_sign_in_link
from groundswell.accounts.models import SentCode, User
from groundswell.accounts.services.codes import CodeSpent, TooManyCodes, WrongCode, check_code, send_code
from groundswell.accounts.services.users import confirm_address, provide_user
from groundswell.core.doors import Door, declare, own, public
from groundswell.core.limits import network_of

PURPOSE = SentCode.Purpose.SIGN_IN


@public("the way in")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page "Sign in". With `again=1` somebody who is signed in shows anew that it is them."""
    again = request.user.is_authenticated and request.GET.get("again") == "1"
    if request.user.is_authenticated and not again:
        return HttpResponseRedirect(next_of(request))
    known = request.user.email if request.user.is_authenticated else ""
    form = EmailForm(request.POST or None, initial={"email": known})
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            sent = send_code(email=email, purpose=PURPOSE, network=network_of(request))
        except TooManyCodes as refused:
            return too_many(request, str(refused))
        keep_pending(request, Pending(number=str(sent.number), email=email, next=next_of(request)))
        return HttpResponseRedirect(reverse("account_confirm_login_code"))
    context = {"form": form, "again": again, "next": next_of(request), "providers": configured_providers()}
    return render(request, "accounts/sign_in.html", context)


@own("a code belongs to the session that asked for it")
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def enter_code(request: HttpRequest) -> HttpResponse:
    """The second step. Any address leads here, so the page says nothing about whether there is an account."""
    pending = pending_of(request)
    if pending is None:
        return HttpResponseRedirect(reverse("account_login"))
    if request.POST.get("action") == "resend":
        return _send_again(request, pending)
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email = check_code(number=pending.number, purpose=PURPOSE, typed=form.cleaned_data["code"])
        except (WrongCode, CodeSpent) as refused:
            form.add_error("code", str(refused))
        else:
            return _enter(request, pending, email)
    context = {"form": form, "email": pending.email, "provider": pending.provider}
    return render(request, "accounts/enter_code.html", context)


def _send_again(request: HttpRequest, pending: Pending) -> HttpResponse:
    try:
        sent = send_code(email=pending.email, purpose=PURPOSE, network=network_of(request))
    except TooManyCodes as refused:
        return too_many(request, str(refused))
    keep_pending(request, replace(pending, number=str(sent.number)))
    messages.success(request, _("A new code is on its way. The one before no longer works here."))
    return HttpResponseRedirect(reverse("account_confirm_login_code"))


def _enter(request: HttpRequest, pending: Pending, email: str) -> HttpResponse:
    user = provide_user(email=email, language=language_of())
    confirm_address(user=user, email=email)
    if pending.provider and user.is_active:
        SocialAccount.objects.get_or_create(provider=pending.provider, uid=pending.uid, defaults={"user": user})
    return open_session(request, user, wanted=pending.next)


@public("leaving is open to anyone")
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End this browser's session; nothing of it stays behind."""
    logout(request)
    messages.success(request, _("You are signed out."))
    return HttpResponseRedirect(settings.LOGOUT_REDIRECT_URL)


@public("says to whoever is closed out whom to ask")
@require_GET
def closed(request: HttpRequest) -> HttpResponse:
    """The account is not open."""
    return render(request, "accounts/closed.html", status=403)


@require_GET
@never_cache
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """One click signs in as a person of the example; only where mail is read on a local page, so never on a county's server."""
    if not settings.LOCAL_MAIL:
        raise Http404
    try:
        user = read_sign_in_link(token)
    except (signing.BadSignature, User.DoesNotExist):
        raise Http404 from None
    return open_session(request, user, wanted=next_of(request))


declare(by_link, Door("local", note="signs in as an example person; answers 404 outside a laptop"))
