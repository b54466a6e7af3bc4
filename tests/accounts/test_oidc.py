"""Signing in with Google and Microsoft, the whole way around, against a provider that signs with a real key."""

import time
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.google import views as google
from cryptography.hazmat.primitives.asymmetric import rsa
from django.test import Client

from groundswell.accounts.models import User
from groundswell.accounts.services.users import confirm_address, provide_user
from groundswell.activity.models import Letter
from groundswell.people.services.people import provide_person
from tests.accounts.oidc import CLIENT, SECRET, Provider, serving
from tests.accounts.test_sign_in import mailed_code, signed_in_as

pytestmark = pytest.mark.django_db
DANA = {"sub": "77", "email": "dana@example.org", "email_verified": True, "name": "Dana"}
UNUSABLE = "could not be used"


@pytest.fixture(scope="module")
def served() -> Iterator[Provider]:
    with serving() as provider:
        yield provider


@pytest.fixture
def provider(served: Provider, settings: Any, monkeypatch: Any) -> Provider:
    """The settings of a real site, with this provider's addresses in place of theirs."""
    served.person, served.claims, served.broken, served.signs_with = dict(DANA), {}, False, None
    served.asked.clear()
    point_at(served, settings, monkeypatch)
    return served


def point_at(served: Provider, settings: Any, monkeypatch: Any) -> None:
    app = {"client_id": CLIENT, "secret": SECRET}
    there = {"login_url": served.url, "graph_url": served.url}
    more = {"OAUTH_PKCE_ENABLED": True}
    settings.SOCIALACCOUNT_PROVIDERS = {
        "google": {"APP": app, "SCOPE": ["openid", "profile", "email"], **more},
        "microsoft": {"APP": {**app, "settings": there}, "TENANT": "organizations", **more},
    }
    monkeypatch.setattr(google.GoogleOAuth2Adapter, "authorize_url", f"{served.url}/authorize")
    monkeypatch.setattr(google.GoogleOAuth2Adapter, "access_token_url", f"{served.url}/token")
    monkeypatch.setattr(google, "CERTS_URL", f"{served.url}/certs")
    monkeypatch.setattr(google, "ID_TOKEN_ISSUER", served.url)


def go(client: Client, name: str, *, wanted: str = "/account/") -> str:
    """Press the button: the provider's address to which the browser is sent."""
    return client.post(f"/sign-in/{name}/?next={wanted}").url


def come_back(client: Client, away: str, press: str = "Continue") -> Any:
    """What the provider's page leads to is opened in the browser that asked."""
    page = requests.get(away, timeout=5).text
    back = page.partition(f'">{press}</a>')[0].rpartition('href="')[2].replace("&amp;", "&")
    address = urlsplit(back)
    return client.get(f"{address.path}?{address.query}")


def told(client: Client, answer: Any) -> str:
    """The page on which a refused sign-in ends."""
    return client.get(answer.url, follow=True).content.decode()


def test_settings_of_a_real_site_ask_for_pkce():
    """The code that a provider gives is worth nothing without what this session alone knows."""
    from config.settings.providers import providers_of

    known = providers_of({"google": ("ours", "known"), "microsoft": ("ours", "known")}, tenant="organizations")
    assert [one["OAUTH_PKCE_ENABLED"] for one in known.values()] == [True, True]
    assert "openid" in known["google"]["SCOPE"]  # else a provider need not repeat the nonce


def test_discovery_and_keys_are_what_a_client_expects(provider):
    found = requests.get(f"{provider.url}/.well-known/openid-configuration", timeout=5).json()
    assert found["issuer"] == provider.url
    assert requests.get(found["jwks_uri"], timeout=5).json()["keys"][0]["kty"] == "RSA"


def test_google_like_provider_signs_in_whom_it_knows(client, provider):
    ada = provide_person(by=None, email="Dana@example.org", given_name="Dana")
    away = go(client, "google")
    asked = parse_qs(urlsplit(away).query)
    assert (set(asked["scope"][0].split()), asked["code_challenge_method"]) == (
        {"openid", "profile", "email"},
        ["S256"],
    )
    answer = come_back(client, away)
    assert (answer.url, signed_in_as(client)) == ("/account/", str(ada.user_id))
    assert (User.objects.count(), SocialAccount.objects.get().uid) == (1, "77")
    assert "/certs" in provider.asked  # the signature was checked, not only the words


def test_google_like_provider_makes_an_account_once(provider):
    for _time in range(2):
        client = Client()
        assert come_back(client, go(client, "google")).url == "/account/"
    assert User.objects.get().email == "dana@example.org"


