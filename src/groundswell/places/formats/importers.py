"""What can be imported here: `groundswell import schools FILE`."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundswell.intake.importers import Applied, Importer, Read, register
from groundswell.places.formats.cde import FIELDS, read_row
from groundswell.places.records import DirectoryRecord
from groundswell.places.services.schools import import_schools


class SchoolImporter(Importer[DirectoryRecord]):
    """California's directory of public schools."""

    kind = "schools"
    label = _("Schools")
    about = _(
        "California's directory of public schools, as the Department of Education publishes it or as a list derived "
        "from it. New schools are added, known ones are corrected, none is removed."
    )
    fields = FIELDS
    batch = 2500

    def read(self, line: int, cells: Mapping[str, str]) -> Read[DirectoryRecord]:
        return read_row(line, cells)

    def key(self, record: DirectoryRecord) -> str:
        return record.cds_code

    def apply(self, *, by: Any, records: Sequence[DirectoryRecord], dry_run: bool) -> list[Applied]:
        return import_schools(by=by, records=records, dry_run=dry_run)


register(SchoolImporter())
