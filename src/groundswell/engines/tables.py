"""Spreadsheets in and out. Every problem in a file is an `InputError` that names the file and the line."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from types import MappingProxyType
from typing import IO

from groundswell.engines.errors import InputError

Cell = str | int | float | bool | date | datetime | time | None

MAX_UNPACKED = 1 << 30
"""Bytes that a workbook may take when unpacked; more is not a spreadsheet that a person made."""


@dataclass(frozen=True)
class Row:
    """One row: `line` is its line in the file (the header is line 1), `values` are stripped texts by column name."""

    line: int
    values: Mapping[str, str]

    def __getitem__(self, column: str) -> str:
        return self.values[column]

    def get(self, column: str, default: str = "") -> str:
        """Return the text in a column that may be absent."""
        return self.values.get(column, default)


@dataclass(frozen=True)
class Table:
    """A sheet as read. `columns` are names as `column_name` makes them; rows without any text are left out."""

    source: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    headings: Mapping[str, str] = MappingProxyType({})  # as they stand in the file, by the name of the column

    def problem(self, sentence: str, row: Row | None = None) -> InputError:
        """Make the error that points at a row of this table. `column “x”` in it gets the heading of the file."""
        sentence = re.sub(
            r"(?<=column “)[^”]+(?=”)", lambda found: self.headings.get(found.group(), found.group()), sentence
        )
        return InputError(sentence, source=self.source, line=None if row is None else row.line)


@dataclass(frozen=True)
class Sheet:
    """A sheet to be written."""

    title: str
    columns: Sequence[str]
    rows: Sequence[Sequence[Cell]]


SPANISH = {
    "nombre": "name", "nombre_completo": "full_name", "persona": "person", "personas": "people",
    "participante": "participant", "participantes": "participants", "equipo": "team",
    "condado": "county", "distrito": "district", "escuela": "school", "plantel": "school", "región": "region",
    "función": "role", "cargo": "role", "rol": "role", "materia": "subject", "asignatura": "subject",
    "idioma": "language", "idiomas": "languages", "lengua": "language", "lenguas": "languages",
    "presente": "present", "rondas": "rounds", "ronda": "round", "mesa": "table", "silla_de_ruedas": "wheelchair",
    "sede": "site", "sedes": "sites", "latitud": "latitude", "longitud": "longitude", "capacidad": "capacity",
    "lugares": "seats", "asientos": "seats", "precio": "price", "costo": "cost", "fecha": "date",
    "disponible": "available", "suplentes": "substitutes", "sesión": "session", "título": "title", "nivel": "level",
    "eje": "strand", "ponentes": "speakers", "presentadores": "presenters", "sala": "room", "aula": "room",
    "salón": "room", "hora": "time", "periodo": "period", "período": "period", "duración": "length",
    "modalidad": "mode", "origen": "source", "destino": "target", "probabilidad": "probability", "fuerza": "strength",
    "práctica": "cascade", "tiempo": "time", "consentimiento": "consent", "invitar": "invite",
}  # fmt: skip
"""Headings of sheets in Spanish, and what each is in English; with or without accents."""

_BARE = str.maketrans("áéíóú", "aeiou")
_ENGLISH = SPANISH | {heading.translate(_BARE): column for heading, column in SPANISH.items()}


def column_name(heading: str) -> str:
    """Make one name of `Home County`, `home_county` and `HOME-COUNTY `: `home_county`; of `Condado`: `county`."""
    name = _plain_name(heading)
    return _ENGLISH.get(name, name)


def _plain_name(heading: str) -> str:
    return re.sub(r"[\s_\-]+", "_", heading.strip()).strip("_").casefold()


def read_table(path: str | Path, *, required: Iterable[str] = (), aliases: Mapping[str, str] | None = None) -> Table:
    """Read the first sheet of a CSV or XLSX file.

    `required` are columns that must be there. `aliases` maps another heading to the column that it means; a column that
    is there under its own name wins, then the first of the aliases.
    """
    path = Path(path)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise InputError(f"There is no file {path}. Check the name and the folder.", source=path.name) from None
    except IsADirectoryError:
        raise InputError(f"{path} is a folder. Name a file in it.", source=path.name) from None
    except OSError as error:
        raise InputError(f"{path} cannot be opened: {error.strerror}.", source=path.name) from None
    return parse_table(path.name, data, required=required, aliases=aliases)


def parse_table(
    source: str, data: bytes, *, required: Iterable[str] = (), aliases: Mapping[str, str] | None = None
) -> Table:
    """Read a table from the bytes of a file named `source`; as `read_table`."""
    lines = _workbook_lines(source, data) if data[:4] == b"PK\x03\x04" else _csv_lines(source, data)
    header: tuple[str, ...] | None = None
    headings: Mapping[str, str] = {}
    rows: list[Row] = []
    for line, cells in lines:
        texts = [cell.strip() for cell in cells]
        if not any(texts):
            continue
        if header is None:
            header = _header(source, line, texts, aliases or {})
            headings = dict(zip(header, texts, strict=True))
            _require(source, line, header, required)
            continue
        if len(header) == 1 and all(cell.startswith(" ") for cell in cells[1:]):
            texts = [",".join(cells).strip()]  # a name or a day with commas, in a list of nothing else
        if any(texts[len(header) :]):
            raise InputError(
                f"This row has {len(texts)} cells but the header has {len(header)}. "
                "Put texts that contain the separator in double quotes, or give each column a heading.",
                source=source,
                line=line,
            )
        texts += [""] * (len(header) - len(texts))
        values = {name: text for name, text in zip(header, texts, strict=False) if name}
        rows.append(Row(line, MappingProxyType(values)))
    if header is None:
        raise InputError("The file is empty. Its first row must hold the headings.", source=source)
    return Table(source, tuple(name for name in header if name), tuple(rows), MappingProxyType(dict(headings)))


def _header(source: str, line: int, texts: list[str], aliases: Mapping[str, str]) -> tuple[str, ...]:
    while texts and not texts[-1]:
        texts.pop()
    own = _own_names(texts)
    other = {column_name(heading): column_name(column) for heading, column in aliases.items()}
    # Of several headings that mean one column the first of the aliases does; the others keep their own names.
    taken = set(own)
    meant: dict[str, str] = {}
    for heading, column in other.items():
        if heading in own and column not in taken:
            meant[heading] = column
            taken.add(column)
    names = [meant.get(name, name) for name in own]
    for name in names:
        if name and names.count(name) > 1:
            raise InputError(f"Two columns are called “{name}”. Rename one of them.", source=source, line=line)
    return tuple(names)


def _own_names(texts: list[str]) -> list[str]:
    """Name the columns in English; a Spanish heading keeps its own name where another means the same."""
    names = [_plain_name(text) for text in texts]
    for place, text in enumerate(texts):
        english = column_name(text)
        if english not in names:
            names[place] = english
    return names


def _require(source: str, line: int, header: tuple[str, ...], required: Iterable[str]) -> None:
    missing = [name for name in required if column_name(name) not in header]
    if missing:
        there = ", ".join(name for name in header if name)
        names = " and ".join(f"“{name}”" for name in missing)
        raise InputError(
            f"The column{'s' if len(missing) > 1 else ''} {names} {'are' if len(missing) > 1 else 'is'} missing. "
            f"The columns here are: {there}.",
            source=source,
            line=line,
        )


def _decode(source: str, data: bytes) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    if b"\x00" in data:
        raise InputError("This is neither CSV nor XLSX. Save it as one of these two.", source=source)
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise InputError("The letters in this file cannot be read. Save it as CSV in UTF-8, or as XLSX.", source=source)


def _csv_lines(source: str, data: bytes) -> Iterable[tuple[int, list[str]]]:
    text = _decode(source, data)
    skipped = 0
    named = re.match(r"sep=(.)\r?\n", text)
    if named:
        text, skipped = text[named.end() :], 1
    first = next((line for line in text.splitlines() if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    separator = named.group(1) if named else max(",;\t", key=bare.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1 + skipped
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise InputError(
                "A double quote is opened here and not closed, or stands inside a text. Close it, or write it twice.",
                source=source,
                line=line,
            ) from None
        yield line, cells
        line = reader.line_num + 1 + skipped


def _unpacked_size(data: bytes) -> int:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            return sum(part.file_size for part in packed.infolist())
    except zipfile.BadZipFile:
        return 0  # openpyxl will not read it either


def _workbook_lines(source: str, data: bytes) -> Iterable[tuple[int, list[str]]]:
    import openpyxl

    if _unpacked_size(data) > MAX_UNPACKED:
        raise InputError("This workbook is too big. Save the sheet as CSV.", source=source)
    try:
        book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        # A stored dimension may be wrong, and openpyxl would then leave rows out.
        sheet.reset_dimensions()
        lines = [list(cells) for cells in sheet.iter_rows(values_only=True)]
    except Exception:  # noqa: BLE001 - openpyxl raises whatever the damaged part leads to
        raise InputError("This workbook cannot be read. Save it again as XLSX, or as CSV.", source=source) from None
    for line, cells in enumerate(lines, start=1):
        for cell in cells:
            if isinstance(cell, str) and re.fullmatch(r"#(REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!)", cell):
                raise InputError(f"A formula in this row gives {cell}. Correct it.", source=source, line=line)
        yield line, [_text(cell) for cell in cells]


def _text(cell: object) -> str:
    """Write a cell as a person sees it: 3.0 as 3, a date as 2027-02-25, a truth as yes or no."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "yes" if cell else "no"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ", "minutes")
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, time):
        return cell.isoformat("minutes")
    return str(cell)


