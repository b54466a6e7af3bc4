"""Progress, limits and cancelling, the same for every engine.

An engine counts its work in steps. The same seed and the same number of steps give the same answer; a limit in seconds
may cut the number of steps, and the answer then carries `cut_short=True`.
"""

import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
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
    """A progress line on a terminal with the time left; nothing where the output is not a terminal.

    From the first call to `close`, Ctrl-C is noted and raised at the next call. A compiled core that hands back arrays
    ends the whole program when the exception comes while it does so. Who presses a second time does not wait.
    """

    def __init__(self, stream: TextIO | None = None, *, every: float = 0.2) -> None:
        self._stream = sys.stderr if stream is None else stream
        self._shown = self._stream.isatty()
        self._every = every
        self._started = time.monotonic()
        self._last = 0.0
        self._width = 0
        self._holds = False
        self._before: object = None
        self._asked_to_stop = False

    def __call__(self, share: float, sentence: str) -> None:
        if self._asked_to_stop:
            raise KeyboardInterrupt
        if not self._holds and threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._note)
            self._holds = True
        now = time.monotonic()
        if not self._shown or now - self._last < self._every:
            return
        self._last = now
        line = f"{share:4.0%}  {sentence}{time_left(share, now - self._started)}"
        self._stream.write("\r" + line.ljust(self._width))
        self._stream.flush()
        self._width = len(line)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        if self._asked_to_stop:
            raise KeyboardInterrupt
        self._asked_to_stop = True

    def close(self) -> None:
        """Wipe the line, and let Ctrl-C be what it was."""
        if self._width:
            self._stream.write("\r" + " " * self._width + "\r")
            self._stream.flush()
            self._width = 0
        if self._holds:
            self._holds = False
            signal.signal(signal.SIGINT, self._before or signal.SIG_DFL)  # type: ignore[arg-type]
        if self._asked_to_stop:
            self._asked_to_stop = False
            raise KeyboardInterrupt


def time_left(share: float, elapsed: float) -> str:
    """Guess from the share done; empty while too little is known."""
    if share < 0.02 or elapsed < 0.5:
        return ""
    seconds = elapsed * (1 - min(share, 1.0)) / share
    if seconds < 90:
        return f" ({seconds:.0f} s left)"
    return f" ({seconds / 60:.0f} min left)"
