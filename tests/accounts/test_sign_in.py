"""Signing in by a code: one way for known and unknown addresses, bound to the browser, limited, safe to be led on from."""

import re
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.urls import reverse

from groundswell.accounts.links import sign_in_link
from groundswell.accounts.models import SentCode, User
from groundswell.accounts.services import codes
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Letter
from groundswell.core import clock

pytestmark = pytest.mark.django_db

SIGN_IN = "/sign-in/"
CODE = "/sign-in/code/"


def mailed_code(to: str) -> str:
    letter = Letter.objects.filter(to=to).order_by("-id")[0]
    found = re.search(r"\b(\d{4} \d{4})\b", letter.text)
    assert found
    return found[1]


def signed_in_as(client: Client) -> str | None:
    return client.session.get("_auth_user_id")


def test_unknown_address_becomes_an_account_with_the_code(client):
    answer = client.post(SIGN_IN, {"email": "Dana@Example.org"})
    assert answer.url == CODE
    assert User.objects.count() == 0
    answer = client.post(CODE, {"code": mailed_code("dana@example.org")})
    assert answer.url == "/"
    user = User.objects.get()
    assert signed_in_as(client) == str(user.pk)
    assert user.email == "dana@example.org"
    address = EmailAddress.objects.get()
    assert (address.user_id, address.verified, address.primary) == (user.pk, True, True)


def test_known_and_unknown_addresses_get_the_same_answer(client):
    provide_user(email="known@example.org")
    pages = []
    for email in ("known@example.org", "stray@example.org"):
        client.post(SIGN_IN, {"email": email})
        page = client.get(CODE).content.decode().replace(email, "")
        pages.append(re.sub(r'(csrfmiddlewaretoken|client_id)" value="[^"]*"', "", page))
    assert pages[0] == pages[1]
    known, stray = Letter.objects.order_by("id")
    assert re.sub(r"\d", "", known.text) == re.sub(r"\d", "", stray.text)
    assert known.kind == stray.kind == "sign-in"


def test_code_of_a_known_user_signs_that_user_in(client):
    user = provide_user(email="known@example.org")
    client.post(SIGN_IN, {"email": "KNOWN@example.org"})
    client.post(CODE, {"code": mailed_code("known@example.org").replace(" ", "-")})
    assert signed_in_as(client) == str(user.pk)


def test_code_works_only_in_the_browser_that_asked(client):
    client.post(SIGN_IN, {"email": "dana@example.org"})
    other = Client()
    answer = other.post(CODE, {"code": mailed_code("dana@example.org")})
    assert answer.url == SIGN_IN
    assert signed_in_as(other) is None


def test_code_works_once_and_for_a_quarter_of_an_hour(client, noon):
    client.post(SIGN_IN, {"email": "dana@example.org"})
    typed = mailed_code("dana@example.org")
    with clock.at(noon + timedelta(minutes=16)):
        page = client.post(CODE, {"code": typed})
        assert "no longer valid" in page.content.decode()
    number = SentCode.objects.get().number
    assert codes.check_code(number=number, purpose="sign-in", typed=typed) == "dana@example.org"
    with pytest.raises(codes.CodeSpent):
        codes.check_code(number=number, purpose="sign-in", typed=typed)


def test_code_for_an_address_does_not_sign_in():
    sent = codes.send_code(email="dana@example.org", purpose="address")
    with pytest.raises(codes.CodeSpent):
        codes.check_code(number=sent.number, purpose="sign-in", typed=mailed_code("dana@example.org"))


def test_wrong_codes_are_counted_and_spend_the_code(client):
    client.post(SIGN_IN, {"email": "dana@example.org"})
    right = mailed_code("dana@example.org")
    wrong = "0000 0000" if right != "0000 0000" else "1111 1111"
    page = client.post(CODE, {"code": wrong}).content.decode()
    assert "You have 4 tries left." in page
    for _ in range(4):
        page = client.post(CODE, {"code": wrong}).content.decode()
    assert "tried too often" in page
    assert "no longer valid" in client.post(CODE, {"code": right}).content.decode()
    assert signed_in_as(client) is None


def test_sixth_code_for_an_address_is_refused_with_a_sentence(client, noon):
    for _ in range(5):
        assert client.post(SIGN_IN, {"email": "dana@example.org"}).status_code == 302
    answer = client.post(SIGN_IN, {"email": "dana@example.org"})
    assert answer.status_code == 429
    assert "wait 15 minutes" in answer.content.decode()
    assert client.post(SIGN_IN, {"email": "other@example.org"}).status_code == 302
    with clock.at(noon + timedelta(minutes=16)):
        assert client.post(SIGN_IN, {"email": "dana@example.org"}).status_code == 302


def test_network_that_asks_for_very_many_codes_is_refused(client, monkeypatch):
    monkeypatch.setattr(codes, "A_NETWORK", (3, timedelta(minutes=10)))
    for number in range(3):
        client.post(SIGN_IN, {"email": f"person{number}@example.org"})
    assert client.post(SIGN_IN, {"email": "person9@example.org"}).status_code == 429
    assert client.post(SIGN_IN, {"email": "person9@example.org"}, REMOTE_ADDR="192.0.2.7").status_code == 302


