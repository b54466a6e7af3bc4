"""One reader per process: it looks for new live rows and hands each to the streams that follow its topic."""

import asyncio
import logging
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from groundswell.core.live.ring import Ring, Row, encode, latest_only, read_rows

CHANNEL = "groundswell-live"  # in Redis
LOOK_EVERY = 0.05  # seconds, when nobody wakes us: how processes without Redis hear of each other
LOOK_WITH_REDIS = 0.5
LOOK_ALONE = 1.0  # while nobody follows
REST = 0.08  # seconds between two messages at least: what happens meanwhile leaves as one
REST_EACH = 0.0004  # and so much more for each open page, because each message is written to each
REST_MOST = 0.6
READ = 500  # rows at once
BACKLOG = 100  # messages that a slow stream may fall behind before it is closed; it resumes by number

log = logging.getLogger("groundswell.live")

_woken = threading.Event()

Say = Callable[[bytes], Awaitable[None]]
Audience = tuple[frozenset[str], str]  # topics and language: followers with the same get the same bytes


def wake() -> None:
    """Look for new rows now."""
    _woken.set()


def urgent_up_to(rows: Sequence[Row]) -> int:
    """How many of these must leave now: up to the last urgent one, because what leaves is in the order of its numbers."""
    return max((place for place, row in enumerate(rows, start=1) if row[2].get("urgent")), default=0)


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
    """One open stream. Until it is `ready` (has what it missed) and while its line is slow, messages wait."""

    topics: frozenset[str]
    language: str
    say: Say
    last: int = 0
    ready: bool = False
    waiting: deque[Batch] = field(default_factory=deque)
    writing: asyncio.Task[None] | None = None
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    said_at: float = 0.0

    def hand(self, batch: Batch) -> None:
        """Write now if the line is free, and else when it is. One that lags too far is ended and resumes by number."""
        self.waiting.append(batch)
        if len(self.waiting) > BACKLOG:
            self.ended.set()
        elif self.ready and (self.writing is None or self.writing.done()):
            # Eager: a write to a line that takes it at once never becomes a task of the loop.
            self.writing = asyncio.eager_task_factory(asyncio.get_running_loop(), self._write())

    def begin(self, last: int) -> None:
        """It has seen everything up to this number; from here on messages are written."""
        self.last, self.ready = last, True
        if self.waiting:
            self.writing = asyncio.get_running_loop().create_task(self._write())

    async def _write(self) -> None:
        try:
            while self.waiting:
                batch = self.waiting.popleft()
                if fresh := batch.after(self.last):
                    self.last = batch.last
                    self.said_at = time.monotonic()
                    await self.say(fresh)
        except OSError:
            self.ended.set()


class Hub:
    """Followers by topic, and the thread that reads for them."""

    def __init__(self) -> None:
        self.by_topic: dict[str, set[Follower]] = defaultdict(set)
        self.audiences: Counter[Audience] = Counter()
        self.pages = 0
        self.loop: asyncio.AbstractEventLoop | None = None
        self.thread: threading.Thread | None = None
        self.stopping = threading.Event()
        self.ring = Ring()

    def start(self) -> None:
        """Begin to read (call on the event loop)."""
        if self.thread is None or not self.thread.is_alive():
            self.loop = asyncio.get_running_loop()
            self.ring = Ring()
            self.thread = threading.Thread(target=self._read, name="live", daemon=True)
            self.thread.start()

    def follow(self, follower: Follower) -> None:
        """Add a stream (call on the event loop)."""
        if self.stopping.is_set():
            follower.ended.set()  # it comes back to the next process
        else:
            self.start()
        for topic in follower.topics:
            self.by_topic[topic].add(follower)
        self.audiences[(follower.topics, follower.language)] += 1
        self.pages += 1

    def leave(self, follower: Follower) -> None:
        """Remove a stream (call on the event loop)."""
        for topic in follower.topics:
            self.by_topic[topic].discard(follower)
            if not self.by_topic[topic]:
                del self.by_topic[topic]
        self.pages -= 1
        audience = (follower.topics, follower.language)
        self.audiences[audience] -= 1
        if not self.audiences[audience]:
            del self.audiences[audience]

    def close(self) -> None:
        """End all streams (call on the event loop)."""
        self.stopping.set()
        wake()
        for follower in {follower for followers in self.by_topic.values() for follower in followers}:
            follower.ended.set()

    def _read(self) -> None:
        """Thread: read new rows for ever, and let them leave when it is time."""
        if settings.REDIS_URL:
            threading.Thread(target=self._listen, name="live-redis", daemon=True).start()
        pending: list[Row] = []
        left_at = due = 0.0
        last: int | None = None
        while not self.stopping.is_set():
            rows: list[Row] = []
            try:
                if last is None:
                    last = self.ring.fill()
                rows = read_rows(last, READ)
                if rows:
                    last = rows[-1][0]
                    self.ring.add(rows)
                    pending += rows
                due = left_at + min(REST_MOST, REST + REST_EACH * self.pages)
                if leaving := len(pending) if time.monotonic() >= due else urgent_up_to(pending):
                    self._send(pending[:leaving])
                    left_at, pending = time.monotonic(), pending[leaving:]
                    due = left_at + REST
            except DatabaseError:  # it went away for a moment; look again
                close_old_connections()
                self.stopping.wait(0.2)
            if len(rows) < READ:
                self._rest(max(0.0, due - time.monotonic()) if pending else None)
        connection.close()

    def _rest(self, longest: float | None) -> None:
        """Wait for news, or until what is pending may leave."""
        usual = (LOOK_WITH_REDIS if settings.REDIS_URL else LOOK_EVERY) if self.pages else LOOK_ALONE
        _woken.wait(usual if longest is None else min(usual, longest))
        _woken.clear()

    def _send(self, rows: list[Row]) -> None:
        """Thread: encode for each audience, what is shared only once, and hand over to the loop."""
        encoded: dict[tuple[int, str], bytes] = {}
        batches: dict[Audience, Batch] = {}
        told = latest_only(rows)
        for audience in list(self.audiences):
            topics, language = audience
            events = []
            for number, topic, body in told:
                if topic in topics:
                    if (number, language) not in encoded:
                        encoded[number, language] = encode(number, body, language)
                    if message := encoded[number, language]:
                        events.append((number, message))
            if events:
                batches[audience] = Batch(tuple(events), b"".join(message for _number, message in events))
        if batches and self.loop is not None:
            self.loop.call_soon_threadsafe(self._distribute, batches)

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

    def _distribute(self, batches: dict[Audience, Batch]) -> None:
        """Hand each follower its batch; those who follow the same topics in the same language share it."""
        topics = {topic for audience in batches for topic in audience[0]}
        for follower in {follower for topic in topics for follower in self.by_topic.get(topic, ())}:
            batch = batches.get((follower.topics, follower.language))
            if batch is not None:
                follower.hand(batch)


hub = Hub()
