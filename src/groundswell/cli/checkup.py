"""What `groundswell doctor` looks at."""

import shutil
import smtplib
import sys
import urllib.request
from collections.abc import Iterator
from email.utils import parseaddr
from http.client import HTTPException
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.validators import validate_email
from django.db import DatabaseError, connection
from django.http.request import validate_host

from groundswell.activity.choices import DEAD_AFTER
from groundswell.activity.mail import connect
from groundswell.activity.models import Worker
from groundswell.cli.reasons import database_reason
from groundswell.core.clock import now

Finding = tuple[bool, str]
KEY_LENGTH = 50  # signs that Django asks of a key


def examine() -> Iterator[Finding]:
    """Every check, in the order in which they fail."""
    yield True, f"Python {sys.version.split()[0]}, settings {settings.SETTINGS_MODULE.rpartition('.')[2]}."
    yield from examine_database()
    yield from examine_redis(settings.REDIS_URL)
    yield from examine_mail(settings)
    yield from examine_files(settings)
    if settings.SETTINGS_MODULE.endswith("production"):
        yield from examine_address(settings)
        yield from examine_running(settings)


def examine_address(settings: Any) -> Iterator[Finding]:
    """What a site that others reach must have."""
    host = urlsplit(settings.SITE_URL).hostname or ""
    served = validate_host(host, settings.ALLOWED_HOSTS)
    yield (
        served,
        f"ALLOWED_HOSTS has {host}."
        if served
        else f"{host or 'The name'} of SITE_URL is not in ALLOWED_HOSTS: add it.",
    )
    guessable = len(settings.SECRET_KEY) < KEY_LENGTH
    yield (
        not guessable,
        "SECRET_KEY is short enough to be guessed: make one as the how-to page says."
        if guessable
        else "SECRET_KEY is long.",
    )
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
    counted = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0 or not secure
    yield (
        counted,
        "The proxy is counted."
        if counted
        else "TRUSTED_PROXIES is 0: behind a proxy all visitors look like one, and its rate limit shuts them out together. "
        "Set it to 1.",
    )


def examine_running(settings: Any) -> Iterator[Finding]:
    """Static files, the worker, and the way from outside through the proxy to the site."""
    collected = (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file()
    yield (
        collected,
        "The static files are collected."
        if collected
        else f"No static files in {settings.STATIC_ROOT}: run `groundswell upgrade`.",
    )
    if "does not answer" not in database_reason():
        yield from examine_worker()
    if not settings.SITE_URL.startswith(("http://", "https://")):
        yield False, f"SITE_URL is “{settings.SITE_URL}”, no address of a site."
        return
    try:
        with urllib.request.urlopen(f"{settings.SITE_URL}/healthy/", timeout=10):
            yield True, f"The site answers at {settings.SITE_URL}."
    except (OSError, HTTPException) as error:
        yield (
            False,
            f"The site does not answer at {settings.SITE_URL}: {error}. Is `groundswell serve` started, and the proxy set up?",
        )


def examine_worker() -> Iterator[Finding]:
    """Somebody sends letters and does jobs."""
    try:
        works = Worker.objects.filter(stopped_at=None, seen_at__gt=now() - DEAD_AFTER).exists()
    except DatabaseError:  # no tables yet
        works = False
    yield works, "The worker works." if works else "No worker: letters and jobs wait. Start `groundswell worker`."


def examine_database() -> Iterator[Finding]:
    """Reachable, new enough, with this version's tables."""
    reason = database_reason()
    if "does not answer" in reason:
        yield False, f"{reason[0].upper()}{reason[1:]}"
        return
    version: Any = connection.get_database_version()
    yield True, f"Database {connection.vendor} {'.'.join(map(str, version))}."
    yield not reason, f"{reason[0].upper()}{reason[1:]}" if reason else "Tables fit."


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
        yield (
            False,
            f"Redis does not answer: {str(error).rstrip('.')}. Live pages still work, a little later. Check REDIS_URL.",
        )


def examine_mail(settings: Any) -> Iterator[Finding]:
    """Whether letters leave."""
    if not settings.MAIL_URL:
        local = bool(settings.LOCAL_MAIL)
        yield local, "Letters are read at /mail/." if local else "No MAIL_URL: nobody gets a sign-in code."
        return
    sender = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    try:
        validate_email(sender)
        yield True, f"Letters come from {sender}."
    except ValidationError:
        yield False, f"MAIL_FROM is “{settings.DEFAULT_FROM_EMAIL}”. Write it as Groundswell <learn@example.org>."
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
