"""What a county office does for its own people after a convening: planned with a day, a place and an owner, changed, held, and
told to those who asked for it.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.letters import Draft, write_letters
from groundswell.activity.services.record import record
from groundswell.convenings.calendar import Entry, calendar_text
from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models import Convening, FollowUp, FollowUpRequest
from groundswell.convenings.services.letters import manage_link
from groundswell.convenings.wording import county_words, day_in_words, hour_in_words
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.places.models import Place

LASTS = timedelta(hours=1)  # in a calendar; how long it takes is not asked
FIELDS = ("title", "owner", "starts_at", "where", "notes")


class OverAlready(Refused):
    """It was held or called off."""


def plan_follow_up(
    *, by: User | None, convening: Convening, county: Place, fields: Mapping[str, Any],
    requests: Sequence[FollowUpRequest] = (), tell: bool = False,
) -> FollowUp:  # fmt: skip
    """A county office answers its own people's requests: what, when, where, who sees to it (`fields`, see FIELDS).

    With `tell` those who asked get a letter with an entry for their calendar.
    """
    with transaction.atomic():
        row = FollowUp(
            convening=convening, county=county, state=FollowUpState.PLANNED, made_at=now(),
            **{name: fields[name] for name in FIELDS if name in fields},
        )  # fmt: skip
        row.full_clean()
        row.save()
        _take(row, requests)
        _record("convenings.followup_planned", by, row, requests=len(requests), tell=_owner_of(row, by))
        if tell:
            _tell(row, requests, "planned")
    return row


def change_follow_up(
    *, by: User | None, follow_up: FollowUp, fields: Mapping[str, Any], requests: Sequence[FollowUpRequest] | None = None,
    tell: bool = False,
) -> FollowUp:  # fmt: skip
    """Another day, place, owner, or for others; requests that it is not for any more are open again. None leaves them.

    With `tell` those who asked are told how it stands now, and who is not part of it any more hears that too.
    """
    with transaction.atomic():
        row = _hold(follow_up)
        before = row.owner_id
        for name in FIELDS:
            if name in fields:
                setattr(row, name, fields[name])
        row.changes += 1
        row.full_clean()
        row.save()
        had = list(FollowUpRequest.objects.filter(follow_up=row).select_related(*TOLD))
        stay = had if requests is None else list(requests)
        kept = {one.pk for one in stay}
        left = [one for one in had if one.pk not in kept]
        FollowUpRequest.objects.filter(pk__in=[one.pk for one in left]).update(follow_up=None, state=FollowUpState.OPEN)
        _take(row, stay)
        told = _owner_of(row, by) if row.owner_id != before else []
        _record("convenings.followup_changed", by, row, requests=len(stay), tell=told)
        if tell:
            new = kept - {one.pk for one in had}
            _tell(row, [one for one in stay if one.pk in new], "planned")
            _tell(row, [one for one in stay if one.pk not in new], "changed")
            _tell(row, left, "off")
    return row


def call_off_follow_up(*, by: User | None, follow_up: FollowUp) -> FollowUp:
    """It will not be: what was asked is open again. Those who were written to are told."""
    with transaction.atomic():
        row = _hold(follow_up)
        row.state, row.changes = FollowUpState.DECLINED, row.changes + 1
        row.save()
        asked = list(FollowUpRequest.objects.filter(follow_up=row).select_related(*TOLD))
        FollowUpRequest.objects.filter(follow_up=row).update(follow_up=None, state=FollowUpState.OPEN)
        _record("convenings.followup_off", by, row, requests=len(asked))
        if row.told:
            _tell(row, asked, "off")
    return row


def finish_follow_up(*, by: User | None, follow_up: FollowUp) -> FollowUp:
    """It was held: its requests are done."""
    with transaction.atomic():
        row = _hold(follow_up)
        row.state, row.done_at = FollowUpState.DONE, now()
        row.save()
        FollowUpRequest.objects.filter(follow_up=row).update(state=FollowUpState.DONE)
        _record("convenings.followup_done", by, row)
    return row


def settle_request(*, by: User | None, request: FollowUpRequest, owner: Person | None, state: str) -> None:
    """Give one request an owner, or say that it is done, cannot be met, or is open again: by itself, so that what becomes of
    a follow-up that was planned for it does not change that. A new owner is told.
    """
    with transaction.atomic():
        user = owner.user_id if owner is not None and owner.pk != request.owner_id else None
        told = [user] if user is not None and (by is None or user != by.pk) else []
        FollowUpRequest.objects.filter(pk=request.pk).update(owner=owner, state=state, follow_up=None)
        record(
            verb="convenings.request_settled", by=by, space=request.county.space_id,
            facts={"request": request.pk, "state": state}, tell=told,
        )  # fmt: skip


TOLD = ("registration__person__user", "registration__convening")  # what a letter about a request reads


def _hold(follow_up: FollowUp) -> FollowUp:
    rows = FollowUp.objects.select_for_update(of=("self",)).select_related("county", "convening", "owner__user")
    row = rows.get(pk=follow_up.pk)
    if row.state != FollowUpState.PLANNED:
        raise OverAlready(_("This follow-up is over."))
    return row


def _take(row: FollowUp, requests: Sequence[FollowUpRequest]) -> None:
    mine = FollowUpRequest.objects.filter(pk__in=[request.pk for request in requests], county=row.county)
    mine.update(follow_up=row, owner=row.owner, state=FollowUpState.PLANNED)


def _owner_of(row: FollowUp, by: User | None) -> list[int]:
    """The owner's user, unless they did it themselves."""
    user = row.owner.user_id if row.owner is not None else None
    return [user] if user is not None and (by is None or user != by.pk) else []


