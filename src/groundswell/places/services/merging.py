"""Two entries of one place become one: a school that somebody added by hand turns out to be one of the state's list."""

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.errors import Refused
from groundswell.core.references import Reference, move_rows, references_to
from groundswell.places.choices import Status
from groundswell.places.models import Place
from groundswell.places.services.bulk import refresh_search
from groundswell.places.services.organizations import add_name
from groundswell.places.signals import places_merged

ROLES = Reference("access.Grant.space")


class CannotMergePlaces(Refused):
    """Only an entry that was added by hand becomes another one."""


def merge_places(*, by: User | None, keep: Place, merge: Place) -> Place:
    """Everything that points at `merge` points at `keep`; its name still finds it, its address leads there.

    The state's own entries are never merged: the directory says itself what became of them. Raises CannotMergePlaces.
    """
    with transaction.atomic():
        rows = {place.pk: place for place in Place.objects.select_for_update().filter(pk__in=[keep.pk, merge.pk])}
        if len(rows) < 2:
            raise CannotMergePlaces(_("This is one place already. Choose another one."))
        keep, merge = rows[keep.pk], rows[merge.pk]
        if not merge.by_hand or merge.merged_into_id is not None or keep.merged_into_id is not None:
            raise CannotMergePlaces(
                _("Only a place that was added here, and not by the state, can become another one.")
            )
        if keep.kind != merge.kind:
            raise CannotMergePlaces(_("A school can only be another school, a partner another partner."))
        for reference in sorted(references_to(Place), key=lambda one: one.label):
            move_rows(reference, merge.pk, keep.pk)
        move_rows(ROLES, merge.space_id, keep.space_id)
        merge.refresh_from_db()
        merge.merged_into, merge.status = keep, Status.MERGED
        merge.full_clean()
        merge.save(update_fields=["merged_into", "status"])
        add_name(place=keep, name=merge.name)
        refresh_search([keep.pk, merge.pk])
        record(verb="places.places_merged", by=by, space=keep.space_id, other=merge.space_id)
        places_merged.send(sender=Place, kept_id=keep.pk, merged_id=merge.pk)
    return keep