def test_microsoft_like_provider_is_proved_by_a_code_first(client, provider):
    dana = provide_user(email="dana@example.org")
    provider.person = {"id": "8", "mail": "dana@example.org", "displayName": "Dana"}
    answer = come_back(client, go(client, "microsoft"))
    assert (answer.url, signed_in_as(client)) == ("/sign-in/code/", None)
    assert client.post("/sign-in/code/", {"code": mailed_code("dana@example.org")}).url == "/account/"
    again = Client()
    assert come_back(again, go(again, "microsoft")).url == "/account/"
    assert signed_in_as(again) == str(dana.pk)


def test_address_that_google_has_not_checked_takes_over_nobody(client, provider):
    dana = provide_user(email="dana@example.org")
    confirm_address(user=dana, email="dana@example.org")
    provider.claims = {"email_verified": False}
    assert come_back(client, go(client, "google")).url == "/sign-in/code/"
    assert (signed_in_as(client), SocialAccount.objects.count()) == (None, 0)


@pytest.mark.parametrize(
    "claims",
    [
        {"aud": "another-site"},
        {"iss": "https://evil.example"},
        {"exp": int(time.time()) - 600},
        {"aud": None},
        {"iss": None},
        {"sub": None},
        {"nonce": None},
        {"nonce": "of-another-question"},
    ],
    ids=lambda claims: f"{next(iter(claims))}={next(iter(claims.values()))}"[:12],
)
def test_token_that_is_not_for_us_or_not_valid_signs_nobody_in(client, provider, claims):
    provider.claims = claims
    answer = come_back(client, go(client, "google"))
    assert UNUSABLE in told(client, answer)
    assert (signed_in_as(client), User.objects.count()) == (None, 0)


def test_token_that_was_made_for_another_question_signs_nobody_in(client, provider):
    """Somebody's own token is slipped under the answer to the other's question: it repeats the nonce of its own."""
    other = parse_qs(urlsplit(go(Client(), "google")).query)["nonce"][0]
    provider.claims = {"nonce": other}
    away = go(client, "google")
    assert parse_qs(urlsplit(away).query)["nonce"][0] != other
    assert UNUSABLE in told(client, come_back(client, away))
    assert (signed_in_as(client), User.objects.count()) == (None, 0)


def test_answer_without_an_id_token_signs_nobody_in(client, provider, monkeypatch):
    monkeypatch.setattr(
        provider, "token", lambda form: (200, {"access_token": "opens-the-profile", "token_type": "Bearer"})
    )
    assert UNUSABLE in told(client, come_back(client, go(client, "google")))
    assert signed_in_as(client) is None


def test_token_that_somebody_else_signed_signs_nobody_in(client, provider):
    provider.signs_with = rsa.generate_private_key(65537, 2048)
    assert UNUSABLE in told(client, come_back(client, go(client, "google")))
    assert signed_in_as(client) is None


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_code_that_was_given_to_another_browser_signs_nobody_in(client, provider, name):
    """Somebody slips their own code under the other's question: the verifier of this session does not fit it."""
    provider.person |= {"id": "77", "mail": "dana@example.org"}
    theirs = Client()
    stolen = parse_qs(urlsplit(provider.agree(urlsplit(go(theirs, name)).query)).query)["code"][0]
    state = parse_qs(urlsplit(go(client, name)).query)["state"][0]
    answer = client.get(f"/sign-in/{name}/back/", {"code": stolen, "state": state})
    assert UNUSABLE in told(client, answer)
    assert signed_in_as(client) is None


def test_answer_that_comes_a_second_time_signs_nobody_in(client, provider):
    away = go(client, "google")
    back = urlsplit(provider.agree(urlsplit(away).query))
    assert client.get(f"{back.path}?{back.query}").url == "/account/"
    other = Client()
    assert UNUSABLE in told(other, other.get(f"{back.path}?{back.query}"))


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_who_cancels_there_reads_that_nothing_has_changed(client, provider, name):
    html = told(client, come_back(client, go(client, name), "Cancel"))
    assert f"You did not sign in with {name.capitalize()}. Nothing has changed" in html
    assert Letter.objects.count() == 0


@pytest.mark.parametrize("name", ["google", "microsoft"])
def test_provider_that_is_ill_is_told_so(client, provider, name):
    provider.broken = True
    html = told(client, come_back(client, go(client, name)))
    assert f"The answer of {name.capitalize()} {UNUSABLE}" in html


@pytest.mark.parametrize(("name", "person"), [("google", {"sub": "7"}), ("microsoft", {"id": "7", "mail": None})])
def test_provider_that_tells_no_address_is_told_so(client, provider, name, person):
    provider.person = person
    html = told(client, come_back(client, go(client, name)))
    assert "No email address came with this sign-in. Sign in with a code instead." in html
    assert (signed_in_as(client), User.objects.count()) == (None, 0)
