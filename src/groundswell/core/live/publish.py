"""Writing live events. The row is written in the caller's transaction, so what is shown was done."""

from typing import Any

from django.conf import settings
from django.db import connection, transaction

from groundswell.core.clock import now
from groundswell.core.live import hub
from groundswell.core.models import LiveEvent

# PostgreSQL hands out numbers before commit. Holding this lock until commit makes numbers appear in order, so that a
# stream that has seen number 7 has seen all before it. SQLite has one writer anyway.
ORDER_LOCK = 7_113_061


def publish_live(*, topic: str, action: str, target: str, html: str, facts: dict[str, Any] | None = None) -> LiveEvent:
    """Change the part `target` of every page that follows `topic`.

    `action` is replace, append, prepend or remove. The message carries the content; pages never fetch again.
    Call it last in the transaction: on PostgreSQL it waits for other publishers.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [ORDER_LOCK])
    body = {"topic": topic, "action": action, "target": target, "html": html, **(facts or {})}
    event = LiveEvent.objects.create(topic=topic, body=body, made_at=now())
    transaction.on_commit(wake_all)
    return event


def wake_all() -> None:
    """Wake this process's hub, and through Redis those of the others."""
    hub.wake()
    if settings.REDIS_URL:
        from redis import Redis, RedisError

        try:
            Redis.from_url(settings.REDIS_URL, socket_timeout=1).publish(hub.CHANNEL, b"1")
        except RedisError:
            return  # the others look for new rows five times a second anyway


def latest_number() -> int:
    """The number up to which a page that is rendered now has seen everything."""
    return LiveEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
