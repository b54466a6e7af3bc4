"""The last events in memory, so that a thousand pages that come back at once cost one rendering and no query each."""

import json
import logging
import threading
from collections import OrderedDict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError

from groundswell.core.live.parts import in_language
from groundswell.core.models import LiveEvent

log = logging.getLogger("groundswell.live")

KEPT = 4000  # events; at 50 a second more than a minute, which is longer than a page is ever away without being opened anew
ANSWERS = 64  # different answers to pages that come back, kept while nothing new happens

Row = tuple[int, str, dict[str, Any]]  # number, topic, body


def told(number: int, body: dict[str, Any], language: str) -> dict[str, Any] | None:
    """What a page is told of an event; None for a part that cannot be rendered, as when its thing is gone.

    One that cannot keeps no other event from leaving. A database that is away is asked again: raises DatabaseError.
    """
    try:
        return in_language(number, body, language)
    except DatabaseError:
        raise
    except Exception:
        log.exception("live event %s cannot be shown", number)
        return None


def encode(number: int, body: dict[str, Any], language: str) -> bytes:
    """One server-sent event; nothing for one that cannot be told."""
    said = told(number, body, language)
    return f"id: {number}\nevent: message\ndata: {json.dumps(said)}\n\n".encode() if said else b""


def latest_only(rows: Sequence[Row]) -> list[Row]:
    """Of several that replace the same part only the last counts; the order of the rest stays."""
    last = {(topic, body["target"]): number for number, topic, body in rows if body["action"] == "replace"}
    return [row for row in rows if row[2]["action"] != "replace" or last[(row[1], row[2]["target"])] == row[0]]


def read_rows(after: int, most: int, topics: Iterable[str] | None = None) -> list[Row]:
    """The next events after a number, from the database."""
    rows = LiveEvent.objects.filter(id__gt=after)
    if topics is not None:
        rows = rows.filter(topic__in=topics)
    return list(rows.order_by("id").values_list("id", "topic", "body")[:most])


@dataclass(frozen=True)
class Missed:
    """What a page that comes back lacks, and the number up to which it has then seen everything."""

    body: bytes
    last: int


class Ring:
    """The last `KEPT` events. Filled by the hub's thread, read by those that let pages in."""

    def __init__(self) -> None:
        self.rows: deque[Row] = deque(maxlen=KEPT)
        self.first = 0  # everything after this number and up to `last` is held
        self.last = 0
        self.filled = threading.Event()
        self._lock = threading.Lock()
        self._answers: OrderedDict[tuple[frozenset[str], str, int], Missed] = OrderedDict()

    def fill(self) -> int:
        """Read the last events from the database; return the latest number."""
        rows = list(LiveEvent.objects.order_by("-id").values_list("id", "topic", "body")[:KEPT])
        with self._lock:
            self.rows = deque(reversed(rows), maxlen=KEPT)
            self.last = rows[0][0] if rows else 0
            # Fewer than asked for: there are no others, so that whoever asks for older ones lacks nothing that exists.
            self.first = rows[-1][0] - 1 if len(rows) == KEPT else 0
            self._answers.clear()
        self.filled.set()
        return self.last

    def add(self, rows: Sequence[Row]) -> None:
        """New events, in order."""
        with self._lock:
            over = len(self.rows) + len(rows) - KEPT
            if over > 0:
                self.first = self.rows[over - 1][0] if over <= len(self.rows) else rows[over - len(self.rows) - 1][0]
            self.rows.extend(rows)
            self.last = rows[-1][0]
            self._answers.clear()

    def since(self, topics: frozenset[str], after: int, language: str) -> Missed | None:
        """What happened on these topics after a number; None when that is too long ago to be held here.

        Renders under the lock: of many who ask the same at once one renders.
        """
        with self._lock:
            if not self.filled.is_set() or after < self.first:
                return None
            key = (topics, language, after)
            found = self._answers.get(key)
            if found is None:
                rows = latest_only([row for row in self.rows if row[0] > after and row[1] in topics])
                body = b"".join(encode(number, said, language) for number, _topic, said in rows)
                found = self._answers[key] = Missed(body, max(after, self.last))
                if len(self._answers) > ANSWERS:
                    self._answers.popitem(last=False)
            return found
