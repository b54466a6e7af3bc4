"""What this machine's workers note of a letter between two writes to the database: its text goes out, its text is out.

Whoever dies in between leaves a letter in doubt. The notes tell the two cases apart: the text had not left, so sending it
again is safe, or it had, so it is not. A note is one append to a small file in the home folder, a few microseconds beside
the handing over, and outlives the process. What another machine noted is not known here, nor what the file has lost: such
letters stay in doubt.
"""

import contextlib
import os
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from django.conf import settings

NAME = "letters-going-out"
ENOUGH = 100_000  # bytes after which the file begins anew
NOTE = re.compile(r"^([+-])([0-9a-f]{32})$", re.MULTILINE)  # a full disk or a power cut leaves lines that are none


class Notes:
    """An open file of notes; without one, in a home folder that cannot be written to, nothing is noted."""

    def __init__(self, file: int | None) -> None:
        self._file = file

    def going(self, number: UUID) -> None:
        """The letter's text goes out next."""
        self._append("+", number)

    def gone(self, number: UUID) -> None:
        """The machine has the whole of the letter's text and sends it even if the worker dies now."""
        self._append("-", number)

    def _append(self, sign: str, number: UUID) -> None:
        if self._file is not None:
            with contextlib.suppress(OSError):  # a full disk: the letter stays in doubt, should the worker die
                os.write(self._file, f"{sign}{number.hex}\n".encode())


@contextlib.contextmanager
def open_notes() -> Iterator[Notes]:
    """The notes, to append to. Several workers may have them open: an append is never torn or mixed."""
    try:
        file = os.open(_path(), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    except OSError:
        yield Notes(None)
        return
    try:
        if os.fstat(file).st_size > ENOUGH:
            os.ftruncate(file, 0)
        yield Notes(file)
    finally:
        os.close(file)


def never_left() -> set[UUID]:
    """Letters whose text was to go out and, for all that was noted here, has not."""
    try:
        notes = NOTE.findall(_path().read_text(encoding="ascii", errors="replace"))
    except OSError:
        return set()
    signs = {number: sign for sign, number in notes}  # the newest of each: a letter may be begun a second time
    return {UUID(hex=number) for number, sign in signs.items() if sign == "+"}


def _path() -> Path:
    return Path(settings.HOME) / NAME
