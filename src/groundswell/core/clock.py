"""The product's one clock. Tests and the example set it; nothing else in the product asks the machine for the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

PACIFIC = ZoneInfo("America/Los_Angeles")

_set: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, in UTC."""
    return _set.get() or datetime.now(UTC)


def machine_now() -> datetime:
    """This moment as the machine tells it, also where the clock is set: by it Django ends the sessions that it began."""
    return datetime.now(UTC)


def today() -> date:
    """The date in California."""
    return now().astimezone(PACIFIC).date()


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock for what happens inside. `moment` has a zone."""
    if moment.tzinfo is None:
        raise ValueError("The clock is set with a moment that has a zone.")
    token = _set.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _set.reset(token)
