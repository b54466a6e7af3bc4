"""Progress, limits and cancelling, the same for every engine.

An engine counts its work in steps. The same seed and the same number of steps give the same answer; a limit in seconds
may cut the number of steps, and the answer then carries `cut_short=True`.
"""

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import TextIO

Progress = Callable[[float, str], None]
"""Called with the share done (0 to 1) and a sentence. It may raise `Cancelled` to stop the work."""


def silent(share: float, sentence: str) -> None:
    """Report nothing."""


@dataclass(frozen=True)
class Limit:
    """How long an engine may work: seconds on the clock, steps of its own, or as it thinks fit where both are None."""

    seconds: float | None = None
    steps: int | None = None

    def start(self) -> "Deadline":
        """Start the clock."""
        return Deadline(self.seconds)


class Deadline:
    """A clock that was started once."""

    def __init__(self, seconds: float | None) -> None:
        self.seconds = seconds
        self._started = time.monotonic()

    def elapsed(self) -> float:
        """Seconds since the start."""
        return time.monotonic() - self._started

    def left(self) -> float:
        """Seconds left; infinite where there is no limit."""
        return float("inf") if self.seconds is None else self.seconds - self.elapsed()

    def over(self) -> bool:
        """Whether the time is used up."""
        return self.left() <= 0


class Console:
    """A progress line on a terminal with the time left; nothing where the output is not a terminal."""

    def __init__(self, stream: TextIO | None = None, *, every: float = 0.2) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = self._stream.isatty()
        self._every = every
        self._started = time.monotonic()
        self._last = 0.0
        self._width = 0

    def __call__(self, share: float, sentence: str) -> None:
        now = time.monotonic()
        if not self._shown or now - self._last < self._every:
            return
        self._last = now
        line = f"{share:4.0%}  {sentence}{time_left(share, now - self._started)}"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def close(self) -> None:
        """Wipe the line."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0


def time_left(share: float, elapsed: float) -> str:
    """Guess from the share done; empty while too little is known."""
    if share < 0.02 or elapsed < 0.5:
        return ""
    seconds = elapsed * (1 - min(share, 1.0)) / share
    if seconds < 90:
        return f" ({seconds:.0f} s left)"
    return f" ({seconds / 60:.0f} min left)"
