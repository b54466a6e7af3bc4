"""Signing in with Google or Microsoft, where it is set up; elsewhere these addresses do not exist."""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.microsoft import views as microsoft
from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from groundswell.core.doors import public


def _only_set_up(provider: str, view: Callable[[HttpRequest], Any], request: HttpRequest) -> HttpResponse:
    if provider not in settings.SOCIALACCOUNT_PROVIDERS:
        raise Http404
    response: HttpResponse = view(request)
    return response


@public("starts signing in with Google")
@never_cache
@require_POST
def google_start(request: HttpRequest) -> HttpResponse:
    return _only_set_up("google", google.oauth2_login, request)


@public("Google sends the person back here; the answer is bound to the session that asked")
@never_cache
@require_GET
def google_back(request: HttpRequest) -> HttpResponse:
    return _only_set_up("google", google.oauth2_callback, request)


@public("starts signing in with Microsoft")
@never_cache
@require_POST
def microsoft_start(request: HttpRequest) -> HttpResponse:
    return _only_set_up("microsoft", microsoft.oauth2_login, request)


@public("Microsoft sends the person back here; the answer is bound to the session that asked")
@never_cache
@require_GET
def microsoft_back(request: HttpRequest) -> HttpResponse:
    return _only_set_up("microsoft", microsoft.oauth2_callback, request)


@public("where a provider's cancelled or failed sign-in ends")
@require_GET
def stopped(request: HttpRequest) -> HttpResponse:
    """Back to the sign-in page with a sentence."""
    messages.warning(request, _("That sign-in was stopped. Nothing has changed; sign in with a code instead."))
    return HttpResponseRedirect(reverse("account_login"))
