"""Signing in with Google or Microsoft, where it is set up; elsewhere these addresses do not exist."""

from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

from allauth.socialaccount.providers.google import views as google
from allauth.socialaccount.providers.microsoft import views as microsoft
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
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
    """Checks the signature too, which the library leaves to the encrypted line to Google, and that the token was made for
    this very question: the nonce of OpenID Connect, which the library does not know.
    """

    def complete_login(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if not kwargs["response"].get("id_token"):
            raise OAuth2Error("no id token")  # without one nothing says for whom the answer was meant
        return super().complete_login(request, *args, **kwargs)

    def _decode_id_token(self, app: Any, id_token: str) -> Any:
        said = google._verify_and_decode(app, id_token)  # noqa: SLF001 - the same, with the signature
        if not constant_time_compare(said.get("nonce", ""), nonce_of(self.request.GET.get("state", ""))):
            raise OAuth2Error("the token was made for another question")
        return said


def nonce_of(state: str) -> str:
    """What the token must repeat. The state lies in the session that asked, so the nonce is bound to it and kept nowhere."""
    return salted_hmac("groundswell.accounts.nonce", state, algorithm="sha256").hexdigest()


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
    away = _only_set_up("google", google.oauth2_login, request)
    for state in parse_qs(urlsplit(away["Location"]).query).get("state", ()):
        away["Location"] += f"&nonce={nonce_of(state)}"
    return away


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
