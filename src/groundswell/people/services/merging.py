"""Two rows that are one person become one, in every app; what was done can be undone for a time."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.references import Reference, move_rows, move_rows_back
from groundswell.people.models import Consent, Merge, Person
from groundswell.people.registry.movers import movers
from groundswell.people.services.merged_users import join_users, part_users
from groundswell.people.services.references import references_to_people
from groundswell.people.signals import people_merged
from groundswell.people.wording import search_text, sort_text

FILLED = ("given_name", "family_name", "display_name", "pronouns")


class CannotMerge(Refused):
    """The two are one already, or one of them is gone."""


class CannotUndo(Refused):
    """The merge was undone, or too much has happened since."""


def merge_people(*, by: User | None, keep: Person, merge: Person) -> Merge:
    """Everything of `merge` becomes `keep`'s: positions, what higher apps hold, addresses, roles. Raises CannotMerge."""
    if keep.pk == merge.pk:
        raise CannotMerge(_("This is one person already. Choose two different ones."))
    with transaction.atomic():
        rows = Person.objects.select_for_update(of=("self",)).select_related("user")
        people = {person.pk: person for person in rows.filter(pk__in=[keep.pk, merge.pk]).order_by("pk")}
        keep, merge = people[keep.pk], people[merge.pk]
        if not (keep.is_known and merge.is_known):
            raise CannotMerge(_("One of the two was merged before, or has left."))
        note: dict[str, Any] = {"user": join_users(keep, merge), "moved": {}, "left": {}, "movers": {}}
        handled = {label for mover in movers() for label in mover.handles}
        for reference in references_to_people():
            if reference.label in handled:
                continue
            moved, left = move_rows(reference, merge.pk, keep.pk)
            note["moved"] |= {reference.label: moved} if moved else {}
            note["left"] |= {reference.label: left} if left else {}
        for mover in movers():
            note["movers"][mover.name] = mover.move(merge.pk, keep.pk)
        note["consents"] = _let_latest_word_count(keep)
        note["filled"] = _fill(keep, merge)
        merge.merged_into = keep
        merge.full_clean()
        merge.save(update_fields=["merged_into"])
        row = Merge(kept=keep, merged=merge, by=by, at=now(), note=note)
        row.full_clean()
        row.save()
        facts = {"kept": keep.pk, "merged": merge.pk}
        record(verb="people.merged", by=by, space=keep.space_id, other=merge.space_id, facts=facts)
        people_merged.send(sender=Person, kept_id=keep.pk, merged_id=merge.pk)
    return row


def undo_merge(*, by: User | None, row: Merge) -> None:
    """What was moved moves back, where it still is. What came since stays with the one that was kept.

    Raises CannotUndo when it was undone, when its note is no longer kept, or when one of the two has left or was merged on.
    """
    with transaction.atomic():
        row = Merge.objects.select_for_update(of=("self",)).select_related("kept__user", "merged__user").get(pk=row.pk)
        keep, merge, note = row.kept, row.merged, row.note
        if row.undone_at is not None or not note or not keep.is_known or merge.merged_into_id != keep.pk:
            raise CannotUndo(_("This can no longer be undone."))
        for label, keys in note["moved"].items():
            move_rows_back(Reference(label), keys, keep.pk, merge.pk)
        known = {mover.name: mover for mover in movers()}
        for name, theirs in note["movers"].items():
            if name in known:
                known[name].move_back(theirs, merge.pk, keep.pk)
        Consent.objects.filter(pk__in=note["consents"]).update(withdrawn_at=None)
        for name, value in note["filled"].items():
            if getattr(keep, name) == value:
                setattr(keep, name, "")
        _save_names(keep)
        merge.merged_into = None
        merge.save(update_fields=["merged_into"])
        part_users(keep, merge, note["user"])
        Merge.objects.filter(pk=row.pk).update(undone_at=now())
        facts = {"kept": keep.pk, "merged": merge.pk}
        record(verb="people.merge_undone", by=by, space=keep.space_id, other=merge.space_id, facts=facts)


def _fill(keep: Person, merge: Person) -> dict[str, str]:
    """The names that only the other had. Return what was taken over."""
    if keep.given_name or keep.family_name:
        names = [name for name in FILLED if name not in {"given_name", "family_name"}]
    else:
        names = list(FILLED)
    taken = {name: getattr(merge, name) for name in names if not getattr(keep, name) and getattr(merge, name)}
    for name, value in taken.items():
        setattr(keep, name, value)
    if taken:
        _save_names(keep)
    return taken


def _save_names(person: Person) -> None:
    person.sort_name = sort_text(person.given_name, person.family_name, person.display_name)
    person.search = search_text(person.given_name, person.family_name, person.display_name)
    person.full_clean()
    person.save()


def _let_latest_word_count(keep: Person) -> list[int]:
    """Where the one agreed and the other withdrew later, the withdrawal counts. Return the agreements that ended."""
    rows = list(Consent.objects.filter(person=keep))
    ended = [
        consent.pk
        for consent in rows
        if consent.withdrawn_at is None
        and any(row.kind == consent.kind and row.withdrawn_at and row.withdrawn_at > consent.given_at for row in rows)
    ]
    Consent.objects.filter(pk__in=ended).update(withdrawn_at=now())
    return ended
