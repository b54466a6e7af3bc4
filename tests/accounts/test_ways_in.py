"""One's own ways in: further addresses by code, the main one, passkeys, leaving everywhere; each asks for a recent sign-in."""

from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from groundswell.accounts.models import User
from groundswell.accounts.services.users import confirm_address, erase_user, find_user, provide_user
from groundswell.core import clock
from tests.accounts.test_sign_in import mailed_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def dana(client, noon) -> User:
    user = provide_user(email="dana@example.org")
    confirm_address(user=user, email="dana@example.org")
    client.force_login(user)
    return user


def add_address(client: Client, email: str) -> str:
    client.post("/account/addresses/add/", {"email": email})
    answer = client.post("/account/addresses/confirm/", {"code": mailed_code(email)})
    return answer.content.decode()


def test_further_address_counts_after_its_code(client, dana):
    client.post("/account/addresses/add/", {"email": "Dana@Home.example"})
    assert find_user("dana@home.example") is None
    client.post("/account/addresses/confirm/", {"code": mailed_code("dana@home.example")})
    assert find_user("dana@home.example") == dana
    assert "dana@home.example" in client.get("/account/").content.decode()


def test_address_of_another_account_is_not_taken_over(client, dana):
    other = provide_user(email="other@example.org")
    assert "belongs to another account" in add_address(client, "other@example.org")
    assert find_user("other@example.org") == other


def test_main_address_changes_and_cannot_be_removed(client, dana):
    add_address(client, "dana@home.example")
    home = EmailAddress.objects.get(email="dana@home.example")
    office = EmailAddress.objects.get(email="dana@example.org")
    client.post(f"/account/addresses/{home.pk}/main/")
    dana.refresh_from_db()
    assert dana.email == "dana@home.example"
    client.post(f"/account/addresses/{home.pk}/remove/")
    assert EmailAddress.objects.filter(pk=home.pk).exists()
    client.post(f"/account/addresses/{office.pk}/remove/")
    assert not EmailAddress.objects.filter(pk=office.pk).exists()
    assert find_user("dana@example.org") is None


def test_ways_in_of_others_are_out_of_reach(client, dana):
    other = provide_user(email="other@example.org")
    confirm_address(user=other, email="other@example.org")
    address = EmailAddress.objects.get(user=other)
    passkey = Authenticator.objects.create(user=other, type="webauthn", data={})
    joined = SocialAccount.objects.create(user=other, provider="google", uid="7")
    for path in (
        f"/account/addresses/{address.pk}/main/",
        f"/account/addresses/{address.pk}/remove/",
        f"/account/passkeys/{passkey.pk}/remove/",
        f"/account/providers/{joined.pk}/remove/",
    ):
        assert client.post(path).status_code == 404
    assert (EmailAddress.objects.count(), Authenticator.objects.count(), SocialAccount.objects.count()) == (2, 1, 1)


def test_changing_ways_in_asks_who_signed_in_long_ago(client, dana, noon):
    with clock.at(noon + timedelta(minutes=16)):
        answer = client.post("/account/addresses/add/", {"email": "dana@home.example"})
        assert answer.url == "/sign-in/?again=1&next=%2Faccount%2F"
        page = client.get(answer.url).content.decode()
        assert "Show that it is you" in page
        assert 'value="dana@example.org"' in page
        client.post("/sign-in/?again=1", {"email": "dana@example.org", "next": "/account/passkeys/add/"})
        answer = client.post("/sign-in/code/", {"code": mailed_code("dana@example.org")})
        assert answer.url == "/account/passkeys/add/"
        assert client.get(answer.url).status_code == 200


def test_stranger_is_asked_to_sign_in(client):
    for path in ("/account/", "/account/passkeys/add/", "/account/addresses/confirm/"):
        assert client.get(path).url == f"/sign-in/?next={path}"


def test_leaving_everywhere_keeps_this_browser(client, dana):
    phone = Client()
    phone.force_login(dana)
    client.post("/account/leave/")
    assert phone.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_language_is_kept_with_the_user(client, dana):
    answer = client.post("/language/", {"language": "es", "next": "/account/"})
    assert answer.url == "/account/"
    dana.refresh_from_db()
    assert dana.language == "es"
    client.cookies.pop("django_language")
    assert '<html lang="es"' in client.get("/account/").content.decode()
    client.post("/language/", {"language": "xx", "next": "https://evil.example/"})
    dana.refresh_from_db()
    assert dana.language == "es"


def test_passkey_answers_that_are_nonsense_lead_back(client):
    client.get("/sign-in/passkey/")
    for sent in ("", "7", "[]", "{}", '{"id": "x", "response": 3}', '{"response": {"userHandle": "MQ"}}'):
        answer = client.post("/sign-in/passkey/", {"credential": sent, "next": "/instruments/"})
        assert answer.url == "/sign-in/?next=%2Finstruments%2F"  # where they wanted to go is not lost
    assert "_auth_user_id" not in client.session


def test_new_passkey_that_is_nonsense_is_refused(client, dana):
    client.get("/account/passkeys/add/")
    for sent in ("", "7", "{}", '{"id": "x", "rawId": "x", "type": "public-key", "response": {}}'):
        assert client.post("/account/passkeys/add/", {"credential": sent, "name": "Phone"}).status_code == 200
    assert Authenticator.objects.count() == 0


def test_erased_user_has_no_way_in(client, dana):
    Authenticator.objects.create(user=dana, type="webauthn", data={})
    erase_user(user=dana)
    assert (EmailAddress.objects.count(), Authenticator.objects.count()) == (0, 0)
    assert client.get("/account/").status_code == 302
    assert find_user("dana@example.org") is None
