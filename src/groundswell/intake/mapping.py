"""Which column holds what: guessed from the headings, then for the person to change.

A mapping is field name → heading in the file. Fields without a column are not in it.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.utils.translation import gettext as _

from groundswell.core.errors import Refused
from groundswell.intake.importers import Field, Importer, Problem, Read
from groundswell.intake.tables import Table

type Mapped = dict[str, str]


class BadMapping(Refused):
    """The mapping names a field or a column that does not exist, or leaves out a required one."""


def plain(heading: str) -> str:
    """“CDS Code”, “cds_code” and “CDSCode” are one."""
    return re.sub(r"[^a-z0-9]", "", heading.lower())


def guess_mapping(fields: Sequence[Field], header: Sequence[str]) -> Mapped:
    """For each field the first heading that is its name, its label or an alias, in that order. A column serves once."""
    columns = {plain(heading): heading for heading in reversed(header)}
    taken: set[str] = set()
    found: Mapped = {}
    for field in fields:
        for name in (field.name, *field.aliases, str(field.label)):
            heading = columns.get(plain(name))
            if heading is not None and heading not in taken:
                found[field.name] = heading
                taken.add(heading)
                break
    return found


def check_mapping(fields: Sequence[Field], header: Sequence[str], mapping: Mapping[str, str]) -> Mapped:
    """The mapping without empty entries. Raises BadMapping with one sentence that says what to change."""
    known = {field.name: field for field in fields}
    kept = {name: heading for name, heading in mapping.items() if heading}
    for name, heading in kept.items():
        if name not in known:
            raise BadMapping(
                _("There is no field “%(name)s”. Known: %(known)s.") % {"name": name, "known": ", ".join(known)}
            )
        if heading not in header:
            raise BadMapping(_("The file has no column “%(heading)s”.") % {"heading": heading})
    missing = [str(field.label) for field in fields if field.required and field.name not in kept]
    if missing:
        raise BadMapping(_("Choose the column for: %(missing)s.") % {"missing": ", ".join(missing)})
    return kept


def parse_pairs(pairs: Iterable[str]) -> Mapped:
    """`field=Heading` words of the command line."""
    found: Mapped = {}
    for pair in pairs:
        name, equals, heading = pair.partition("=")
        if not (name and equals):
            raise BadMapping(_("“%(pair)s” is not of the form FIELD=COLUMN.") % {"pair": pair})
        found[name.strip()] = heading.strip()
    return found


def read_rows[R](importer: Importer[R], table: Table, mapping: Mapping[str, str]) -> Iterator[Read[R]]:
    """Every row as a record or as problems. The second row of the same thing is left out and names the first."""
    positions = {name: table.header.index(heading) for name, heading in mapping.items()}
    blank = {field.name: "" for field in importer.fields}
    first_line: dict[object, int] = {}
    for line, cells in table.rows:
        read = importer.read(line, blank | {name: cells[position] for name, position in positions.items()})
        if read.record is not None:
            before = first_line.setdefault(importer.key(read.record), line)
            if before != line:
                message = _("The same as line %(line)d; that one counts.") % {"line": before}
                yield Read(line, None, (Problem(message),))
                continue
        yield read
