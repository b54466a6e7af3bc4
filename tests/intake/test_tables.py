"""Tables from any file that people send."""

import gzip
import io
from datetime import datetime

import pytest
from openpyxl import Workbook

from groundswell.intake import tables
from groundswell.intake.tables import UnreadableTable, read_table


def test_comma_file_keeps_codes_as_text():
    table = read_table(b"code,name\n0110,Ann\n", "a.csv")
    assert table.header == ("code", "name")
    assert table.rows == ((2, ("0110", "Ann")),)


@pytest.mark.parametrize("delimiter", ["\t", ";", "|"])
def test_delimiter_is_found(delimiter: str):
    assert read_table(f"a{delimiter}b\n1{delimiter}2\n".encode(), "a.txt").rows == ((2, ("1", "2")),)


def test_line_numbers_count_lines_of_the_file_not_rows():
    table = read_table(b'a,b\n"two\nlines",1\n\nx,2\n', "a.csv")
    assert [line for line, _cells in table.rows] == [2, 5]


def test_short_and_long_rows_fit_the_heading():
    assert read_table(b"a,b\n1\n1,2,3\n", "a.csv").rows == ((2, ("1", "")), (3, ("1", "2")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_survive(encoding: str):
    table = read_table("name\nMontañez\n".encode(encoding), "a.csv")
    assert (table.header, table.rows) == (("name",), ((2, ("Montañez",)),))


def test_packed_file_is_unpacked():
    assert read_table(gzip.compress(b"a\n1\n"), "a.csv.gz").rows == ((2, ("1",)),)


def test_headings_without_name_or_doubled_are_told_apart():
    assert read_table(b"a,,a,\n1,2,3,\n", "a.csv").header == ("a", "column 2", "a (3)")


def test_workbook_is_read_as_text():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["code", "share", "yes"])
    sheet.append([1100170112607, 0.5, True])
    sheet.append([None, None, None])
    sheet.append(["0110", 2.0, None])
    file = io.BytesIO()
    book.save(file)
    table = read_table(file.getvalue(), "a.xlsx")
    assert table.rows == ((2, ("1100170112607", "0.5", "1")), (4, ("0110", "2", "")))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "“a.csv” has no rows below its heading line."),
        (b"a,b\n", "“a.csv” has no rows below its heading line."),
        (b"\x00\x01\x02\xff", "“a.csv” is not a table. Save it as CSV or as an Excel workbook (.xlsx)."),
        (
            b"PK\x03\x04broken",
            "“a.csv” looks like an Excel workbook but cannot be opened. Save it again as .xlsx or as CSV.",
        ),
        (b"\x1f\x8bbroken", "“a.csv” is packed and could not be unpacked."),
        (b'a,b\n"' + b"x" * 200_000, "“a.csv” cannot be read at line 2: a quotation mark may be missing there."),
    ],
)
def test_file_that_is_no_table_says_what_to_do(data: bytes, message: str):
    with pytest.raises(UnreadableTable) as refused:
        read_table(data, "a.csv")
    assert str(refused.value) == message


def test_too_many_rows_or_columns_ask_to_be_split(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    monkeypatch.setattr(tables, "MAX_COLUMNS", 2)
    monkeypatch.setattr(tables, "MAX_BYTES", 40)
    with pytest.raises(UnreadableTable, match="has more than 2 rows"):
        read_table(b"a\n1\n2\n3\n", "a.csv")
    with pytest.raises(UnreadableTable, match="has 3 columns; at most 2 can be read"):
        read_table(b"a,b,c\n1,2,3\n", "a.csv")
    with pytest.raises(UnreadableTable, match="is too large"):
        read_table(b"a\n" + b"1\n" * 50, "a.csv")


def test_workbook_dates_are_written_as_dates():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["opened"])
    sheet.append([datetime(2008, 8, 20)])  # noqa: DTZ001 - Excel knows no zones
    file = io.BytesIO()
    book.save(file)
    assert read_table(file.getvalue(), "a.xlsx").rows == ((2, ("2008-08-20",)),)
