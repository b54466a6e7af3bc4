"""The tables of a report as rows of a file, and together as a workbook."""

import io
from collections.abc import Iterator, Sequence
from typing import Any

from django.utils.translation import gettext as _

from groundswell.engines.tables import Cell, Sheet, write_workbook
from groundswell.evidence.sources import Source
from groundswell.ui.components.tables import Table

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def as_rows(table: Table) -> Iterator[Sequence[Any]]:
    """Heading, lines, and the line of totals where there is one."""
    yield [str(column.label) for column in table.columns]
    yield from table.rows
    if table.foot:
        yield table.foot


def workbook(source: Source) -> bytes:
    """A sheet a table, after one that says how they were computed and which is which."""
    about: list[list[Cell]] = [["", source.method]]
    about += [[number, table.caption] for number, table in enumerate(source.tables, 1)]
    sheets = [Sheet(_("About"), ["", source.title], about)]
    for number, table in enumerate(source.tables, 1):
        heading, *rows = as_rows(table)
        cells = [[value if isinstance(value, int | float) else str(value) for value in row] for row in rows]
        sheets.append(Sheet(f"{number} {table.caption}", [str(word) for word in heading], cells))
    out = io.BytesIO()
    write_workbook(out, sheets)
    return out.getvalue()
