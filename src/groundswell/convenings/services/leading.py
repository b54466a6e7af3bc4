"""Who leads a session: speakers, facilitators, hosts."""

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.models import Session, SessionPerson
from groundswell.core.errors import Refused
from groundswell.people.models import Person


class LeadsAlready(Refused):
    """The person has this part in the session."""


def add_leader(*, by: User | None, session: Session, person: Person, part: str) -> SessionPerson:
    """This person leads the session as speaker, facilitator or host; the program names them. Twice raises LeadsAlready."""
    with transaction.atomic():
        Session.objects.select_for_update().get(pk=session.pk)
        if session.people.filter(person=person, part=part).exists():
            raise LeadsAlready(_("%(name)s has this part already.") % {"name": person.name})
        row = SessionPerson(session=session, person=person, part=part)
        row.full_clean()
        row.save()
        record(
            verb="convenings.changed", by=by, space=session.space_id, facts={"fields": ["people"], "person": person.pk}
        )
    return row


def remove_leader(*, by: User | None, leader: SessionPerson) -> None:
    """They do not lead it any more; taking somebody off twice changes nothing."""
    with transaction.atomic():
        gone, _rows = SessionPerson.objects.filter(pk=leader.pk).delete()
        if gone:
            facts = {"fields": ["people"], "person": leader.person_id}
            record(verb="convenings.changed", by=by, space=leader.session.space_id, facts=facts)
