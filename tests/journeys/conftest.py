"""A running product of its own, and browsers for the people of a story."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

ROOT = Path(__file__).resolve().parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip

CAST = """
import django, json; django.setup()
from datetime import timedelta
from django.contrib.sessions.backends.db import SessionStore
from groundswell.access.services.grants import give_role
from groundswell.collaboratives.services.collaboratives import add_member, add_place, form_collaborative
from groundswell.convenings.services.planning import (
    SessionPlan, add_session, add_site, plan_convening, publish_convening,
)
from groundswell.core import clock
from groundswell.instruments.services.starters import provide_discourse_tool
from groundswell.people.services.people import provide_person
from groundswell.places.models import Place
from groundswell.spaces.services.platform import provide_platform
provide_discourse_tool(owner=provide_platform())
home = Place.objects.get(key="region-2")
fields = {"name": "North", "subject": "both", "scope": "region", "home": home}
north = form_collaborative(by=None, fields=fields, key="north")
for code in ("18", "45"):
    add_place(by=None, collaborative=north, place=Place.objects.get(kind="county", county=code))
lead = provide_person(by=None, email="lead@example.org", given_name="Lena", family_name="Lupine")
shasta = Place.objects.select_related("space").get(kind="county", county="45")
add_member(by=None, collaborative=north, person=lead, part="lead", subject="math", place=shasta)
county = provide_person(by=None, email="county@example.org", given_name="Cody", family_name="Coyote")
give_role(by=None, user=county.user, role="county-coordinator", space=shasta.space)
begin = clock.now() - timedelta(minutes=30)
times = {"starts_at": begin, "ends_at": begin + timedelta(hours=4)}
ready = plan_convening(by=None, collaborative=north, fields={"title": "Ready for keys", "subject": "both", **times})
add_site(by=None, convening=ready, kind="in-person", county=shasta, fields={"name": "Redding", "capacity": 9})
add_session(by=None, convening=ready, plan=SessionPlan({"title": "Opening", "mode": "joint", **times}))
publish_convening(by=None, convening=ready)
sessions = {}
for name, person in (("lead", lead), ("county", county)):
    store = SessionStore()
    store["_auth_user_id"] = str(person.user.pk)
    store["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    store["_auth_user_hash"] = person.user.get_session_auth_hash()
    store.create()
    sessions[name] = store.session_key
print(json.dumps(sessions))
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Product:
    """The address, and the sessions of the lead and of the county's coordinator."""

    def __init__(self, address: str, sessions: dict[str, str]) -> None:
        self.address = address
        self.sessions = sessions


@contextmanager
def empty_database() -> Iterator[dict[str, str]]:
    """What the environment says of the database: a new one of the cluster that runs, or nothing, which is SQLite."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        yield {}
        return
    name = f"journey_{os.getpid()}"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
        yield {"DATABASE_URL": urlsplit(url)._replace(path=f"/{name}").geturl()}
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """Tables, California, one collaborative with a lead; the site."""
    with empty_database() as database, running(tmp_path_factory.mktemp("home"), database) as product:
        yield product


@contextmanager
def running(home: Path, database: dict[str, str]) -> Iterator[Product]:
    port = free_port()
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT / "src"),
        "GROUNDSWELL_HOME": str(home),
        "SITE_URL": f"http://localhost:{port}",
        **database,
    }
    own = [sys.executable, "-m", "groundswell.cli"]
    subprocess.run([*own, "prepare", "--no-example"], env=environment, check=True, stdout=subprocess.DEVNULL)
    made = [sys.executable, "-c", CAST]
    settings = environment | {"DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    done = subprocess.run(made, env=settings, check=True, capture_output=True, text=True)
    site = subprocess.Popen([*own, "serve", "--port", str(port), "--processes", "1"], env=environment)
    try:
        wait_for(f"http://localhost:{port}/healthy/")
        yield Product(f"http://localhost:{port}", json.loads(done.stdout.splitlines()[-1]))
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
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=30_000)  # a busy machine is no failure
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def somebody(chromium, product) -> Iterator[Callable[..., object]]:
    """A page of somebody's own browser; `session` signs them in, `phone` makes it small."""
    contexts = []

    def open_page(*, session: str = "", phone: bool = False, language: str = "en-US"):
        size = {"width": 360, "height": 740} if phone else {"width": 1280, "height": 900}
        context = chromium.new_context(viewport=size, base_url=product.address, locale=language)
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
