"""Settings from the environment, typed. A bad value stops the start with one clear sentence."""

import os
import re
import select
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    """A string; white space around it does not count."""
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    """Yes or no."""
    raw = os.environ.get(name)
    if raw is None:
        return default
    if raw.strip().lower() in TRUE:
        return True
    if raw.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is “{raw}”. Write yes or no.")


def number(name: str, default: int, *, least: int = 1) -> int:
    """A whole number, of at least `least`."""
    raw = text(name, str(default))
    if not raw.isdecimal() or int(raw) < least:
        raise ImproperlyConfigured(f"{name} is “{raw}”. Write a whole number, {least} or more.")
    return int(raw)


def one_of(name: str, choices: tuple[str, ...], default: str) -> str:
    """One of some words, whatever their case."""
    raw = text(name, default).upper()
    if raw not in choices:
        raise ImproperlyConfigured(f"{name} is “{raw}”. Write one of {', '.join(choices)}.")
    return raw


def address(name: str, *forms: str) -> str:
    """The address of a server, which begins and is made as one of `forms`; or nothing. A port that is none is told too."""
    raw = text(name)
    if raw and not _fits(raw, [form.partition(":")[0] for form in forms]):
        raise ImproperlyConfigured(f"{name} is “{_without_password(raw)}”. Write it as {' or '.join(forms)}.")
    return raw


def _fits(raw: str, schemes: list[str]) -> bool:
    try:
        parts = urlsplit(raw)
        return parts.scheme in schemes and parts.port != 0
    except ValueError:  # a port that is no number, or a bracket that does not close
        return False


def _without_password(raw: str) -> str:
    return re.sub(r":.*@", ":…@", raw)


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def folder(name: str, default: Path) -> Path:
    """A folder's path."""
    raw = text(name)
    return Path(raw).expanduser().resolve() if raw else default


SQLITE_START = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; "
    "PRAGMA cache_size=-65536; PRAGMA mmap_size=268435456; PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864;"
)


def still_there(line: Any) -> None:
    """A line of the pool, before somebody gets it: raises when the database server has ended it, as when it was restarted.

    Nothing comes on a line that waits, unless its end. Looking for that costs a hundredth of asking the server each time.
    """
    watch = select.poll()
    watch.register(line.fileno(), select.POLLIN)
    if watch.poll(0):
        line.execute("")
        line.rollback()


def database(url: str) -> dict[str, Any]:
    """Django's database settings from `sqlite:///FILE` or `postgresql://user:password@host:port/name?option=value`.

    SQLite takes its write lock when a transaction starts (IMMEDIATE): with the default, simultaneous registrations fail.
    Each thread keeps its connection: opening one costs more than most pages ask of it. PostgreSQL connections are pooled
    in the process. A host given as `?host=/folder` is a socket's folder.
    """
    if not _fits(url, ["sqlite", "postgresql", "postgres"]):
        raise ImproperlyConfigured(
            f"DATABASE_URL is “{_without_password(url)}”. Write sqlite:///FILE or postgresql://user:password@host/name; "
            "signs such as @ or / in a password are written %40, %2F."
        )
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "groundswell.core.sqlite",
            "NAME": unquote(parts.path[1:]),  # three slashes: relative to the working folder; four: absolute
            "CONN_MAX_AGE": None,
            "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": SQLITE_START},
        }
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    pool = {"min_size": 1, "max_size": number("DATABASE_POOL", 36), "timeout": 20, "check": still_there}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 0,
        # The server plans a statement once for each connection, not at each page.
        "OPTIONS": {"pool": pool, "server_side_binding": True, "prepare_threshold": 3, **options},
    }