def test_new_code_replaces_the_one_before_in_this_browser(client):
    client.post(SIGN_IN, {"email": "dana@example.org"})
    first = mailed_code("dana@example.org")
    client.post(CODE, {"action": "resend"})
    second = mailed_code("dana@example.org")
    if first != second:
        client.post(CODE, {"code": first})
        assert signed_in_as(client) is None
    client.post(CODE, {"code": second})
    assert signed_in_as(client) is not None


@pytest.mark.parametrize(
    ("wanted", "led_to"),
    [
        ("/design/?a=1", "/design/?a=1"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("/\\evil.example/", "/"),
        ("javascript:alert(1)", "/"),
        ("http:///evil.example", "/"),
        ("design/", "/"),
    ],
)
def test_sign_in_leads_on_within_the_site_only(client, wanted, led_to):
    client.post(SIGN_IN, {"email": "dana@example.org", "next": wanted})
    answer = client.post(CODE, {"code": mailed_code("dana@example.org")})
    assert answer.url == led_to
    assert client.get(SIGN_IN, {"next": wanted}).url == led_to


def test_sign_in_gives_a_new_session_key(client):
    client.post(SIGN_IN, {"email": "dana@example.org"})
    before = client.session.session_key
    client.post(CODE, {"code": mailed_code("dana@example.org")})
    assert client.session.session_key != before
    assert not client.session.exists(before)


def test_forms_without_the_csrf_token_are_refused():
    strict = Client(enforce_csrf_checks=True)
    for name in ("account_login", "account_confirm_login_code", "account_logout", "set_language", "mfa_login_webauthn"):
        assert strict.post(reverse(name), {"email": "dana@example.org"}).status_code == 403
    assert Letter.objects.count() == 0


def test_sign_out_ends_the_session(client):
    user = provide_user(email="dana@example.org")
    client.force_login(user)
    key = client.session.session_key
    assert client.get("/sign-out/").status_code == 405
    assert client.post("/sign-out/").url == "/"
    assert signed_in_as(client) is None
    assert not client.session.exists(key)


def test_closed_account_cannot_sign_in(client):
    user = provide_user(email="dana@example.org")
    User.objects.filter(pk=user.pk).update(is_active=False)
    client.post(SIGN_IN, {"email": "dana@example.org"})
    answer = client.post(CODE, {"code": mailed_code("dana@example.org")})
    assert answer.url == "/sign-in/closed/"
    assert client.get(answer.url).status_code == 403
    assert signed_in_as(client) is None


def test_letter_is_in_the_language_of_the_page(client):
    client.cookies["django_language"] = "es"
    client.post(SIGN_IN, {"email": "dana@example.org"})
    client.post(CODE, {"code": mailed_code("dana@example.org")})
    assert User.objects.get().language == "es"


def test_session_lasts_two_months_from_the_latest_visit(client, noon):
    user = provide_user(email="dana@example.org")
    client.force_login(user)
    assert client.session.get_expiry_age() == 60 * 60 * 24 * 60
    client.get("/sign-in/")
    assert client.session["renewed"] == "2027-02-01"
    with clock.at(noon + timedelta(days=1)):
        answer = client.get("/sign-in/")
    assert client.session["renewed"] == "2027-02-02"
    assert answer.cookies["sessionid"]["max-age"] == 60 * 60 * 24 * 60
    assert answer.cookies["sessionid"]["httponly"] is True
    assert answer.cookies["sessionid"]["samesite"] == "Lax"


def test_link_of_an_example_person_works_on_a_laptop_only(client, settings):
    user = provide_user(email="dana@example.org")
    path = sign_in_link(user).removeprefix(settings.SITE_URL)
    assert client.get(path + "x").status_code == 404
    settings.LOCAL_MAIL = False
    assert client.get(path).status_code == 404
    settings.LOCAL_MAIL = True
    assert client.get(path, {"next": "/account/"}).url == "/account/"
    assert signed_in_as(client) == str(user.pk)


def test_providers_that_are_not_set_up_do_not_exist(client):
    for name in ("google_login", "microsoft_login"):
        assert client.post(reverse(name)).status_code == 404
    for name in ("google_callback", "microsoft_callback"):
        assert client.get(reverse(name)).status_code == 404
    assert "Google" not in client.get(SIGN_IN).content.decode()


def test_old_codes_are_forgotten(noon):
    codes.send_code(email="dana@example.org", purpose="sign-in")
    with clock.at(noon + timedelta(days=1, minutes=1)):
        codes.send_code(email="dana@example.org", purpose="sign-in")
        assert codes.forget_codes() == 1
    assert SentCode.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_address_that_comes_twice_at_one_instant_is_one_user():
    ready = threading.Barrier(2)

    def provide(email: str) -> int:
        ready.wait(60)
        try:
            return provide_user(email=email).pk
        finally:
            connection.close()

    for number in range(5):
        with ThreadPoolExecutor(2) as pool:
            first, second = pool.map(provide, (f"new{number}@example.org", f"New{number}@Example.org"))
        assert first == second


@pytest.mark.django_db
def test_page_that_a_letter_names_leads_whoever_is_signed_out_to_it_by_signing_in(client):
    page = client.get("/c/nothing/sites/1/?day=2027-02-09").content.decode()
    assert 'href="/sign-in/?next=/c/nothing/sites/1/%3Fday%3D2027-02-09"' in page
    client.force_login(provide_user(email="ana@example.org"))
    assert "/sign-in/?next=" not in client.get("/c/nothing/sites/1/").content.decode()
