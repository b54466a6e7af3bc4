"""Who edits an instrument, who answers it, who reads its answers."""

from django.db.models import Q

from groundswell.access.allow import Somebody, allows, within_reach
from groundswell.access.permissions import Permission
from groundswell.instruments.models import Instrument, LessonIdea
from groundswell.people.policies import person_id_of


def can_edit(user: Somebody, instrument: Instrument) -> bool:
    return allows(user, Permission.INSTRUMENT_EDIT, instrument.space_id)


def editable_by(user: Somebody) -> Q:
    """A condition for lists of instruments."""
    return within_reach(user, Permission.INSTRUMENT_EDIT)


def can_read_results(user: Somebody, instrument: Instrument) -> bool:
    """Numbers, suppressed below ten."""
    return any(
        allows(user, permission, instrument.space_id)
        for permission in (Permission.EVIDENCE_READ, Permission.INSTRUMENT_READ_ANSWERS)
    )


def can_read_answers(user: Somebody, instrument: Instrument) -> bool:
    """What was written, line by line, without names; also the export."""
    return allows(user, Permission.INSTRUMENT_READ_ANSWERS, instrument.space_id)


def visible_to(user: Somebody) -> Q:
    """Instruments whose results somebody may see, or which they may edit."""
    return (
        within_reach(user, Permission.INSTRUMENT_EDIT)
        | within_reach(user, Permission.EVIDENCE_READ)
        | within_reach(user, Permission.INSTRUMENT_READ_ANSWERS)
    )


def can_see(user: Somebody, instrument: Instrument) -> bool:
    return can_edit(user, instrument) or can_read_results(user, instrument)


def can_see_idea(user: Somebody, idea: LessonIdea) -> bool:
    """A lesson idea is its person's own."""
    person = person_id_of(user)
    return person is not None and idea.person_id == person
