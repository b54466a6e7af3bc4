"""How many teachers a county has, as a table: `groundswell import teachers FILE`."""

import re
from collections.abc import Hashable, Mapping, Sequence
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.evidence.records import TeacherRecord
from groundswell.evidence.services.teachers import count_teachers
from groundswell.intake.choices import Weight
from groundswell.intake.importers import Applied, Field, Importer, Problem, Read, register
from groundswell.places import atlas

FIELDS = (
    Field(
        "county",
        gettext_lazy("County"),
        ("county name", "county code", "cds", "cds code"),
        required=True,
        help=gettext_lazy("Its name, its two digits, or any CDS code that begins with them."),
    ),
    Field(
        "year",
        gettext_lazy("School year"),
        ("academic year", "year"),
        required=True,
        help=gettext_lazy("As 2025-26."),
    ),
    Field(
        "teachers",
        gettext_lazy("Teachers"),
        ("teacher count", "number of teachers", "total teachers", "count"),
        required=True,
    ),
    Field(
        "source",
        gettext_lazy("Source"),
        ("published by",),
        help=gettext_lazy("Who counted, and when. It stands beside every share that is reckoned from the number."),
    ),
)
MOST = 200_000  # California has about 320,000 in all


class TeacherImporter(Importer[TeacherRecord]):
    """Teachers by county."""

    kind = "teachers"
    label = gettext_lazy("Teachers by county")
    about = gettext_lazy(
        "A table with one line for each county and school year. Reports then show who came as a share of the county's "
        "teachers, by the latest year. A line that is brought in again corrects the number."
    )
    fields = FIELDS

    def read(self, line: int, cells: Mapping[str, str]) -> Read[TeacherRecord]:
        return read_row(line, cells)

    def key(self, record: TeacherRecord) -> Hashable:
        return record.county, record.year

    def apply(self, *, by: Any, records: Sequence[TeacherRecord], dry_run: bool) -> list[Applied]:
        return count_teachers(by=by, records=records, dry_run=dry_run)


def read_row(line: int, cells: Mapping[str, str]) -> Read[TeacherRecord]:
    """The record, or every problem that keeps it out; without a source it comes in with a note."""
    problems = []
    county = county_code(cells["county"])
    if county is None:
        problems.append(Problem(_("California has no county of this name or code."), "county", cells["county"]))
    year = school_year(cells["year"])
    if year is None:
        problems.append(Problem(_("Write the school year as 2025-26."), "year", cells["year"]))
    teachers = whole_number(cells["teachers"])
    if teachers is None:
        problems.append(Problem(_("Write how many teachers as a whole number above 0."), "teachers", cells["teachers"]))
    if county is None or year is None or teachers is None:
        return Read(line, None, tuple(problems))
    source = cells["source"][:200]
    if not source:
        words = _("No source is named. Add a column that says who counted, and when.")
        problems.append(Problem(words, "source", "", Weight.NOTE))
    return Read(line, TeacherRecord(county, year, teachers, source), tuple(problems))


def county_code(text: str) -> str | None:
    """“Shasta”, “Shasta County”, “45”, “4” (a spreadsheet ate the 0) and “45000000000000” to "45", "04"."""
    digits = re.sub(r"\D", "", text) if re.fullmatch(r"[\d\s-]+", text) else ""
    if digits:
        code = digits.zfill(2) if len(digits) < 3 else digits.zfill(14)[:2] if len(digits) > 12 else digits[:2]
        return code if code in atlas.counties() else None
    return _names().get(_plain(text))


def school_year(text: str) -> str | None:
    """“2025-26”, “2025–2026” and “2025/26” to "2025-26"."""
    found = re.fullmatch(r"(20\d\d)\s*[-–—/]\s*(?:20)?(\d\d)", text.strip())
    if found is None or (int(found[1]) + 1) % 100 != int(found[2]):
        return None
    return f"{found[1]}-{found[2]}"


def whole_number(text: str) -> int | None:
    """“1,204” and “1204.0” to 1204."""
    plain = re.sub(r"[,\s]", "", text)
    found = re.fullmatch(r"(\d{1,7})(?:\.0*)?", plain)
    return int(found[1]) if found and 0 < int(found[1]) <= MOST else None


def _plain(text: str) -> str:
    return re.sub(r"[^a-z]", "", text.casefold()).removesuffix("county")


@cache
def _names() -> Mapping[str, str]:
    return {_plain(county.name): code for code, county in atlas.counties().items()}


register(TeacherImporter())