def _record(verb: str, by: User | None, row: FollowUp, *, requests: int = 0, tell: list[int] | None = None) -> None:
    record(
        verb=verb, by=by, space=row.county.space_id, other=row.convening.space_id,
        facts={"follow_up": row.pk, "requests": requests}, tell=tell,
    )  # fmt: skip


SUBJECTS = {
    "planned": _("Your county office plans: %(title)s"),
    "changed": _("Changed: %(title)s"),
    "off": _("Called off: %(title)s"),
}


def _tell(row: FollowUp, requests: Iterable[FollowUpRequest], kind: str) -> None:
    """A letter to each who asked, once, in their language; an answer goes to the owner."""
    if not row.told:
        row.told = True
        FollowUp.objects.filter(pk=row.pk).update(told=True)
    people = {request.registration.person_id: request.registration for request in requests}
    drafts = []
    owner = Person.objects.select_related("user").filter(pk=row.owner_id).first() if row.owner_id else None
    reply_to = owner.user.email or "" if owner is not None and owner.user is not None else ""
    for registration in people.values():
        user = registration.person.user
        if user is None or not user.email:
            continue
        with translation.override(registration.language):
            link = manage_link(registration)
            facts = {
                "kind": kind, "name": registration.person.name, "county": county_words(row.county), "row": row,
                "owner": owner.name if owner is not None else "", "link": link,
                "day": day_in_words(row.starts_at) if row.starts_at else "",
                "hour": hour_in_words(row.starts_at) if row.starts_at else "",
            }  # fmt: skip
            drafts.append(
                Draft(
                    to=user.email,
                    kind="follow-up",
                    subject=_(SUBJECTS[kind]) % {"title": row.title},
                    user=user,
                    text=render_to_string("convenings/mail/follow_up.txt", facts),
                    space=row.county.space_id,
                    reply_to=reply_to,
                    once=f"follow-up:{row.pk}:{row.changes}:{registration.pk}",
                    calendar=_calendar(row, link, user.email, off=kind == "off"),
                )
            )
    write_letters(drafts)


def _calendar(row: FollowUp, link: str, attendee: str, *, off: bool) -> str:
    if row.starts_at is None:
        return ""
    entry = Entry(
        number=f"follow-up-{row.pk}", sequence=row.changes, title=row.title, starts_at=row.starts_at,
        ends_at=row.starts_at + LASTS, where=row.where, text=row.notes, link=link, made_at=now(), cancelled=off,
    )  # fmt: skip
    return calendar_text(entry, attendee=attendee)
