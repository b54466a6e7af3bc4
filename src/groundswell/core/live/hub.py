"""One reader per process: it looks for new live rows and hands each to the streams that follow its topic."""

import asyncio
import json
import threading
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import close_old_connections, connection

from groundswell.core.models import LiveEvent

CHANNEL = "groundswell-live"  # in Redis
LOOK_EVERY = 0.2  # seconds, when nobody wakes us
REST = 0.08  # seconds between two looks: what happens meanwhile leaves as one message, however many pages are open
BACKLOG = 400  # messages that a slow stream may fall behind before it is closed; it resumes by number

_woken = threading.Event()


def wake() -> None:
    """Look for new rows now."""
    _woken.set()


@dataclass(frozen=True)
class Batch:
    """Events in the order of their numbers, encoded, and all of them in one piece."""

    events: tuple[tuple[int, bytes], ...]
    whole: bytes

    def after(self, number: int) -> bytes:
        """What a stream that has seen up to `number` still lacks."""
        if self.events[0][0] > number:
            return self.whole
        return b"".join(message for each, message in self.events if each > number)

    @property
    def last(self) -> int:
        return self.events[-1][0]


@dataclass(eq=False)
class Follower:
    """One open stream."""

    topics: frozenset[str]
    queue: asyncio.Queue["Batch | None"] = field(default_factory=lambda: asyncio.Queue(BACKLOG))


def encode(number: int, body: dict[str, object]) -> bytes:
    """One server-sent event."""
    return f"id: {number}\nevent: message\ndata: {json.dumps({'id': number, **body})}\n\n".encode()


def latest_only(rows: list[tuple[int, str, dict[str, object]]]) -> list[tuple[int, str, dict[str, object]]]:
    """Of several that replace the same part only the last counts; the order of the rest stays."""
    last = {(topic, body["target"]): number for number, topic, body in rows if body["action"] == "replace"}
    return [row for row in rows if row[2]["action"] != "replace" or last[(row[1], row[2]["target"])] == row[0]]


class Hub:
    """Followers by topic, and the thread that reads for them. Runs only while somebody follows."""

    def __init__(self) -> None:
        self.by_topic: dict[str, set[Follower]] = defaultdict(set)
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread: threading.Thread | None = None
        self.stopping = threading.Event()

    def follow(self, follower: Follower) -> None:
        """Add a stream (call on the event loop)."""
        for topic in follower.topics:
            self.by_topic[topic].add(follower)
        if self.thread is None or not self.thread.is_alive():
            self.loop = asyncio.get_running_loop()
            self.stopping.clear()
            self.thread = threading.Thread(target=self._read, name="live", daemon=True)
            self.thread.start()

    def leave(self, follower: Follower) -> None:
        """Remove a stream (call on the event loop)."""
        for topic in follower.topics:
            self.by_topic[topic].discard(follower)
            if not self.by_topic[topic]:
                del self.by_topic[topic]

    def close(self) -> None:
        """End all streams (call on the event loop)."""
        self.stopping.set()
        wake()
        for follower in {follower for followers in self.by_topic.values() for follower in followers}:
            _hand_over(follower, None)

    def _read(self) -> None:
        """Thread: read new rows for ever."""
        last = None
        if settings.REDIS_URL:
            threading.Thread(target=self._listen, name="live-redis", daemon=True).start()
        while not self.stopping.is_set():
            close_old_connections()
            try:
                if last is None:
                    last = LiveEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
                rows = list(
                    LiveEvent.objects.filter(id__gt=last).order_by("id").values_list("id", "topic", "body")[:500]
                )
            except Exception:  # noqa: BLE001 - the database went away for a moment; look again
                rows = []
            if rows and self.loop is not None:
                last = rows[-1][0]
                messages = [(number, topic, encode(number, body)) for number, topic, body in latest_only(rows)]
                self.loop.call_soon_threadsafe(self._distribute, messages)
                self.stopping.wait(REST)
                continue
            _woken.wait(LOOK_EVERY)
            _woken.clear()
        connection.close()

    def _listen(self) -> None:
        """Thread: let Redis wake us."""
        from redis import Redis, RedisError

        while not self.stopping.is_set():
            try:
                server: Any = Redis.from_url(settings.REDIS_URL)
                with server.pubsub(ignore_subscribe_messages=True) as listener:
                    listener.subscribe(CHANNEL)
                    while not self.stopping.is_set():
                        if listener.get_message(timeout=1.0):
                            wake()
            except RedisError:
                self.stopping.wait(2)

    def _distribute(self, messages: list[tuple[int, str, bytes]]) -> None:
        """Hand each follower its events as one batch; followers of the same topics share it."""
        batches: dict[frozenset[str], Batch] = {}
        reached = {follower for _number, topic, _body in messages for follower in self.by_topic.get(topic, ())}
        for follower in reached:
            if follower.topics not in batches:
                events = tuple((number, body) for number, topic, body in messages if topic in follower.topics)
                batches[follower.topics] = Batch(events, b"".join(body for _number, body in events))
            _hand_over(follower, batches[follower.topics])


def _hand_over(follower: Follower, message: Batch | None) -> None:
    """Give a stream its message; one that lags too far is emptied and ended, and resumes by number."""
    if follower.queue.full():
        while not follower.queue.empty():
            follower.queue.get_nowait()
        message = None
    follower.queue.put_nowait(message)


hub = Hub()
