"""A running product of its own, and browsers for the people of a story."""

import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

CAST = """
import django; django.setup()
from django.contrib.sessions.backends.db import SessionStore
from groundswell.collaboratives.services.collaboratives import add_member, add_place, form_collaborative
from groundswell.people.services.people import provide_person
from groundswell.places.models import Place
home = Place.objects.get(key="region-2")
fields = {"name": "North", "subject": "both", "scope": "region", "home": home}
north = form_collaborative(by=None, fields=fields, key="north")
for code in ("18", "45"):
    add_place(by=None, collaborative=north, place=Place.objects.get(kind="county", county=code))
lead = provide_person(by=None, email="lead@example.org", given_name="Lena", family_name="Lupine")
shasta = Place.objects.get(kind="county", county="45")
add_member(by=None, collaborative=north, person=lead, part="lead", subject="math", place=shasta)
store = SessionStore()
store["_auth_user_id"] = str(lead.user.pk)
store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
store["_auth_user_hash"] = lead.user.get_session_auth_hash()
store.create()
print(store.session_key)
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """The address, and the lead's session."""

    def __init__(self, address: str, session: str) -> None:
        self.address = address
        self.session = session


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Tables, California, one collaborative with a lead; site and worker."""
    home = tmp_path_factory.mktemp("home")
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "GROUNDSWELL_HOME": str(home),
        "SITE_URL": f"http://localhost:{port}",
        **({"DATABASE_URL": os.environ["DATABASE_URL"]} if "DATABASE_URL" in os.environ else {}),
    }
    own = [sys.executable, "-m", "groundswell.cli"]
    subprocess.run([*own, "prepare", "--no-example"], env=environment, check=True, stdout=subprocess.DEVNULL)
    made = [sys.executable, "-c", CAST]
    settings = environment | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    done = subprocess.run(made, env=settings, check=True, capture_output=True, text=True)
    site = subprocess.Popen([*own, "serve", "--port", str(port), "--processes", "1"], env=environment)
    try:
        wait_for(f"http://localhost:{port}/healthy/")
        yield Product(f"http://localhost:{port}", done.stdout.split()[-1])
    finally:
        site.terminate()
        site.wait()


def wait_for(address: str) -> None:
    limit = time.monotonic() + 90
    while time.monotonic() < limit:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(f"{address} did not answer.")


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    """A real browser; without one the journeys are skipped, which is said."""
    if not CHROMIUM.exists():
        pytest.skip("Chromium is not on this machine.")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def somebody(chromium, product) -> Iterator[Callable[..., object]]:
    """A page of somebody's own browser; `session` signs them in, `phone` makes it small."""
    contexts = []

    def open_page(*, session: str = "", phone: bool = False):
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        context = chromium.new_context(viewport=size, base_url=product.address)
        context.set_default_timeout(60_000)
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": product.address}])
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("pageerror", lambda error: page.problems.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()


def secret_of(page) -> str:
    """The secret of the registration that a page shows."""
    found = re.search(r"/r/([^/]+)/", page.url)
    assert found is not None, page.url
    return found[1]
