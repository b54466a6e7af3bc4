"""How many threads of a serving process compute at once.

Python runs one thread at a time and takes turns every few milliseconds: ten that compute make each other ten times slower,
also the one that holds the database's write lock while all wait for it. So only a few compute, and whoever waits for a
lock lets somebody else compute meanwhile. Outside of a serving process nothing is limited.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.5  # seconds after which a page counts as one that waits: for a slow phone's upload, for another server


class Running:
    """A few places to compute; a thread has one or none."""

    def __init__(self) -> None:
        self._at_once = 0
        self._since: dict[int, float] = {}  # when each thread that has a place got it
        self._changed = threading.Condition()

    def limit(self, at_once: int) -> None:
        """From now on so many at once; 0 for as many as come."""
        self._at_once = at_once

    @contextmanager
    def computing(self) -> Iterator[None]:
        """Wait for a place, and have it."""
        self._enter()
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Leave one's place to another for as long as this thread waits; nothing for a thread without one."""
        if not self._leave():
            yield
            return
        try:
            yield
        finally:
            self._enter()

    def _enter(self) -> None:
        if not self._at_once:
            return
        with self._changed:
            while self._busy() >= self._at_once:
                self._changed.wait(PATIENCE / 2)
            self._since[threading.get_ident()] = time.monotonic()

    def _leave(self) -> bool:
        with self._changed:
            had = self._since.pop(threading.get_ident(), None) is not None
            if had:
                self._changed.notify()
        return had

    def _busy(self) -> int:
        early = time.monotonic() - PATIENCE
        return sum(since > early for since in self._since.values())


RUNNING = Running()
