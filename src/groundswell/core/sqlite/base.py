"""SQLite whose writing transactions begin in order of arrival, also those of other processes.

SQLite's own waiting asks again after growing pauses, up to a tenth of a second. While one process writes without a break,
another then waits for seconds: whoever asks at the right instant wins. Here a writer queues for its turn by locks on two
small files beside the database, and begins when it is alone. Statements outside of a transaction still wait SQLite's way.
"""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db.backends.sqlite3 import base, features
from django.db.utils import OperationalError

from groundswell.core.running import RUNNING

try:
    import fcntl

    LOCKABLE = True
except ImportError:  # on Windows SQLite's own waiting has to do
    LOCKABLE = False

ASK_AGAIN = 0.001  # seconds


class Turns:
    """The queue of one database, as this process sees it: threads queue here, the first of them with other processes.

    `next` is held by whoever is first in the queue, `turn` by whoever writes. One that wants to write again has to get
    `next` first, so it cannot pass the one that waits.
    """

    def __init__(self, database: Path) -> None:
        self._here = threading.Lock()
        self._next, self._turn = (
            os.open(f"{database}-{name}", os.O_RDWR | os.O_CREAT, 0o600) for name in ("next", "turn")
        )

    def take(self, *, within: float) -> None:
        """Wait for the turn. Raises OperationalError, as SQLite does, when it does not come within so many seconds."""
        until = time.monotonic() + within
        here = self._here.acquire(blocking=False)
        if here and self._take_or_leave(_try):
            return
        with RUNNING.waiting(first=True):
            if not here and not self._here.acquire(timeout=within):
                raise OperationalError("database is locked")
            self._take_or_leave(lambda file: _wait(file, until))

    def _take_or_leave(self, get: Callable[[int], bool]) -> bool:
        """First in this process's queue: become first of all processes, then the one who writes. An error leaves the queue."""
        try:
            taken = get(self._next) and get(self._turn)
        except BaseException:
            fcntl.flock(self._next, fcntl.LOCK_UN)
            self._here.release()
            raise
        if taken:
            fcntl.flock(self._next, fcntl.LOCK_UN)
        return taken

    def give_back(self) -> None:
        """Let the next one write."""
        fcntl.flock(self._turn, fcntl.LOCK_UN)
        self._here.release()


def _try(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _wait(file: int, until: float) -> bool:
    while not _try(file):
        if time.monotonic() > until:
            raise OperationalError("database is locked")
        time.sleep(ASK_AGAIN)
    return True


_queues: dict[str, Turns] = {}
_one_at_a_time = threading.Lock()


def turns(database: str) -> Turns | None:
    """The queue for this database; None for one in memory, and where files cannot be locked.

    There is one for a process, also when the first two threads ask at one instant: a turn that was taken in one queue and
    given back in another would be held for ever.
    """
    if not LOCKABLE or not database or ":memory:" in database or "mode=memory" in database:
        return None
    with _one_at_a_time:
        if database not in _queues:
            _queues[database] = Turns(Path(database))
        return _queues[database]


class DatabaseFeatures(features.DatabaseFeatures):
    """What this SQLite can do, without asking it.

    Django tries a JSON function in a writing transaction when a thread first needs to know, and takes "no" for its answer, for
    as long as the connection lives, when somebody else is writing. Every SQLite that Django works with has it.
    """

    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    """A connection that has the turn from a transaction's beginning to its end."""

    features_class = DatabaseFeatures
    transaction_mode: str | None  # by the settings, set by Django when it connects
    _turn_in: Turns | None = None

    def _start_transaction_under_autocommit(self) -> None:
        writes = self.transaction_mode == "IMMEDIATE"  # a transaction that begins by reading takes no turn
        queue = turns(str(self.settings_dict["NAME"])) if writes else None
        if queue is not None and self._turn_in is None:
            queue.take(within=self.settings_dict["OPTIONS"].get("timeout", 20))
            self._turn_in = queue
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._give_back()
            raise

    def _commit(self) -> Any:
        try:
            return super()._commit()  # type: ignore[misc]
        finally:
            self._give_back()

    def _rollback(self) -> Any:
        try:
            return super()._rollback()  # type: ignore[misc]
        finally:
            self._give_back()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._give_back()

    def _give_back(self) -> None:
        queue, self._turn_in = self._turn_in, None
        if queue is not None:
            queue.give_back()
