"""A passkey from its making to signing in with it, in Chromium with an authenticator of its own."""

import os
import shutil
from collections.abc import Iterator

import pytest
from allauth.mfa.models import Authenticator
from playwright.sync_api import Page, sync_playwright

from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from tests.accounts.test_sign_in import mailed_code

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture
def page(monkeypatch) -> Iterator[Page]:
    """A page whose machine has a finger that always fits."""
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        context = browser.new_context()
        page = context.new_page()
        machine = context.new_cdp_session(page)
        machine.send("WebAuthn.enable")
        machine.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        yield page
        browser.close()


def test_passkey_is_made_and_signs_in(page, live_server):
    provide_user(email="dana@example.org")
    page.goto(f"{live_server.url}/sign-in/?next=/account/")
    page.fill("[name=email]", "dana@example.org")
    page.click("text=Send me the code")
    page.fill("[name=code]", mailed_code("dana@example.org"))
    page.click("main form button:has-text('Sign in')")
    page.wait_for_url(f"{live_server.url}/account/")
    page.click("text=Add a passkey")
    page.fill("[name=name]", "My phone")
    page.click("text=Make the passkey")
    page.wait_for_url(f"{live_server.url}/account/")
    assert "The passkey is kept" in page.inner_text("main")
    assert Authenticator.objects.get().wrap().name == "My phone"
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/sign-in/?next=/history/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"{live_server.url}/history/")
    User.objects.update(is_active=False)
    page.context.clear_cookies()
    page.goto(f"{live_server.url}/sign-in/")
    page.click("text=Sign in with a passkey")
    page.wait_for_url(f"{live_server.url}/sign-in/closed/")
