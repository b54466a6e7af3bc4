"""How many threads of a serving process compute at once.

Python runs one thread at a time and takes turns every few milliseconds: ten that compute make each other ten times slower,
also the one that holds the database's write lock while all wait for it. So only a few compute, and whoever waits for a
lock lets somebody else compute meanwhile. Whoever only reads a page goes first: in a rush for places, those who press wait for
the database anyway. Outside of a serving process nothing is limited.
"""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

PATIENCE = 0.5  # seconds after which a page counts as one that waits: for a slow phone's upload, for another server
FAIR = 0.25  # seconds after which nobody goes before one who waits


class Running:
    """A few places to compute; a thread has one or none."""

    def __init__(self) -> None:
        self._at_once = 0
        self._since: dict[int, float] = {}  # when each thread that has a place got it
        lock = threading.Lock()
        self._free = {first: threading.Condition(lock) for first in (True, False)}
        self._queued = {True: 0, False: 0}

    def limit(self, at_once: int) -> None:
        """From now on so many at once; 0 for as many as come."""
        self._at_once = at_once

    @contextmanager
    def computing(self, *, first: bool = False) -> Iterator[None]:
        """Wait for a place, before those who are not `first`, and have it."""
        self._enter(first=first)
        try:
            yield
        finally:
            self._leave()

    @contextmanager
    def waiting(self, *, first: bool = False) -> Iterator[None]:
        """Leave one's place to another for as long as this thread waits; nothing for a thread without one.

        Who comes back with what others wait for, as the turn to write, comes back before those who are not `first`.
        """
        if not self._leave():
            yield
            return
        try:
            yield
        finally:
            self._enter(first=first)

    def _enter(self, *, first: bool = False) -> None:
        if not self._at_once:
            return
        came = time.monotonic()
        with self._free[first]:
            self._queued[first] += 1
            while self._busy() >= self._at_once or (
                not first and self._queued[True] and time.monotonic() - came < FAIR
            ):
                self._free[first].wait(FAIR)
            self._queued[first] -= 1
            self._since[threading.get_ident()] = time.monotonic()
            if self._busy() < self._at_once:
                self._call_next()

    def _leave(self) -> bool:
        with self._free[True]:
            had = self._since.pop(threading.get_ident(), None) is not None
            if had:
                self._call_next()
        return had

    def _call_next(self) -> None:
        self._free[self._queued[True] > 0].notify()

    def _busy(self) -> int:
        early = time.monotonic() - PATIENCE
        return sum(since > early for since in self._since.values())


RUNNING = Running()
