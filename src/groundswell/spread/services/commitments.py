"""Commitments: made by the person, and kept only when the person or a witness says so."""

from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.models import Convening
from groundswell.core.clock import now, today
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.spread.models import Commitment, Said


class NotTheirs(Refused):
    """Only the person or the witness says what became of it."""


class InThePast(Refused):
    """A commitment looks ahead."""


def make_commitment(
    *, by: User | None, person: Person, kind: str, text: str, due_on: date, convening: Convening | None = None,
    witness: Person | None = None,
) -> Commitment:  # fmt: skip
    """The person means to try or share something by a day."""
    if due_on < today():
        raise InThePast(_("Choose a day that is still to come."))
    with transaction.atomic():
        row = Commitment(
            person=person, convening=convening, kind=kind, text=text, due_on=due_on, witness=witness, made_at=now()
        )
        row.full_clean()
        row.save()
        record(
            verb="spread.committed", by=by, space=person.space_id, other=convening.space_id if convening else None,
            facts={"commitment": row.pk, "kind": kind},
        )  # fmt: skip
    return row


def say_what_became(
    *, by: User | None, commitment: Commitment, person: Person, word: str, reached: int | None = None, note: str = ""
) -> Said:
    """In the word of the person or the witness; said again, it replaces what they said before."""
    if person.pk not in {commitment.person_id, commitment.witness_id}:
        raise NotTheirs(_("Only the person or the witness says what became of a commitment."))
    with transaction.atomic():
        # Two windows at one instant: the second waits here and then finds the first one's word.
        Commitment.objects.select_for_update(of=("self",)).get(pk=commitment.pk)
        row = Said.objects.filter(commitment=commitment, by=person).first() or Said(commitment=commitment, by=person)
        row.word, row.reached, row.note, row.said_at = word, reached, note, now()
        row.full_clean()
        row.save()
        record(verb="spread.said", by=by, space=person.space_id, facts={"commitment": commitment.pk, "word": word})
    return row
