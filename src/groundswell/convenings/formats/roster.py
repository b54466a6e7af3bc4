"""A roster as a table for other programs."""

import csv
import io
from collections.abc import Sequence

from django.utils.translation import gettext as _

from groundswell.convenings.models import Registration
from groundswell.people.choices import grades_in_words

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


def header() -> list[str]:
    return [
        _("Last name"), _("First name"), _("Email"), _("State"), _("Role"), _("School or organization"), _("County"),
        _("Subject"), _("Grades"), _("Team"), _("Checked in"),
    ]  # fmt: skip


def lines(rows: Sequence[Registration]) -> list[list[str]]:
    """A line a registration; person, user, place, county, team and attendances are fetched along."""
    return [[_plain(cell) for cell in _line(row)] for row in rows]


def _line(row: Registration) -> list[str]:
    came = [attendance.came_at for attendance in row.attendances.all()]
    return [
        row.person.family_name,
        row.person.given_name,
        (row.person.user.email or "") if row.person.user else "",
        str(row.get_state_display()),
        str(row.get_role_display()),
        row.place.name if row.place else row.place_written,
        row.county.name if row.county else "",
        str(row.get_teaches_display()),
        grades_in_words(row.grades),
        row.team.name if row.team else "",
        came[0].strftime("%Y-%m-%d %H:%M UTC") if came else "",
    ]


def _plain(cell: str) -> str:
    """A cell that a spreadsheet shows and never runs."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def roster_csv(rows: Sequence[Registration]) -> bytes:
    """UTF-8 with a mark, so that spreadsheets read accents."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(header())
    writer.writerows(lines(rows))
    return out.getvalue().encode("utf-8-sig")


def roster_workbook(rows: Sequence[Registration]) -> bytes:
    """The same as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Roster")[:31])
    sheet.append(header())
    for line in lines(rows):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
