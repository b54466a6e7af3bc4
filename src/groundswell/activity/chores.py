"""Regular work that the worker does between letters and jobs. Apps above register their own in `AppConfig.ready`.

chores.register("people.retention", every=timedelta(days=1), do=apply_retention)
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any


@dataclass(frozen=True)
class Duty:
    """`do` takes nothing and may be done again after an end in the middle."""

    name: str
    every: timedelta
    do: Callable[[], Any]


_duties: dict[str, Duty] = {}


def register(name: str, *, every: timedelta, do: Callable[[], Any]) -> None:
    """Called once for a name."""
    if name in _duties:
        raise ValueError(f"The chore {name} is registered twice.")
    _duties[name] = Duty(name, every, do)


def all_duties() -> list[Duty]:
    """All of them, by name."""
    return [_duties[name] for name in sorted(_duties)]
