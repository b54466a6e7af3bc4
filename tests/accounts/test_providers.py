"""Google and Microsoft: Google's checked address joins at once, Microsoft's is proved by a code first."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.google.views import GoogleOAuth2Adapter
from allauth.socialaccount.providers.microsoft.views import MicrosoftGraphOAuth2Adapter
from django.test import Client

from groundswell.accounts.models import User
from groundswell.accounts.services.users import confirm_address, provide_user
from groundswell.activity.models import Letter
from tests.accounts.test_sign_in import mailed_code, signed_in_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def providers(settings, monkeypatch) -> dict[str, Any]:
    """Both are set up; what they would answer over the network stands in the returned dictionary."""
    app = {"APP": {"client_id": "ours", "secret": "known"}}
    settings.SOCIALACCOUNT_PROVIDERS = {"google": app, "microsoft": {**app, "TENANT": "organizations"}}
    told: dict[str, Any] = {}

    def token(self: Any, request: Any, app: Any, client: Any, pkce_code_verifier: Any = None) -> dict[str, Any]:
        return {"access_token": "token", "expires_in": 60, "id_token": "said"}

    def person(self: Any, request: Any, app: Any, token: Any, **more: Any) -> Any:
        return self.get_provider().sociallogin_from_response(request, told)

    for adapter in (GoogleOAuth2Adapter, MicrosoftGraphOAuth2Adapter):
        monkeypatch.setattr(adapter, "get_access_token_data", token)
        monkeypatch.setattr(adapter, "complete_login", person)
    return told


def come_back(client: Client, provider: str, wanted: str = "/account/") -> Any:
    """Press the button, and come back from the provider with its answer."""
    away = client.post(f"/sign-in/{provider}/?next={wanted}").url
    state = parse_qs(urlsplit(away).query)["state"][0]
    return client.get(f"/sign-in/{provider}/back/", {"state": state, "code": "given"})


def test_buttons_lead_to_the_providers(client, providers):
    page = client.get("/sign-in/").content.decode()
    assert "Sign in with Google" in page
    assert "Sign in with Microsoft" in page
    assert client.post("/sign-in/google/").url.startswith("https://accounts.google.com/")
    assert client.post("/sign-in/microsoft/").url.startswith("https://login.microsoftonline.com/organizations/")
    assert client.get("/sign-in/google/").status_code == 405


def test_google_signs_in_the_user_with_the_checked_address(client, providers):
    dana = provide_user(email="dana@example.org")
    providers.update(sub="77", email="Dana@example.org", email_verified=True)
    assert come_back(client, "google").url == "/account/"
    assert signed_in_as(client) == str(dana.pk)
    assert (User.objects.count(), SocialAccount.objects.get().user_id) == (1, dana.pk)


def test_google_makes_an_account_for_an_unknown_address(client, providers):
    providers.update(sub="77", email="new@example.org", email_verified=True)
    come_back(client, "google")
    assert User.objects.get().email == "new@example.org"
    other = Client()
    providers.update(email="changed@example.org")
    come_back(other, "google")
    assert signed_in_as(other) == signed_in_as(client)


@pytest.mark.parametrize(
    ("provider", "told"),
    [
        ("google", {"sub": "77", "email": "dana@example.org", "email_verified": False}),
        ("microsoft", {"id": "77", "mail": "dana@example.org"}),
        ("microsoft", {"id": "77", "userPrincipalName": "dana@example.org"}),
    ],
)
def test_address_that_nobody_checked_is_proved_by_a_code(client, providers, provider, told):
    dana = provide_user(email="dana@example.org")
    confirm_address(user=dana, email="dana@example.org")
    providers.update(told)
    answer = come_back(client, provider)
    assert answer.url == "/sign-in/code/"
    assert signed_in_as(client) is None
    assert not SocialAccount.objects.exists()
    answer = client.post("/sign-in/code/", {"code": mailed_code("dana@example.org")})
    assert answer.url == "/account/"
    assert SocialAccount.objects.get().user_id == dana.pk
    again = Client()
    assert come_back(again, provider).url == "/account/"
    assert signed_in_as(again) == str(dana.pk)


def test_answer_to_a_question_that_was_not_asked_here_signs_nobody_in(client, providers):
    providers.update(sub="77", email="dana@example.org", email_verified=True)
    away = Client().post("/sign-in/google/").url
    state = parse_qs(urlsplit(away).query)["state"][0]
    answer = client.get("/sign-in/google/back/", {"state": state, "code": "given"})
    assert answer.url == "/sign-in/"
    assert signed_in_as(client) is None
    assert client.get("/sign-in/google/back/").url == "/sign-in/"


def test_cancelled_or_empty_answers_lead_back_to_the_page(client, providers):
    away = client.post("/sign-in/google/").url
    state = parse_qs(urlsplit(away).query)["state"][0]
    answer = client.get("/sign-in/google/back/", {"state": state, "error": "access_denied"})
    assert "You did not sign in with Google" in client.get(answer.url, follow=True).content.decode()
    providers.update(id="77")
    assert come_back(client, "microsoft").url == "/sign-in/"
    assert Letter.objects.count() == 0


def test_provider_leads_on_within_the_site_only(client, providers):
    providers.update(sub="77", email="dana@example.org", email_verified=True)
    assert come_back(client, "google", "https://evil.example/").url == "/"


def test_closed_user_does_not_come_in_by_a_provider(client, providers):
    provide_user(email="dana@example.org")
    User.objects.update(is_active=False)
    providers.update(sub="77", email="dana@example.org", email_verified=True)
    assert come_back(client, "google").url == "/sign-in/closed/"
    assert signed_in_as(client) is None
