"""Writing live events. The row is written in the caller's transaction, so what is shown was done."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from groundswell.core.clock import now
from groundswell.core.inserts import insert_rows
from groundswell.core.live import hub
from groundswell.core.models import LiveEvent

# PostgreSQL hands out numbers before commit. Holding this lock until commit makes numbers appear in order, so that a
# stream that has seen number 7 has seen all before it. SQLite has one writer anyway.
ORDER_LOCK = 7_113_061


@dataclass(frozen=True, slots=True)
class Change:
    """Change the part `target` of every page that follows `topic`.

    `action` is replace, append, prepend or remove. The message carries the content; pages never fetch again. `part`
    (`kind:key`, see `parts`) instead of `html` is rendered when it leaves. What is `urgent` leaves at once; the rest waits
    a moment for company when many pages are open.
    """

    topic: str
    action: str
    target: str
    html: str = ""
    part: str = ""
    urgent: bool = False
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def body(self) -> dict[str, Any]:
        body = {"topic": self.topic, "action": self.action, "target": self.target, "html": self.html, **self.facts}
        return body | ({"part": self.part} if self.part else {}) | ({"urgent": True} if self.urgent else {})


def spoken(topic: str, action: str, target: str, render: Callable[[], str], *, urgent: bool = False) -> Change:
    """A change with words in it: rendered in each language, so that a page gets its own and never that of whoever pressed."""
    html = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            html[language] = render()
    said = html.pop("en")
    others = {f"html_{language}": words for language, words in html.items() if words != said}
    return Change(topic, action, target, said, urgent=urgent, facts=others)


def publish_live(
    *, topic: str, action: str, target: str, html: str = "", part: str = "", urgent: bool = False,
    facts: dict[str, Any] | None = None,
) -> None:  # fmt: skip
    """One `Change`. Call it last in the transaction: on PostgreSQL it waits for other publishers."""
    publish_all([Change(topic, action, target, html, part, urgent, facts or {})])


def publish_all(changes: Sequence[Change]) -> None:
    """Several changes, in this order. Call it last in the transaction."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])
    moment = now()
    insert_rows(LiveEvent, ({"topic": one.topic, "body": one.body, "made_at": moment} for one in changes))
    transaction.on_commit(wake_all)


def wake_all() -> None:
    """Wake this process's hub, and through Redis those of the others."""
    hub.wake()
    if settings.REDIS_URL:
        from redis import RedisError

        try:
            _redis(settings.REDIS_URL).publish(hub.CHANNEL, b"1")
        except RedisError:
            return  # the others look for new rows by themselves anyway


@cache
def _redis(url: str) -> Any:
    """One client with its pool of connections for this process."""
    from redis import Redis

    return Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1)


def begin_numbers() -> None:
    """For a new installation: without any number a page could not say from where on it follows."""
    if not LiveEvent.objects.exists():
        publish_live(topic="beginning", action="append", target="beginning")


def latest_number() -> int:
    """The number up to which a page that is rendered now has seen everything."""
    return LiveEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
