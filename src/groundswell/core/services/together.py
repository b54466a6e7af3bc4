"""Many who ask for the same work at one instant have it done in one transaction, each with an answer of their own.

When hundreds register in a minute, most of the work is the same for all of them: one commit, and statements that take
forty rows as easily as one. Whoever comes first does the work for all who wait by then; the others find their answer
ready. With a `moment`, whoever comes first in a rush waits so many seconds for company: rounds are larger, and a rush costs less.
Where few ask, the work is done for one at once.
"""

import threading
import time
from collections import deque
from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection

from groundswell.core.running import RUNNING

CROWD = 20  # who ask within a second of one process: hundreds, where a rush is on


class _Asked:
    """One call that waits for its answer."""

    def __init__(self, item: Any) -> None:
        self.item = item
        self.answer: Any = None
        self.failure: Exception | None = None
        self.done = False


class Together[Item, Answer]:
    """`work(items)` returns for each item, in order, its answer or the exception that it alone deserves.

    `work` runs in a transaction of its own and must keep nothing for an item that it refuses. When it raises, nothing of
    it was kept; then each item is worked on alone, so that one that fails takes nobody along. One of these for a process.
    """

    def __init__(
        self, work: Callable[[Sequence[Item]], Sequence[Answer | Exception]], *, most: int = 40, moment: float = 0.0
    ) -> None:
        self._work = work
        self._most = most
        self._moment = moment
        self._waiting: list[_Asked] = []
        self._changed = threading.Condition()
        self._working = False
        self._came: deque[float] = deque(maxlen=CROWD)  # when the last ones asked

    def ask(self, item: Item) -> Answer:
        """The answer for this item; raises what was returned as its exception."""
        asked = _Asked(item)
        rush = self._is_rush()
        with RUNNING.waiting():
            if self._working or rush:
                _lend_connection()
            if self._is_first(asked) and rush:
                time.sleep(self._moment)
        if not asked.done:
            try:
                # In order of arrival: one's own may come only in a later round.
                while not asked.done:
                    self._round()
            finally:
                with self._changed:
                    self._working = False
                    self._changed.notify_all()
        if asked.failure is not None:
            raise asked.failure
        answer: Answer = asked.answer
        return answer

    def _is_rush(self) -> bool:
        """Whether so many have asked within a second that company is on its way."""
        moment = time.monotonic()
        self._came.append(moment)
        return self._moment > 0 and len(self._came) == CROWD and moment - self._came[0] < 1

    def _is_first(self, asked: _Asked) -> bool:
        """Wait until somebody has done it (False), or nobody works and it is on this thread to do it for all (True)."""
        with self._changed:
            self._waiting.append(asked)
            while not asked.done and self._working:
                self._changed.wait()
            if not asked.done:
                self._working = True
            return not asked.done

    def _round(self) -> None:
        some = self._waiting[: self._most]
        del self._waiting[: len(some)]
        try:
            answers = self._work([asked.item for asked in some])
        except Exception as failure:  # noqa: BLE001 - it is raised again, to the one whom it concerns
            if len(some) == 1:
                _settle(some[0], failure)
                return
            for asked in some:
                self._alone(asked)
            return
        for asked, answer in zip(some, answers, strict=True):
            _settle(asked, answer)

    def _alone(self, asked: _Asked) -> None:
        try:
            _settle(asked, self._work([asked.item])[0])
        except Exception as failure:  # noqa: BLE001
            _settle(asked, failure)


def _lend_connection() -> None:
    """Back into the pool while one waits; it is taken again where it is needed.

    A few connections that are always in use know their statements; thirty that take turns plan them again and again.
    """
    if getattr(connection, "pool", None) is not None and not connection.in_atomic_block:
        connection.close()


def _settle(asked: _Asked, answer: Any) -> None:
    if isinstance(answer, Exception):
        asked.failure = answer
    else:
        asked.answer = answer
    asked.done = True
