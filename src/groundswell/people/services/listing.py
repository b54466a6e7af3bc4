"""Entries of staff lists for people whom whoever brought the list in does not reach: made apart, for the person to say."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import Happening, record, record_all
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.models import Listed, Person
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import NewPerson, draft_of, fill_names, make_people
from groundswell.people.services.positions import put_positions


class Answered(Refused):
    """The question was answered before, or the entry is no longer one of its own."""


def put_listed(*, by: User, records: Sequence[NewPerson], users: dict[str, User], known: dict[str, Person]) -> None:
    """An entry for each address, made where none is `known`, with its positions; a new one asks whose address it is.

    The records were checked and have positions; the caller holds the transaction.
    """
    first = {record.email: record for record in reversed(records) if record.email not in known}
    made = {email: draft_of(record, None) for email, record in sorted(first.items())}
    make_people(list(made.values()))
    people = known | made
    fill_names((people[item.email], item) for item in records)
    pairs = [(people[item.email], item.position) for item in records if item.position is not None]
    put_positions(pairs, new_people=[person.pk for person in made.values()])
    Listed.objects.bulk_create(
        [Listed(person=made[email], user=users[email], address=email, by=by, at=now()) for email in made]
    )
    # Done by nobody: who reads what they themselves did would read here which of the list are known elsewhere.
    record_all(
        [
            Happening(
                "people.listed", None, made[email].space_id, facts={"user": users[email].pk, "by": by.pk},
                tell=[users[email].pk],
            )
            for email in made
        ]
    )  # fmt: skip


def accept_listing(*, by: User, person: Person, listed: Listed) -> None:
    """It is them: the entry becomes part of their own. Raises Answered or CannotMerge."""
    with transaction.atomic():
        entry = _still_open(by, listed)
        Listed.objects.filter(pk=listed.pk).delete()
        merge_people(by=by, keep=person, merge=entry)


def deny_listing(*, by: User, listed: Listed) -> None:
    """It is not them: nobody asks again, and the entry stays what the county wrote. Raises Answered."""
    with transaction.atomic():
        entry = _still_open(by, listed)
        Listed.objects.filter(pk=listed.pk).update(denied_at=now())
        record(verb="people.listing_denied", by=by, space=entry.space_id)


def _still_open(by: User, listed: Listed) -> Person:
    row = Listed.objects.select_for_update(of=("self",)).select_related("person").filter(pk=listed.pk).first()
    # An entry that has got an account by now is somebody else's: taking it over would take that over too.
    if row is None or row.user_id != by.pk or row.denied_at or not row.person.is_known or row.person.user_id:
        raise Answered(_("This is settled already."))
    return row.person
