"""Any table file as a header and rows with line numbers: CSV, tab- or semicolon-separated text, Excel, also gzipped.

Bytes in, text out; nothing is converted to numbers, so that codes keep their leading zeros (where Excel has left them).
"""

import csv
import gzip
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from groundswell.core.errors import Refused

MAX_COLUMNS = 300
MAX_ROWS = 200_000
MAX_BYTES = 100 * 1024 * 1024  # after unpacking

type Cells = tuple[str, ...]


class UnreadableTable(Refused):
    """The file is not a table that we can read; the text says what to do."""


@dataclass(frozen=True)
class Table:
    """A header and numbered rows. A row has as many cells as the header; its number is that of its first line."""

    header: Cells
    rows: tuple[tuple[int, Cells], ...]


def read_table(data: bytes, name: str) -> Table:
    """Read the whole file. `name` only helps error messages; what the file is, its bytes say."""
    if data[:2] == b"\x1f\x8b":
        data = _unzip(data, name)
    if len(data) > MAX_BYTES:
        raise UnreadableTable(_("“%(name)s” is too large. Split it and import the parts one by one.") % {"name": name})
    lines = _excel_lines(data, name) if data[:4] == b"PK\x03\x04" else _text_lines(_decode(data, name), name)
    return _as_table(lines, name)


def _unzip(data: bytes, name: str) -> bytes:
    try:
        with gzip.open(io.BytesIO(data)) as file:
            return file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableTable(_("“%(name)s” is packed and could not be unpacked.") % {"name": name}) from error


def _decode(data: bytes, name: str) -> str:
    """UTF-8 or UTF-16 by their marks, UTF-8 if it fits, else what Windows writes (cp1252)."""
    if data[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        return data.decode("utf-16", errors="replace")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        if b"\x00" in data[:4096]:
            text = _("“%(name)s” is not a table. Save it as CSV or as an Excel workbook (.xlsx).") % {"name": name}
            raise UnreadableTable(text) from None
        return data.decode("cp1252", errors="replace")


def _text_lines(text: str, name: str) -> Iterator[tuple[int, list[str]]]:
    first = text.split("\n", 1)[0]
    delimiter = max(",\t;|", key=first.count)
    reader = csv.reader(io.StringIO(text.replace("\x00", ""), newline=""), delimiter=delimiter)
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            text = _("“%(name)s” cannot be read at line %(line)d: a quotation mark may be missing there.")
            raise UnreadableTable(text % {"name": name, "line": line}) from error
        yield line, cells
        line = reader.line_num + 1


def _excel_lines(data: bytes, name: str) -> Iterator[tuple[int, list[str]]]:
    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            if sum(part.file_size for part in parts.infolist()) > MAX_BYTES * 4:
                text = _("“%(name)s” is too large. Split it and import the parts one by one.")
                raise UnreadableTable(text % {"name": name})
        sheet = load_workbook(io.BytesIO(data), read_only=True, data_only=True).worksheets[0]
        for line, cells in enumerate(sheet.iter_rows(values_only=True), start=1):
            yield line, [_excel_text(cell) for cell in cells]
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, IndexError, OSError) as error:
        text = _("“%(name)s” looks like an Excel workbook but cannot be opened. Save it again as .xlsx or as CSV.")
        raise UnreadableTable(text % {"name": name}) from error


def _excel_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell)


def _as_table(lines: Iterable[tuple[int, list[str]]], name: str) -> Table:
    header: Cells = ()
    rows: list[tuple[int, Cells]] = []
    for line, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = _header(cells, name)
            continue
        if len(rows) == MAX_ROWS:
            text = _("“%(name)s” has more than %(rows)d rows. Split it and import the parts one by one.")
            raise UnreadableTable(text % {"name": name, "rows": MAX_ROWS})
        cut = [cell.strip() for cell in cells[: len(header)]]
        rows.append((line, tuple(cut + [""] * (len(header) - len(cut)))))
    if not rows:
        raise UnreadableTable(_("“%(name)s” has no rows below its heading line.") % {"name": name})
    return Table(header, tuple(rows))


def _header(cells: list[str], name: str) -> Cells:
    """Headings as the person knows them; one without a name gets its letter, a repeated one its number."""
    while cells and not cells[-1].strip():
        cells = cells[:-1]
    if len(cells) > MAX_COLUMNS:
        text = _("“%(name)s” has %(count)d columns; at most %(most)d can be read.")
        raise UnreadableTable(text % {"name": name, "count": len(cells), "most": MAX_COLUMNS})
    named: list[str] = []
    for place, cell in enumerate(cells, start=1):
        heading = " ".join(cell.split())[:100] or _("column %(place)d") % {"place": place}
        named.append(f"{heading} ({place})" if heading in named else heading)
    return tuple(named)