def write_csv(path: str | Path, sheet: Sheet) -> None:
    """Write one sheet as CSV in UTF-8 with a mark, which spreadsheet programs read rightly."""
    with Path(path).open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        writer.writerow([_harmless(text) for text in sheet.columns])
        writer.writerows(
            [_harmless(_text(cell)) if not isinstance(cell, int | float) else cell for cell in row]
            for row in sheet.rows
        )


def _harmless(text: str) -> str:
    """Keep a spreadsheet program from running a text as a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text


def write_workbook(path: str | Path | IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write sheets with a frozen bold header, filters and widths that fit."""
    import openpyxl
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = openpyxl.Workbook()
    for blank in book.worksheets:
        book.remove(blank)
    for sheet in sheets:
        page = book.create_sheet(_sheet_title(sheet.title))
        for number, values in enumerate((sheet.columns, *sheet.rows), start=1):
            for place, value in enumerate(values, start=1):
                cell = page.cell(row=number, column=place)
                cell.value = _printable(value)
                if isinstance(value, str):
                    cell.data_type = "s"  # a text that starts with = stays a text
        for cell in page[1]:
            cell.font = Font(bold=True)
            cell.alignment = Alignment(wrap_text=True, vertical="top")
        for place in range(1, len(sheet.columns) + 1):
            widest = max((len(_text(row[place - 1])) for row in sheet.rows[:500] if len(row) >= place), default=0)
            page.column_dimensions[get_column_letter(place)].width = min(
                60, max(10, widest + 2, len(sheet.columns[place - 1]) + 3)
            )
        page.freeze_panes = "A2"
        if sheet.rows:
            page.auto_filter.ref = page.dimensions
        page.page_setup.orientation = "landscape"
        page.page_setup.fitToHeight = 0
        page.sheet_properties.pageSetUpPr.fitToPage = True
        page.print_title_rows = "1:1"
    book.save(path)


def _sheet_title(title: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", title)[:31]


def _printable(value: Cell) -> Cell:
    """Leave out control characters, which a workbook cannot hold."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", value) if isinstance(value, str) else value
