"""One ASGI application: pages are synchronous and run on threads, live streams are async routes beside them.

Django as a pure ASGI application serves about half as many pages and a sixth as many small ones.
"""

import asyncio
import gc
import signal
import threading
from collections.abc import Awaitable, Callable, MutableMapping
from types import FrameType
from typing import Any

from django.core.wsgi import get_wsgi_application

from config.start import choose_settings

choose_settings()
pages = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402
from django.urls import get_resolver  # noqa: E402

from groundswell.core.live import stream  # noqa: E402
from groundswell.core.live.hub import hub  # noqa: E402
from groundswell.core.running import RUNNING  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


def page(environ: dict[str, Any], start_response: Any) -> Any:
    """One page, made when there is a place to compute. Who asks for its head only gets that: the server sends no body."""
    if environ["REQUEST_METHOD"] == "HEAD":
        environ["REQUEST_METHOD"] = "GET"
    with RUNNING.computing(first=environ["REQUEST_METHOD"] == "GET"):
        return pages(environ, start_response)


threaded = WSGIMiddleware(page, workers=settings.PAGE_THREADS)  # type: ignore[arg-type]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Route one connection."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == stream.PATH:
        await stream.serve(scope, receive, send)
    elif scope["type"] == "http":
        await threaded(scope, receive, send)  # type: ignore[arg-type]


def make_ready() -> None:
    """Load what the first page would load, then keep the garbage collector from walking through all of it again and again.

    With its usual thresholds it took two fifths of a busy server's processor time, nearly all of it over modules, models
    and forms that live as long as the process.
    """
    RUNNING.limit(settings.PAGES_AT_ONCE)
    get_resolver().url_patterns  # noqa: B018 - imports every view
    gc.collect()
    gc.freeze()
    gc.set_threshold(*COLLECT_AFTER)


COLLECT_AFTER = (20_000, 20, 20)  # new objects, rounds among the young, rounds among the middle


def end_streams_when_asked_to_stop() -> None:
    """The server waits for open connections before it tells us that it stops, and a stream never ends by itself."""
    loop = asyncio.get_running_loop()
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, _first(lambda: loop.call_soon_threadsafe(hub.close), signal.getsignal(number)))


def _first(act: Callable[[], object], usual: Any) -> Callable[[int, FrameType | None], None]:
    def ask(number: int, frame: FrameType | None) -> None:
        act()
        if callable(usual):
            usual(number, frame)

    return ask


async def lifespan(receive: Receive, send: Send) -> None:
    """Say yes to the server's start, and end the open streams at its stop."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            make_ready()
            end_streams_when_asked_to_stop()
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await stream.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
