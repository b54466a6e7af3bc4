"""Files that leave in pieces: what is large is never whole in memory, and its reader sees it begin at once."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import batched
from typing import Any

from django.http import StreamingHttpResponse
from django.utils.translation import get_language, override

LINES = 100  # of a table in one piece
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def download(pieces: Iterable[bytes], *, name: str, kind: str, inline: bool = False) -> StreamingHttpResponse:
    """Send `pieces` as a file. They are made while they are sent, in the language in which they were asked for."""
    response = StreamingHttpResponse(_spoken(pieces, get_language() or "en"), content_type=kind)
    response["Content-Disposition"] = f'{"inline" if inline else "attachment"}; filename="{name}"'
    return response


def _spoken(pieces: Iterable[bytes], language: str) -> Iterator[bytes]:
    source = iter(pieces)
    while True:
        with override(language):
            piece = next(source, None)
        if piece is None:
            return
        yield piece


def whole(make: Callable[[], bytes]) -> Iterator[bytes]:
    """A file that can only be made at once, as a PDF: made when its turn to be sent has come."""
    yield make()


def harmless(cell: Any) -> Any:
    """Text that begins like a formula gets an apostrophe, so that a spreadsheet shows it and never runs it."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(FORMULA) else cell


def csv_pieces(rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    """UTF-8 with a mark, so that spreadsheets read accents; no cell is a formula."""
    yield b"\xef\xbb\xbf"
    for some in batched(rows, LINES, strict=False):
        out = io.StringIO()
        csv.writer(out).writerows([harmless(cell) for cell in row] for row in some)
        yield out.getvalue().encode()
