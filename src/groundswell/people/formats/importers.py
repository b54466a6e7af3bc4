"""What can be imported here: `groundswell import people FILE`."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from groundswell.intake.importers import Applied, Importer, Read, register
from groundswell.people.formats.staff import FIELDS, read_row
from groundswell.people.policies import edits_everybody
from groundswell.people.records import StaffRecord
from groundswell.people.services.staff_lists import bring_in_staff


class StaffImporter(Importer[StaffRecord]):
    """Staff lists of districts and county offices."""

    kind = "people"
    label = _("People")
    about = _(
        "A staff list as a table, or the users file of a OneRoster export. People are known by their email address; who "
        "is known already keeps their name and what others see of them. Nobody is written to. A county office brings in "
        "the staff of its own county; who is known elsewhere says on their profile whether it is them."
    )
    fields = FIELDS
    batch = 1000

    def read(self, line: int, cells: Mapping[str, str]) -> Read[StaffRecord]:
        return read_row(line, cells)

    def key(self, record: StaffRecord) -> Hashable:
        """Somebody may stand in the list once for each place and role."""
        return record.email, record.place, record.role

    def sees_all(self, user: Any) -> bool:
        return edits_everybody(user)

    def apply(self, *, by: Any, records: Sequence[StaffRecord], dry_run: bool) -> list[Applied]:
        return bring_in_staff(by=by, records=records, dry_run=dry_run)


register(StaffImporter())
