"""Live events: the last of what is replaced counts, pages that come back get what they lack, and nobody gets another's."""

import asyncio
from typing import Any

import pytest
from django.test import RequestFactory
from django.utils.translation import get_language

from groundswell.core.live import parts, topics
from groundswell.core.live.hub import Batch, Follower
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
