"""What sessions need or hand out: things, files, links."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening, Material, Session
from groundswell.core.errors import Refused

FIELDS = frozenset({"title", "title_es", "link", "file", "for_hosts", "number"})
LARGEST = 25  # megabytes


class TooLarge(Refused):
    """A file that nobody on a weak line would get."""


def add_material(
    *, by: User | None, convening: Convening, session: Session | None, fields: Mapping[str, Any]
) -> Material:
    """A thing to bring, a file or a link."""
    material = Material(convening=convening, session=session)
    return _keep(by, material, fields)


def change_material(*, by: User | None, material: Material, fields: Mapping[str, Any]) -> Material:
    """Other words, another link or file. A file that is replaced is gone."""
    with transaction.atomic():
        row = Material.objects.select_for_update().get(pk=material.pk)
        stored, before = row.file.storage, row.file.name
        kept = _keep(by, row, fields)
        if before and before != kept.file.name:
            transaction.on_commit(lambda: stored.delete(before))
    return kept


def _keep(by: User | None, material: Material, fields: Mapping[str, Any]) -> Material:
    unknown = fields.keys() - FIELDS
    if unknown:
        raise TypeError(f"not fields of a material: {sorted(unknown)}")
    with transaction.atomic():
        for name, value in fields.items():
            setattr(material, name, value)
        if material.file and material.file.size > LARGEST * 1024 * 1024:
            raise TooLarge(
                _("A file has at most %(count)d megabytes. Share a larger one by link.") % {"count": LARGEST}
            )
        material.full_clean()
        material.save()
        space = Convening.objects.values_list("space_id", flat=True).get(pk=material.convening_id)
        record(verb="convenings.changed", by=by, space=space, facts={"fields": ["materials"]})
    return material
