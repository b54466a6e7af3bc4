"""A roster as a table for other programs."""

import io
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.activity.models import Letter
from groundswell.convenings.models import Registration
from groundswell.convenings.wording import county_words
from groundswell.core.clock import PACIFIC
from groundswell.core.downloads import harmless
from groundswell.instruments.definition import Question
from groundswell.people.choices import grades_in_words

EMPTY: Mapping[int, Mapping[str, Sequence[str]]] = MappingProxyType({})

type Answers = Mapping[int, Mapping[str, Sequence[str]]]


def header(questions: Sequence[Question]) -> list[str]:
    """The columns; behind them a column for each question of the convening."""
    language = get_language() or "en"
    asked = [harmless(question.label.say(language)) for question in questions]
    own = [
        _("Last name"), _("First name"), _("Email"), _("State"), _("Role"), _("School or organization"), _("County"),
        _("Subject"), _("Grades"), _("Team"), _("Confirmed"), _("Checked in (Pacific)"),
        _("Registered for"), _("Checked in at"), _("Letters"),
    ]  # fmt: skip
    return [*own, *asked]


def lines(rows: Sequence[Registration], questions: Sequence[Question], answers: Answers) -> Iterator[list[str]]:
    """A line a registration; person, user, place, county, team, site, attendances with theirs and `letter` are fetched along.

    `answers` are by registration and code of the question.
    """
    codes = [question.code for question in questions]
    for row in rows:
        asked = ("; ".join(answers.get(row.pk, {}).get(code, ())) for code in codes)
        yield [harmless(cell) for cell in (*_line(row), *asked)]


def _line(row: Registration) -> list[str]:
    came = list(row.attendances.all())
    return [
        row.person.family_name,
        row.person.given_name,
        (row.person.user.email or "") if row.person.user else "",
        str(row.get_state_display()),
        str(row.get_role_display()),
        row.place.name if row.place else row.place_written,
        county_words(row.county) if row.county else "",
        str(row.get_teaches_display()),
        grades_in_words(row.grades),
        row.team.name if row.team else "",
        _("yes") if row.confirmed_at else _("not yet"),
        "; ".join(attendance.came_at.astimezone(PACIFIC).strftime("%Y-%m-%d %H:%M") for attendance in came),
        row.site.name,
        ", ".join(dict.fromkeys(attendance.site.name for attendance in came)),
        _("did not arrive") if vars(row)["letter"] == Letter.State.FAILED else "",
    ]


def roster_table(
    rows: Sequence[Registration], questions: Sequence[Question] = (), answers: Answers = EMPTY
) -> Iterator[list[str]]:
    """The header and the lines."""
    yield header(questions)
    yield from lines(rows, questions, answers)


def roster_workbook(
    rows: Sequence[Registration], questions: Sequence[Question] = (), answers: Answers = EMPTY
) -> bytes:
    """The same as XLSX."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Roster")[:31])
    for line in roster_table(rows, questions, answers):
        sheet.append(line)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()
