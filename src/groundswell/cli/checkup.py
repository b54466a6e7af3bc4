"""What `groundswell doctor` looks at."""

import shutil
import smtplib
import sys
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from groundswell.activity.mail import connect

Finding = tuple[bool, str]


def examine() -> Iterator[Finding]:
    """Every check, in the order in which they fail."""
    yield True, f"Python {sys.version.split()[0]}, settings {settings.SETTINGS_MODULE.rpartition('.')[2]}."
    yield from examine_database()
    yield from examine_redis(settings.REDIS_URL)
    yield from examine_mail(settings)
    yield from examine_files(settings)
    if settings.SETTINGS_MODULE.endswith("production"):
        secure = settings.SITE_URL.startswith("https://")
        yield (
            secure,
            "SITE_URL speaks HTTPS." if secure else "SITE_URL does not start with https://: cookies could be read.",
        )
        yield (
            not settings.EXAMPLE,
            (
                "The example world is on: anyone can sign in as its people. Set GROUNDSWELL_EXAMPLE=no."
                if settings.EXAMPLE
                else "The example world is off."
            ),
        )


def examine_database() -> Iterator[Finding]:
    """Reachable, new enough, with this version's tables."""
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        yield False, f"The database does not answer: {error}. Check DATABASE_URL."
        return
    version: Any = connection.get_database_version()
    yield True, f"Database {connection.vendor} {'.'.join(map(str, version))}."
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    yield (
        not missing,
        f"{len(missing)} changes to tables wait: run `groundswell upgrade`." if missing else "Tables fit.",
    )


def examine_redis(url: str) -> Iterator[Finding]:
    """Only when configured."""
    if not url:
        yield True, "No Redis: live pages look for news five times a second. That is enough for one machine."
        return
    from redis import Redis, RedisError

    try:
        Redis.from_url(url, socket_timeout=3).ping()
        yield True, "Redis answers."
    except RedisError as error:
        yield False, f"Redis does not answer: {error}. Live pages still work, a little later. Check REDIS_URL."


def examine_mail(settings: Any) -> Iterator[Finding]:
    """Whether letters leave."""
    if not settings.MAIL_URL:
        local = bool(settings.LOCAL_MAIL)
        yield local, "Letters are read at /mail/." if local else "No MAIL_URL: nobody gets a sign-in code."
        return
    try:
        server = connect()
        if server is not None:
            server.quit()
        yield True, "The mail server takes letters."
    except (OSError, smtplib.SMTPException) as error:
        yield False, f"The mail server does not take letters: {error}. Check MAIL_URL."


def examine_files(settings: Any) -> Iterator[Finding]:
    """Uploads can be written, and there is room."""
    try:
        name = default_storage.save("doctor.txt", ContentFile(b"ok"))
        default_storage.delete(name)
        yield True, "Uploads can be written."
    except Exception as error:  # noqa: BLE001 - any storage, any error: its sentence is what helps
        yield False, f"Uploads cannot be written: {error}."
    free = shutil.disk_usage(settings.HOME).free / 2**30
    yield free > 1, f"{free:.0f} GiB free in {settings.HOME}."
