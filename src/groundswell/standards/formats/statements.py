"""The texts of standards, as somebody with the right to them brings them: `groundswell import statements FILE`."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from groundswell.intake.importers import Applied, Field, Importer, Problem, Read, register
from groundswell.standards.codes import canonical_code, parse_codes
from groundswell.standards.records import StatementRecord
from groundswell.standards.services.load import FRAMEWORKS, bring_in_statements

LONGEST = 4000  # letters; the longest performance expectation with its boundary has under 1,500
FIELDS = (
    Field(
        "code",
        gettext_lazy("Code"),
        ("standard", "human coding scheme", "humanCodingScheme", "standard code", "id"),
        required=True,
        help=gettext_lazy("However it is written: 5.NF.B.3, 5nf3, CCSS.MATH.CONTENT.5.NF.B.3, 5-PS1-1."),
    ),
    Field(
        "text",
        gettext_lazy("Statement"),
        ("full statement", "fullStatement", "description", "standard text", "text"),
        required=True,
    ),
)


class StatementImporter(Importer[StatementRecord]):
    """Statements of the shipped frameworks."""

    kind = "statements"
    label = gettext_lazy("Statements of standards")
    about = gettext_lazy(
        "Codes and structure come with the product, texts do not: whoever holds the right to them brings them in. A code "
        "may be written as people write it. A line that is brought in again corrects the text."
    )
    fields = FIELDS

    def read(self, line: int, cells: Mapping[str, str]) -> Read[StatementRecord]:
        return read_row(line, cells)

    def key(self, record: StatementRecord) -> Hashable:
        return record.framework, record.code

    def apply(self, *, by: Any, records: Sequence[StatementRecord], dry_run: bool) -> list[Applied]:
        return bring_in_statements(by=by, records=records, dry_run=dry_run)


def read_row(line: int, cells: Mapping[str, str]) -> Read[StatementRecord]:
    """The record, or what keeps it out."""
    found = meant(cells["code"])
    text = " ".join(cells["text"].split())
    if found is None:
        words = _("No math or science standard has this code. Write it as 5.NF.B.3 or 5-PS1-1.")
        return Read(line, None, (Problem(words, "code", cells["code"]),))
    if not text:
        return Read(line, None, (Problem(_("The statement is missing."), "text"),))
    if len(text) > LONGEST:
        words = _("A statement has at most %(most)d letters.") % {"most": LONGEST}
        return Read(line, None, (Problem(words, "text", text[:60]),))
    return Read(line, StatementRecord(*found, text))


def meant(text: str) -> tuple[str, str] | None:
    """Framework and code; None for none of ours, and for more than one."""
    for framework in FRAMEWORKS:
        code = canonical_code(framework, text)
        if code is not None:
            return framework, code
    codes = parse_codes(text)
    return (codes[0].framework, codes[0].code) if len(codes) == 1 else None


register(StatementImporter())
