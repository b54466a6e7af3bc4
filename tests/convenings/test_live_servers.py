"""Live pages with real servers: several processes with Redis and without, and one that is killed while people post."""

import http.client
import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from groundswell.convenings.cookies import remember
from groundswell.convenings.models import WallNote
from groundswell.convenings.services.room import move_room, post_note
from groundswell.core.live.publish import latest_number

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]
SRC = Path(__file__).resolve().parents[2] / "src"
LONG = 90  # seconds; a busy machine is slow, what we ask for is that it comes at all
TOKEN = "t" * 32  # of forms: the cookie and the field are the same


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def until(true: Callable[[], Any], what: str) -> Any:
    """Wait until it is so."""
    end = time.monotonic() + LONG
    while time.monotonic() < end:
        if found := true():
            return found
        time.sleep(0.05)
    pytest.fail(f"This did not happen: {what}")


def answers(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True


class Server:
    """The site on a port of its own, on the database of this test."""

    def __init__(self, redis: str = "", port: int = 0, processes: int = 1) -> None:
        self.port = port or free_port()
        name = str(connection.settings_dict["NAME"])
        database = (
            f"sqlite:///{name}"
            if connection.vendor == "sqlite"
            else urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        )
        environment = os.environ | {
            "DATABASE_URL": database, "DJANGO_SETTINGS_MODULE": "config.settings.test", "REDIS_URL": redis,
        }  # fmt: skip
        words = ["--app-dir", str(SRC), "--host", "127.0.0.1", "--port", str(self.port), "--log-level", "error"]
        words += ["--workers", str(processes)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "uvicorn", "config.asgi:application", *words], env=environment, cwd=SRC
        )
        until(lambda: answers(self.port), "the server listens")

    def kill(self) -> None:
        """As the kernel or a power cut does it."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def ask(self, method: str, path: str, cookie: str, said: dict[str, str] | None = None) -> tuple[int, str]:
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LONG)
        headers = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded", "X-In-Place": "1"}
        body = urlencode(said | {"csrfmiddlewaretoken": TOKEN}) if said is not None else None
        try:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read().decode()
        finally:
            line.close()


class Page:
    """An open page: what its stream brought, event by event. It comes back where it stopped, as a browser does."""

    def __init__(self, topics: str, cookie: str, after: int) -> None:
        self.topics, self.cookie, self.last = topics, cookie, after
        self.events: list[dict[str, Any]] = []

    def follow(self, server: Server) -> "Page":
        self.line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=LONG)
        query = urlencode({"topics": self.topics, "after": self.last, "language": "en"})
        self.line.request("GET", f"/live/?{query}", headers={"Cookie": self.cookie})
        self.stream = self.line.getresponse()
        self.ended = False
        assert self.stream.status == 200
        self.thread = threading.Thread(target=self._read, daemon=True)
        self.thread.start()
        return self

    def _read(self) -> None:
        try:
            for line in self.stream:
                if line.startswith(b"data: "):
                    event = json.loads(line[6:])
                    self.events.append(event)
                    self.last = event["id"]
            self.ended = True
        except (OSError, http.client.HTTPException, ValueError, AttributeError):
            return  # the server is gone, or the test is over

    def saw(self, words: str) -> bool:
        return any(words in event["html"] for event in self.events)


@contextmanager
def serving(*servers: Server) -> Iterator[None]:
    try:
        yield
    finally:
        for server in servers:
            server.kill()


@contextmanager
def redis_server() -> Iterator[str]:
    program = shutil.which("redis-server")
    if program is None:
        pytest.skip("redis-server is not on this machine, so nothing was sent over Redis.")
    port = free_port()
    words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
    server = subprocess.Popen([program, *words], stdout=subprocess.DEVNULL)
    try:
        until(lambda: answers(port), "Redis listens")
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


@pytest.fixture
def cookie(convening, redding) -> str:
    """Let in at Redding; without a visitor's cookie each post is somebody else's, so that none is too many."""
    response = HttpResponse()
    remember(response, RequestFactory().get("/"), redding, None)
    return f"{response.cookies.output(header='', attrs=[]).strip()}; csrftoken={TOKEN}"


def open_page(convening, cookie: str) -> Page:
    return Page(f"room:{convening.pk}", cookie, latest_number() or 0)


def begin(convening) -> None:
    """Something has happened, so that there is a number to follow from."""
    move_room(by=None, convening=convening, session=None, mode="local", message="Good morning")


def test_two_processes_tell_each_other_over_redis(convening, redding, cookie):
    import redis

    begin(convening)
    with ExitStack() as open_things:
        address = open_things.enter_context(redis_server())
        servers = [Server(address), Server(address)]
        open_things.enter_context(serving(*servers))
        pages = [open_page(convening, cookie).follow(server) for server in servers]
        client = redis.Redis.from_url(address)
        until(lambda: client.pubsub_numsub("groundswell-live")[0][1] == 2, "both processes listen")
        for number, server in enumerate(servers):
            path = f"/c/{convening.key}/room/note/"
            assert server.ask("POST", path, cookie, {"text": f"Posted at {number}"})[0] == 200
            for page in pages:
                until(lambda page=page, number=number: page.saw(f"Posted at {number}"), "the note is on every page")
        client.close()


def test_two_processes_without_redis_and_a_line_that_holds_no_stream(convening, redding, cookie):
    begin(convening)
    after = latest_number()
    servers = [Server(), Server()]
    with serving(*servers):
        page = open_page(convening, cookie).follow(servers[1])
        path = f"/c/{convening.key}/room/note/"
        assert servers[0].ask("POST", path, cookie, {"text": "Posted at the other"})[0] == 200
        until(lambda: page.saw("Posted at the other"), "the note is on the page of the other process")
        # Written by no server at all: the worker, a command.
        move_room(by=None, convening=convening, session=None, mode="joint", message="From the worker")
        until(lambda: page.saw("From the worker"), "what another program does is on the page")
        query = urlencode({"topics": f"room:{convening.pk}", "after": after, "language": "en"})
        status, body = servers[0].ask("GET", f"/live/poll/?{query}", cookie)
        assert (status, [event["id"] for event in json.loads(body)["events"]]) == (200, [e["id"] for e in page.events])
        assert servers[0].ask("GET", f"/live/poll/?{query}", "")[0] == 404


@pytest.mark.parametrize("processes", [1, 2])
def test_server_that_is_asked_to_stop_ends_open_streams_and_waits_for_none(convening, redding, cookie, processes):
    """Each stream gets its last chunk, so that the browser comes back by itself."""
    begin(convening)
    server = Server(processes=processes)
    try:
        pages = [open_page(convening, cookie).follow(server) for _n in range(6)]
        move_room(by=None, convening=convening, session=None, mode="joint", message="All are here")
        for page in pages:
            until(lambda page=page: page.saw("All are here"), "the page is open")
        server.process.send_signal(signal.SIGTERM)
        server.process.wait(LONG)  # this one is given no time after which it would cut them off
        for page in pages:
            page.thread.join(LONG)
        assert [page.ended for page in pages] == [True] * 6
    finally:
        server.kill()


def test_page_misses_nothing_when_the_server_is_killed(convening, redding, cookie):
    begin(convening)
    server = Server()
    page = open_page(convening, cookie)
    path = f"/c/{convening.key}/room/note/"
    taken: list[str] = []

    def post(name: str, count: int) -> None:
        for number in range(count):
            words = f"{name} {number}"
            try:
                if server.ask("POST", path, cookie, {"text": words})[0] == 200:
                    taken.append(words)
            except (OSError, http.client.HTTPException):
                return

    try:
        page.follow(server)
        people = [threading.Thread(target=post, args=(name, 20)) for name in ("ana", "ben", "cem")]
        for one in people:
            one.start()
        until(lambda: len(page.events) >= 3, "notes come in")
        server.kill()
        for one in people:
            one.join()
        page.thread.join(LONG)
        # While the server is away something else goes on.
        post_note(by=None, convening=convening, site=redding, owner="v1", text="While it was away")
        server = Server(port=server.port)
        page.follow(server)
        until(lambda: page.saw("While it was away"), "the page has what it missed")
    finally:
        server.kill()
    kept = list(WallNote.objects.order_by("pk").values_list("text", flat=True))
    told = [event for event in page.events if event["target"] == "wall"]
    assert {words for words in taken if words not in kept} == set()  # whoever was told so is on the wall
    assert [re.findall("<blockquote>(.*?)</blockquote>", event["html"]) for event in told] == [[text] for text in kept]
    assert [event["id"] for event in page.events] == sorted({event["id"] for event in page.events})
