"""What many ask for at one instant is read once and kept for a moment.

For pages that say how old they are, and whose stream brings what has happened since: nobody sees less for it. Whoever has
just changed something and wants to see it asks for what is `fresh_enough`.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection

from groundswell.core.running import RUNNING

MOST = 200  # things kept; then all are dropped


@dataclass
class _Held[Thing]:
    thing: Thing
    until: float


class Kept[Key, Thing]:
    """`read(key)` at most once in so many seconds for each key; of several that ask at once one reads and the others wait."""

    def __init__(self, read: Callable[[Key], Thing], *, seconds: float) -> None:
        self._read = read
        self._seconds = seconds
        self._held: dict[Key, _Held[Thing]] = {}
        self._locks: dict[Key, threading.Lock] = {}

    def get(self, key: Key, fresh_enough: Callable[[Thing], bool] = lambda _thing: True) -> Thing:
        """The thing, as it was a moment ago at most. Within a transaction it is read anew, for it may be undone."""
        if connection.in_atomic_block:
            return self._read(key)
        held = self._held.get(key)
        if held is not None and held.until > time.monotonic() and fresh_enough(held.thing):
            return held.thing
        lock = self._locks.setdefault(key, threading.Lock())
        if not lock.acquire(blocking=False):
            with RUNNING.waiting():
                lock.acquire()
        try:
            held = self._held.get(key)
            if held is not None and held.until > time.monotonic() and fresh_enough(held.thing):
                return held.thing
            until = time.monotonic() + self._seconds  # from before it is read
            thing = self._read(key)
            if len(self._held) >= MOST:
                self._held.clear()
                self._locks = {key: lock}
            self._held[key] = _Held(thing, until)
            return thing
        except Exception:
            self._locks.pop(key, None)  # addresses that somebody made up leave nothing behind
            raise
        finally:
            lock.release()
