"""What every answer carries, and that an undeclared view is not served."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client

from groundswell.access.middleware import RefuseUndeclared
from groundswell.accounts.services.users import provide_user

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/sign-in/", "/roles/", "/mail/", "/nowhere/"])
def test_every_page_carries_the_headers_of_safety(client, path):
    headers = client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["X-Request-Number"]


def test_pages_have_no_inline_script_or_style(client):
    client.force_login(provide_user(email="dana@example.org"))
    for path in (
        "/account/",
        "/account/passkeys/add/",
        "/notices/",
        "/notices/mail/",
        "/history/",
        "/roles/mine/",
        "/mail/",
    ):
        page = client.get(path).content.decode()
        assert " style=" not in page
        assert "<style" not in page
        assert " onclick" not in page
        assert all(' src="' in tag for tag in page.split("<script")[1:]) or "<script" not in page


def test_sign_in_pages_are_never_kept_by_a_cache(client):
    for path in ("/sign-in/", "/sign-in/passkey/"):
        assert "no-store" in client.get(path)["Cache-Control"]


def test_session_cookie_is_closed_to_scripts_and_other_sites(client):
    client.post("/sign-in/", {"email": "dana@example.org"})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")


def test_host_that_is_not_ours_is_refused():
    assert Client().get("/sign-in/", headers={"host": "evil.example"}).status_code == 400


def test_view_without_a_declaration_is_refused():
    def undeclared(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    with pytest.raises(ImproperlyConfigured, match="no access declaration"):
        RefuseUndeclared(undeclared).process_view(HttpRequest(), undeclared, (), {})
