"""One ASGI application: pages are synchronous and run on threads, live streams are async routes beside them.

Django as a pure ASGI application serves about half as many pages and a sixth as many small ones.
"""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from django.core.wsgi import get_wsgi_application

from config.start import choose_settings

choose_settings()
pages = get_wsgi_application()

from a2wsgi import WSGIMiddleware  # noqa: E402
from django.conf import settings  # noqa: E402

from groundswell.core.live import stream  # noqa: E402

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

threaded = WSGIMiddleware(pages, workers=settings.PAGE_THREADS)  # type: ignore[arg-type]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """Route one connection."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http" and scope["path"] == stream.PATH:
        await stream.serve(scope, receive, send)
    elif scope["type"] == "http":
        await threaded(scope, receive, send)  # type: ignore[arg-type]


async def lifespan(receive: Receive, send: Send) -> None:
    """Say yes to the server's start, and end the open streams at its stop."""
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await send({"type": "lifespan.startup.complete"})
        elif message["type"] == "lifespan.shutdown":
            await stream.close()
            await send({"type": "lifespan.shutdown.complete"})
            return
