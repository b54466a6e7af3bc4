"""Live events: the last of what is replaced counts, pages that come back get what they lack, and nobody gets another's."""

import asyncio
from typing import Any

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils.translation import get_language

from groundswell.core.live import parts, stream, topics
from groundswell.core.live.hub import BACKLOG, Batch, Follower, Hub, urgent_up_to
from groundswell.core.live.parts import in_language
from groundswell.core.live.publish import Change, latest_number, publish_all, publish_live
from groundswell.core.live.ring import Ring, latest_only, read_rows


@pytest.fixture
def part(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A part that says its key and language, and how often it was rendered."""
    rendered: list[str] = []

    def render(key: str) -> str:
        rendered.append(key)
        return f"{key} in {get_language()}"

    monkeypatch.setattr(parts, "_kinds", {"line": render})
    return rendered


def body(target: str, action: str = "replace", **more: Any) -> dict[str, Any]:
    return {"topic": "room:1", "action": action, "target": target, "html": target, **more}


def test_latest_only_keeps_the_last_of_what_is_replaced_and_all_else_in_order():
    rows = [
        (number, "room:1", one)
        for number, one in enumerate([body("line"), body("wall", "prepend"), body("line"), body("wall", "prepend")], 1)
    ]
    assert [row[0] for row in latest_only(rows)] == [2, 3, 4]


def test_event_speaks_the_language_of_its_page(part):
    said = in_language(7, body("room", html_es="sala", urgent=True), "es")
    assert said == {"id": 7, "topic": "room:1", "action": "replace", "target": "room", "html": "sala"}
    assert in_language(8, body("line", part="line:5"), "es")["html"] == "5 in es"


@pytest.mark.django_db
def test_page_that_comes_back_gets_what_it_lacks_of_its_topics_rendered_once(part):
    publish_live(topic="room:1", action="replace", target="line", part="line:1")
    publish_all([Change("room:2", "append", "wall", "another room"), Change("room:1", "append", "wall", "a note")])
    publish_live(topic="room:1", action="replace", target="line", part="line:1")
    ring = Ring()
    last = ring.fill()
    assert last == latest_number()
    numbers = [row[0] for row in read_rows(0, 10)][-4:]
    for _page in range(3):
        missed = ring.since(frozenset({"room:1"}), numbers[0], "en")
        assert missed is not None
        assert missed.body.count(b"id: ") == 2
        assert b"another room" not in missed.body
        assert missed.last == last
    assert part == ["1"]


@pytest.mark.django_db
def test_ring_says_when_it_does_not_reach_back_far_enough(monkeypatch):
    monkeypatch.setattr("groundswell.core.live.ring.KEPT", 2)
    for word in ("one", "two", "three"):
        publish_live(topic="room:1", action="append", target="wall", html=word)
    ring = Ring()
    last = ring.fill()
    assert ring.since(frozenset({"room:1"}), last - 3, "en") is None
    held = ring.since(frozenset({"room:1"}), last - 1, "en")
    assert held is not None
    assert (held.body.count(b"id: "), b"three" in held.body) == (1, True)


def test_follower_is_written_to_in_order_and_never_twice():
    said: list[bytes] = []

    async def act() -> None:
        async def say(message: bytes) -> None:
            await asyncio.sleep(0)  # a line that is not free at once
            said.append(message)

        follower = Follower(frozenset({"room:1"}), "en", say)
        follower.hand(Batch(((1, b"1"), (2, b"2")), b"12"))
        follower.begin(1)
        follower.hand(Batch(((3, b"3"),), b"3"))
        for _turn in range(10):
            await asyncio.sleep(0)

    asyncio.run(act())
    assert said == [b"2", b"3"]


def test_topics_are_refused_together_when_one_of_them_is_not_theirs(monkeypatch):
    monkeypatch.setattr(topics, "_kinds", {"room": lambda _request, key: key == "1"})
    request = RequestFactory().get("/live/")
    assert topics.allowed(request, ["room:1"])
    assert not topics.allowed(request, ["room:1", "room:2"])
    assert not topics.allowed(request, ["other:1"])


def test_what_is_urgent_takes_along_what_came_before_it_and_leaves_the_rest():
    rows = [(number, "room:1", body("line", urgent=number in {2, 3})) for number in range(1, 6)]
    assert (urgent_up_to(rows), urgent_up_to(rows[3:]), urgent_up_to([])) == (3, 0, 0)


def test_follower_that_lags_too_far_is_ended_and_one_whose_line_breaks_too():
    async def act() -> tuple[bool, bool]:
        async def never(_message: bytes) -> None:
            await asyncio.sleep(60)

        async def broken(_message: bytes) -> None:
            raise OSError

        slow, gone = (Follower(frozenset({"room:1"}), "en", say) for say in (never, broken))
        for follower in (slow, gone):
            follower.begin(0)
        for number in range(1, BACKLOG + 3):
            slow.hand(Batch(((number, b"x"),), b"x"))
        gone.hand(Batch(((1, b"x"),), b"x"))
        await asyncio.sleep(0)
        assert slow.writing is not None
        slow.writing.cancel()
        return slow.ended.is_set(), gone.ended.is_set()

    assert asyncio.run(act()) == (True, True)


class Line:
    """A connection as the server hands it to the stream."""

    def __init__(self, query: str) -> None:
        self.scope = {
            "type": "http", "method": "GET", "path": "/live/", "query_string": query.encode(), "headers": [],
        }  # fmt: skip
        self.gone = asyncio.Event()
        self.news = asyncio.Event()
        self.said: list[dict[str, Any]] = []

    async def receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def send(self, message: Any) -> None:
        self.said.append(dict(message))
        self.news.set()

    @property
    def words(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.said)

    async def until(self, words: bytes) -> None:
        async with asyncio.timeout(60):
            while words not in self.words:
                await self.news.wait()
                self.news.clear()


def publish_elsewhere(change: Change) -> None:
    """As another page's thread does, which ends."""
    publish_all([change])
    connection.close()


@pytest.fixture
def open_hub(monkeypatch: pytest.MonkeyPatch) -> Hub:
    """A hub of our own, and a topic that anyone may follow."""
    hub = Hub()
    monkeypatch.setattr(stream, "hub", hub)
    monkeypatch.setattr(topics, "_kinds", {"room": lambda _request, key: key == "1"})
    return hub


@pytest.mark.django_db(transaction=True)
def test_stream_brings_what_was_missed_then_what_happens_until_the_browser_leaves(open_hub):
    for word in ("seen", "missed"):
        publish_live(topic="room:1", action="append", target="wall", html=word)
    after = latest_number() - 1

    async def act() -> Line:
        line = Line(f"topics=room:1&after={after}")
        serving = asyncio.create_task(stream.serve(line.scope, line.receive, line.send))
        await line.until(b"missed")
        await asyncio.to_thread(publish_elsewhere, Change("room:2", "append", "wall", "another room"))
        await asyncio.to_thread(publish_elsewhere, Change("room:1", "append", "wall", "fresh"))
        await line.until(b"fresh")
        line.gone.set()
        await serving
        await stream.close()
        await asyncio.to_thread(open_hub.thread.join, 60)
        return line

    line = asyncio.run(act())
    assert (line.said[0]["status"], b"seen" in line.words, b"another room" in line.words) == (200, False, False)
    assert (line.words.count(b"event: message"), open_hub.pages, dict(open_hub.audiences)) == (2, 0, {})


@pytest.mark.django_db(transaction=True)
def test_stream_is_refused_for_another_topic(open_hub):
    async def act() -> Line:
        line = Line("topics=room:1,room:2")
        await stream.serve(line.scope, line.receive, line.send)
        return line

    assert asyncio.run(act()).said[0]["status"] == 404


@pytest.mark.django_db(transaction=True)
def test_stream_beats_while_nothing_happens_and_ends_when_the_right_is_taken(open_hub, monkeypatch):
    monkeypatch.setattr(stream, "HEARTBEAT", 0.05)
    monkeypatch.setattr(stream, "CHECK_AGAIN", 3)

    async def act() -> Line:
        line = Line("topics=room:1")
        serving = asyncio.create_task(stream.serve(line.scope, line.receive, line.send))
        await line.until(b": still here")
        monkeypatch.setattr(topics, "_kinds", {})
        await asyncio.wait_for(serving, 60)
        await stream.close()
        await asyncio.to_thread(open_hub.thread.join, 60)
        return line

    assert asyncio.run(act()).said[-1]["more_body"] is False


@pytest.mark.django_db(transaction=True)
def test_page_from_long_ago_is_caught_up_from_the_database_page_by_page(open_hub, monkeypatch):
    monkeypatch.setattr("groundswell.core.live.ring.KEPT", 2)
    monkeypatch.setattr(stream, "PAGE", 2)
    publish_all([Change("room:1", "append", "wall", f"note {number}") for number in range(7)])
    first = read_rows(0, 1, ["room:1"])[0][0]

    async def act() -> Line:
        line = Line(f"topics=room:1&after={first}")
        serving = asyncio.create_task(stream.serve(line.scope, line.receive, line.send))
        await line.until(b"note 6")
        line.gone.set()
        await serving
        await stream.close()
        await asyncio.to_thread(open_hub.thread.join, 60)
        return line

    assert asyncio.run(act()).words.count(b"event: message") == 6


@pytest.mark.django_db(transaction=True)
def test_number_of_a_database_that_was_restored_begins_from_now(open_hub):
    publish_live(topic="room:1", action="append", target="wall", html="old")
    open_hub.ring.fill()
    found = stream.missed(stream.Asked(True, frozenset({"room:1"}), 10**9, "en"))
    assert (found.body, found.last) == (b"", latest_number())


@pytest.mark.parametrize("failure", [LookupError, AttributeError])
@pytest.mark.django_db
def test_part_that_cannot_be_shown_keeps_no_other_from_a_page_that_polls_or_follows(client, monkeypatch, failure):
    def fail(_key: str) -> str:
        raise failure

    monkeypatch.setattr(parts, "_kinds", {"line": fail})
    monkeypatch.setattr(topics, "_kinds", {"room": lambda _request, key: key == "1"})
    publish_all([Change("room:1", "append", "wall", "a note"), Change("room:1", "replace", "line", part="line:1")])
    last = latest_number()
    told = client.get(f"/live/poll/?topics=room:1&after={last - 2}").json()
    assert ([event["html"] for event in told["events"]], told["last"]) == (["a note"], last)
    missed = Ring()
    missed.fill()
    assert missed.since(frozenset({"room:1"}), last - 2, "en").body.count(b"id: ") == 1


@pytest.mark.django_db(transaction=True)
def test_page_from_long_ago_is_caught_up_past_a_page_of_parts_that_are_gone(open_hub, monkeypatch):
    monkeypatch.setattr(parts, "_kinds", {})
    monkeypatch.setattr("groundswell.core.live.ring.KEPT", 2)
    monkeypatch.setattr(stream, "PAGE", 2)
    gone = [Change("room:1", "append", "line", part=f"line:{number}") for number in range(3)]
    publish_all([*gone, *(Change("room:1", "append", "wall", f"note {number}") for number in range(4))])
    first = read_rows(0, 1, ["room:1"])[0][0]

    async def act() -> Line:
        line = Line(f"topics=room:1&after={first}")
        serving = asyncio.create_task(stream.serve(line.scope, line.receive, line.send))
        await line.until(b"note 3")
        line.gone.set()
        await serving
        await stream.close()
        await asyncio.to_thread(open_hub.thread.join, 60)
        return line

    assert asyncio.run(act()).words.count(b"event: message") == 4


@pytest.mark.django_db
def test_poll_tells_what_happened_after_a_number_and_where_to_begin(client, monkeypatch):
    monkeypatch.setattr(topics, "_kinds", {"room": lambda _request, key: key == "1"})
    publish_live(topic="room:1", action="append", target="wall", html="a note")
    last = latest_number()
    assert client.get("/live/poll/?topics=room:1").json() == {"events": [], "last": last}
    told = client.get(f"/live/poll/?topics=room:1&after={last - 1}").json()
    assert ([event["html"] for event in told["events"]], told["last"]) == (["a note"], last)
    assert client.get(f"/live/poll/?topics=room:1&after={last}").json() == {"events": [], "last": last}
    assert client.get("/live/poll/?topics=room:2&after=0").status_code == 404
    assert client.get("/live/poll/").status_code == 404
