"""Google's and Microsoft's buttons in Chromium, with a provider that signs with a real key, under our own content policy."""

import os
import shutil
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils.csp import CSP
from playwright.sync_api import Page, sync_playwright

from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from tests.accounts.oidc import Provider, serving
from tests.accounts.test_oidc import DANA, point_at
from tests.accounts.test_sign_in import mailed_code

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.journey,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(CHROMIUM is None, reason="needs Chromium"),
]


@pytest.fixture
def provider(settings: Any, monkeypatch: Any) -> Iterator[Provider]:
    with serving() as served:
        point_at(served, settings, monkeypatch)
        settings.SECURE_CSP = {**settings.SECURE_CSP, "form-action": [CSP.SELF, served.url]}
        served.person = dict(DANA)
        yield served


@pytest.fixture
def page(monkeypatch: Any) -> Iterator[Page]:
    monkeypatch.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "1")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        page = browser.new_page(viewport={"width": 360, "height": 760})
        yield page
        browser.close()


def test_buttons_lead_there_and_back(page: Page, live_server: Any, provider: Provider):
    provide_user(email="dana@example.org")
    begin = f"{live_server.url}/sign-in/?next=/account/"
    page.goto(begin)
    page.click("text=Sign in with Google")
    page.click("text=Cancel")
    page.wait_for_url(f"{live_server.url}/sign-in/")
    assert "You did not sign in with Google. Nothing has changed" in page.inner_text("body")
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=f"{folder}/oidc-cancelled.png")
    provider.claims = {"aud": "another-site"}
    page.goto(begin)
    page.click("text=Sign in with Google")
    page.click("text=Continue")
    page.wait_for_url(f"{live_server.url}/sign-in/")
    assert "could not be used" in page.inner_text("body")
    provider.claims = {}
    page.goto(begin)
    page.click("text=Sign in with Google")
    page.click("text=Continue")
    page.wait_for_url(f"{live_server.url}/account/")
    assert "dana@example.org" in page.inner_text("body")
    page.context.clear_cookies()
    provider.person = {"id": "8", "mail": "dana@example.org"}
    page.goto(begin)
    page.click("text=Sign in with Microsoft")
    page.click("text=Continue")
    page.wait_for_url(f"{live_server.url}/sign-in/code/")
    page.fill("[name=code]", mailed_code("dana@example.org"))
    page.click("main form button:has-text('Sign in')")
    page.wait_for_url(f"{live_server.url}/account/")
    assert User.objects.count() == 1
