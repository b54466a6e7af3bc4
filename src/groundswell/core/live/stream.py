"""The live stream: server-sent events as a plain ASGI route, beside the pages."""

import asyncio
import io
from collections.abc import Awaitable, Callable, MutableMapping
from concurrent.futures import ThreadPoolExecutor
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.core.handlers.asgi import ASGIRequest
from django.db import close_old_connections

from groundswell.core.live import topics
from groundswell.core.live.hub import Follower, encode, hub
from groundswell.core.models import LiveEvent

PATH = "/live/"
HEARTBEAT = 20.0  # seconds; proxies close what is silent for longer
CHECK_AGAIN = 6  # heartbeats after which the right to follow is checked anew
PAGE = 500

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_threads = ThreadPoolExecutor(max_workers=4, thread_name_prefix="live-check")


def build_request(scope: Scope) -> ASGIRequest:
    """A request with session and user, as the pages see it."""
    request = ASGIRequest(dict(scope), io.BytesIO())
    store = import_module(settings.SESSION_ENGINE).SessionStore
    request.session = store(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    request.user = get_user(request)
    return request


def admit(scope: Scope) -> tuple[bool, list[str], int]:
    """Thread: whether the stream may open, its topics, and the number after which it resumes."""
    close_old_connections()
    request = build_request(scope)
    wanted = topics.parse(request.GET.get("topics", ""))
    after = request.headers.get("Last-Event-ID") or request.GET.get("after", "0")
    return topics.allowed(request, wanted), wanted, int(after) if after.isdecimal() and len(after) < 19 else 0


def missed(wanted: list[str], after: int) -> list[tuple[int, bytes]]:
    """Thread: the next page of events that the stream has not seen."""
    close_old_connections()
    rows = LiveEvent.objects.filter(topic__in=wanted, id__gt=after).order_by("id").values_list("id", "topic", "body")
    return [(number, encode(number, body)) for number, _topic, body in rows[:PAGE]]


async def serve(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection, from its opening to its end."""
    loop = asyncio.get_running_loop()
    may, wanted, last = await loop.run_in_executor(_threads, admit, scope)
    if not may:
        await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
        await send({"type": "http.response.body", "body": b"Nothing to follow here."})
        return
    headers = [
        (b"content-type", b"text/event-stream; charset=utf-8"),
        (b"cache-control", b"no-store"),
        (b"x-accel-buffering", b"no"),
    ]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"retry: 2000\n\n", "more_body": True})
    follower = Follower(frozenset(wanted))
    hub.follow(follower)
    gone = asyncio.ensure_future(_wait_until_gone(receive))
    try:
        last = await _catch_up(send, wanted, last)
        await _keep_up(scope, send, follower, last, gone)
    finally:
        hub.leave(follower)
        gone.cancel()


async def _say(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _catch_up(send: Send, wanted: list[str], last: int) -> int:
    """Send what was missed; a first visit without a number starts from now. Return the last number sent."""
    loop = asyncio.get_running_loop()
    while last:
        page = await loop.run_in_executor(_threads, missed, wanted, last)
        for number, message in page:
            await _say(send, message)
            last = number
        if len(page) < PAGE:
            break
    return last


async def _keep_up(scope: Scope, send: Send, follower: Follower, last: int, gone: asyncio.Task[None]) -> None:
    """Send what the hub hands over, and a heartbeat when it is silent, until the browser leaves."""
    loop = asyncio.get_running_loop()
    beats = 0
    while not gone.done():
        waiting = asyncio.ensure_future(follower.queue.get())
        both: set[asyncio.Future[Any]] = {waiting, gone}
        await asyncio.wait(both, timeout=HEARTBEAT, return_when=asyncio.FIRST_COMPLETED)
        if not waiting.done():
            waiting.cancel()
            if gone.done():
                return
            beats += 1
            if beats % CHECK_AGAIN == 0 and not (await loop.run_in_executor(_threads, admit, scope))[0]:
                break
            await _say(send, b": still here\n\n")
            continue
        item = waiting.result()
        if item is None:
            break
        if fresh := item.after(last):
            last = item.last
            await _say(send, fresh)
    await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _wait_until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def close() -> None:
    """End all streams; browsers come back by themselves."""
    hub.close()
    await asyncio.sleep(0)
