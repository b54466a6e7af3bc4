"""Signing in with Google or Microsoft, where it is set up; elsewhere these addresses do not exist."""

from collections.abc import Callable
from typing import Any

from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.microsoft import views as microsoft
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from groundswell.core.doors import public


class Careful:
    """What a provider may not send, and sends nevertheless, is told like any answer that cannot be used."""

    def complete_login(self, *args: Any, **kwargs: Any) -> Any:
        try:
            return super().complete_login(*args, **kwargs)  # type: ignore[misc]
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            raise OAuth2Error("unexpected answer") from error


class Google(Careful, google.GoogleOAuth2Adapter):  # type: ignore[misc]
    """Checks the signature too, which the library leaves to the encrypted line to Google."""

    def _decode_id_token(self, app: Any, id_token: str) -> Any:
        return google._verify_and_decode(app, id_token)  # noqa: SLF001 - the same, with the signature


class Microsoft(Careful, microsoft.MicrosoftGraphOAuth2Adapter):  # type: ignore[misc]
    pass


came_back_from_google = OAuth2CallbackView.adapter_view(Google)
came_back_from_microsoft = OAuth2CallbackView.adapter_view(Microsoft)


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
    return _only_set_up("google", came_back_from_google, request)


@public("starts signing in with Microsoft")
@never_cache
@require_POST
def microsoft_start(request: HttpRequest) -> HttpResponse:
    return _only_set_up("microsoft", microsoft.oauth2_login, request)


@public("Microsoft sends the person back here; the answer is bound to the session that asked")
@never_cache
@require_GET
def microsoft_back(request: HttpRequest) -> HttpResponse:
    return _only_set_up("microsoft", came_back_from_microsoft, request)
