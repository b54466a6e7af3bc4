"""The live stream: server-sent events as a plain ASGI route, beside the pages."""

import asyncio
import io
import secrets
import time
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections

from groundswell.core.live import topics
from groundswell.core.live.hub import Follower, hub
from groundswell.core.live.parts import known_language
from groundswell.core.live.publish import latest_number
from groundswell.core.live.ring import Missed, encode, read_rows

PATH = "/live/"
HEARTBEAT = 20.0  # seconds; proxies close what is silent for longer
CHECK_AGAIN = 6  # heartbeats after which the right to follow is checked anew
PAGE = 500
GOODBYE = 5.0  # seconds that a line may take the end of its stream
FILLED_BY = 10.0  # seconds that a page that comes back waits for the last events to be read

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-check")


@dataclass(frozen=True)
class Asked:
    """Whether a stream may open, what it follows, after which number, in which language."""

    may: bool
    topics: frozenset[str]
    after: int
    language: str


def build_request(scope: Scope) -> ASGIRequest:
    """A request with session and user, as the pages see it."""
    request = ASGIRequest(dict(scope), io.BytesIO())
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return request


def admit(scope: Scope) -> Asked:
    """Thread: what the request asks for, and whether it may."""
    close_old_connections()
    request = build_request(scope)
    wanted = topics.parse(request.GET.get("topics", ""))
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "0")
    number = int(after) if after.isdecimal() and len(after) < 19 else 0
    language = known_language(request.GET.get("language", "en"))
    return Asked(topics.allowed(request, wanted), frozenset(wanted), number, language)


def missed(asked: Asked) -> Missed:
    """Thread: what happened after the number that the page has seen; from memory, or page by page from the database."""
    close_old_connections()
    hub.ring.filled.wait(FILLED_BY)
    if asked.after > hub.ring.last and (newest := latest_number()) < asked.after:
        return Missed(b"", newest)  # a number of another database, from before it was restored: from now on
    found = hub.ring.since(asked.topics, asked.after, asked.language)
    if found is not None:
        return found
    rows = read_rows(asked.after, PAGE, asked.topics)
    body = b"".join(encode(number, said, asked.language) for number, _topic, said in rows)
    return Missed(body, rows[-1][0] if rows else asked.after)


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection, from its opening to its end."""
    asked = await asyncio.get_running_loop().run_in_executor(_threads, admit, scope)
    if not asked.may:
        await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"Nothing to follow here."})
        return
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]

    async def say(body: bytes) -> None:
        await send({"type": "http.response.body", "body": body, "more_body": True})

    await send({"type": "http.response.start", "status": 200, "headers": headers})
    # Each page waits for another time before it comes back, so that after a restart not all come in one instant.
    await say(f"retry: {1000 + secrets.randbelow(2000)}\n\n".encode())
    follower = Follower(asked.topics, asked.language, say)
    hub.follow(follower)
    gone = asyncio.ensure_future(_wait_until_gone(receive, follower))
    try:
        follower.begin(await _catch_up(asked, say))
        await _keep_up(scope, follower)
    finally:
        hub.leave(follower)
        gone.cancel()
        if follower.writing is not None:
            follower.writing.cancel()
    with suppress(TimeoutError):
        async with asyncio.timeout(GOODBYE):
            await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _catch_up(asked: Asked, say: Callable[[bytes], Awaitable[None]]) -> int:
    """Send what was missed; a first visit without a number starts from now. Return the number that is then seen."""
    loop = asyncio.get_running_loop()
    last = asked.after
    while last:
        page = await loop.run_in_executor(_threads, missed, Asked(True, asked.topics, last, asked.language))
        if page.body:
            await say(page.body)
        if page.last == last or page.last >= hub.ring.last:
            return page.last
        last = page.last
    return last


async def _keep_up(scope: Scope, follower: Follower) -> None:
    """A heartbeat when nothing was said for long, until the browser leaves, lags too far, or may not follow any more."""
    loop = asyncio.get_running_loop()
    beats = 0
    while True:
        try:
            await asyncio.wait_for(follower.ended.wait(), HEARTBEAT)
        except TimeoutError:
            beats += 1
        else:
            return
        if beats % CHECK_AGAIN == 0 and not (await loop.run_in_executor(_threads, admit, scope)).may:
            return
        free = follower.writing is None or follower.writing.done()
        if free and time.monotonic() - follower.said_at >= HEARTBEAT:
            await follower.say(b": still here\n\n")


async def _wait_until_gone(receive: Receive, follower: Follower) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    follower.ended.set()


async def close() -> None:
    """End all streams; browsers come back by themselves."""
    hub.close()
    await asyncio.sleep(0)
