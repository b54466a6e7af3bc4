"""Taking out of a plan what will not be: a session, a material, a site at which nobody registered."""

from django.db import models, transaction
from django.utils.translation import gettext as _

from groundswell.access.allow import open_grants
from groundswell.access.services.grants import take_role
from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.models import (
    Attendance,
    Convening,
    GroupSeat,
    Material,
    Question,
    Registration,
    Session,
    Site,
    WallNote,
)
from groundswell.core.errors import Refused


class InUse(Refused):
    """Something happened with it that must stay on record."""


def remove_session(*, by: User | None, session: Session) -> None:
    """Out of the program, with its people and materials. One in which people asked, noted or sat together stays: whom they
    met is read from their tables.
    """
    with transaction.atomic():
        row = Session.objects.select_for_update().select_related("convening").get(pk=session.pk)
        said = Question.objects.filter(session=row).exists() or WallNote.objects.filter(session=row).exists()
        if said:
            raise InUse(_("People asked or noted something in this session, so it stays in the program."))
        if GroupSeat.objects.filter(group__session=row, registration__attendances__isnull=False).exists():
            raise InUse(_("People sat together in this session, so it stays in the program."))
        row.standards.clear()
        row.delete()
        record(verb="convenings.session_removed", by=by, space=row.convening.space_id)


def remove_site(*, by: User | None, site: Site) -> None:
    """Out of the plan. One at which somebody registered or was stays: set its seats to what is taken instead."""
    with transaction.atomic():
        row = Site.objects.select_for_update().select_related("convening").get(pk=site.pk)
        if Registration.objects.filter(site=row).exists() or Attendance.objects.filter(site=row).exists():
            raise InUse(_("People registered at this site. Write to them and move them before you take it out."))
        if row.sessions.exists():
            raise InUse(_("A session is held only at this site. Change the session first."))
        try:
            row.delete()
        except models.ProtectedError:
            raise InUse(_("Something happened at this site, so it stays on record.")) from None
        for grant in open_grants().filter(space=row.space_id):
            take_role(by=by, grant=grant)
        Convening.objects.filter(pk=row.convening_id, site_removed__lt=row.number).update(site_removed=row.number)
        record(verb="convenings.site_removed", by=by, space=row.convening.space_id)


def remove_material(*, by: User | None, material: Material) -> None:
    """It is not needed any more; its file goes too."""
    with transaction.atomic():
        row = Material.objects.select_for_update().select_related("convening").get(pk=material.pk)
        stored, name = row.file.storage, row.file.name
        row.delete()
        record(verb="convenings.changed", by=by, space=row.convening.space_id, facts={"fields": ["materials"]})
        if name:
            transaction.on_commit(lambda: stored.delete(name))
