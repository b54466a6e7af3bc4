"""Answering: once for each press of the button, changed or taken back by the one who answered."""

import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.services.submissions import submit_once
from groundswell.instruments.choices import Purpose, ResponseState
from groundswell.instruments.given import Given
from groundswell.instruments.models import Answer, Instrument, InstrumentVersion, Pseudonym, Response
from groundswell.people.models import Person
from groundswell.spaces.models import Space


class NotAnswerable(Refused):
    """The version is a draft, or the instrument takes no answers any more."""


class NotYours(Refused):
    """Answers are changed and taken back only by the one who gave them."""


def submit_response(
    *,
    version: InstrumentVersion,
    given: Sequence[Given],
    person: Person | None = None,
    about: Space | int | None = None,
    context: Mapping[str, Any] | None = None,
    language: str = "en",
    client_id: str | uuid.UUID | None = None,
) -> Response:
    """Keep what was answered. `client_id` is the form's; a repeat of it changes nothing and gets the first response.

    Somebody who has answered already about the same thing changes their answers, unless the instrument may be
    answered repeatedly. `context` are ids and codes of the page that asked. Raises NotAnswerable.
    """
    instrument = Instrument.objects.select_related("space").get(pk=version.instrument_id)
    if version.is_draft:
        raise NotAnswerable(_("These questions are not published yet."))
    if instrument.closed_at is not None:
        raise NotAnswerable(_("This has been closed and takes no more answers."))
    about_id = about.pk if isinstance(about, Space) else about
    key = _uuid(client_id)

    def act() -> str:
        # The record of presses is cleared after a while; a press that comes back later is still the first one.
        known = Response.objects.filter(client_id=key).values_list("pk", flat=True).first() if key else None
        if known is not None:
            return str(known)
        response = _response_of(instrument, version, person, about_id)
        response.client_id = response.client_id or key
        response.context = {**response.context, **(context or {})}
        response.language = language[:5]
        is_new = response.pk is None
        # Unique keys were looked up above; the database has the last word.
        response.full_clean(exclude=["about", "person", "version"], validate_unique=False, validate_constraints=False)
        response.save()
        _write_answers(response, given, replace=not is_new)
        if instrument.purpose != Purpose.REGISTRATION:  # that one is told by the registration
            record(verb="instruments.answered", by=None, space=instrument.space_id, other=about_id)
        return str(response.pk)

    answered = submit_once(key=f"response:{key}", act=act) if key else _alone(act)
    return Response.objects.select_related("version__instrument").get(pk=int(answered))


def _uuid(client_id: str | uuid.UUID | None) -> uuid.UUID | None:
    """The form's id; a forged one counts as none."""
    if isinstance(client_id, uuid.UUID) or not client_id:
        return client_id or None
    try:
        return uuid.UUID(client_id)
    except ValueError:
        return None


def _alone(act: Callable[[], str]) -> str:
    with transaction.atomic():
        return act()


def _response_of(
    instrument: Instrument, version: InstrumentVersion, person: Person | None, about: int | None
) -> Response:
    """The response to fill: the one that this person gave already, or a new one."""
    once = None if person is None or instrument.repeats else f"{instrument.pk}:{person.pk}:{about or 0}"
    if once and person:
        # Two presses at the same instant from two devices: the second waits here and then finds the first.
        Person.objects.select_for_update().filter(pk=person.pk).first()
    held = Response.objects.select_for_update().filter(once=once).first() if once else None
    if held is not None:
        held.version = version
        held.state, held.sent_at = ResponseState.SENT, held.sent_at or now()
        return held
    link = pseudonym_of(person=person, scope=about or instrument.owner_id) if person else uuid.uuid4()
    return Response(
        version=version, person=person, link=link, about_id=about, once=once, state=ResponseState.SENT, made_at=now(),
        sent_at=now(),
    )  # fmt: skip


def pseudonym_of(*, person: Person, scope: int) -> uuid.UUID:
    """The link of a person within a scope; the same for all that they answer there."""
    Pseudonym.objects.bulk_create([Pseudonym(person=person, scope_id=scope)], ignore_conflicts=True)
    return Pseudonym.objects.get(person=person, scope_id=scope).link


def _write_answers(response: Response, given: Sequence[Given], *, replace: bool) -> None:
    rows = [
        Answer(
            response=response, question=one.question, row=one.row, choice=one.choice, number=one.number, text=one.text,
            date=one.date, place_id=one.place_id, picked_id=one.picked_id, item_id=one.item_id,
        )
        for one in given
    ]  # fmt: skip
    for row in rows:
        row.full_clean(exclude=["response", "place", "picked", "item"])
    with transaction.atomic():
        if replace:
            Answer.objects.filter(response=response).delete()
        Answer.objects.bulk_create(rows, batch_size=500)


def withdraw_response(*, by: User | None, response: Response) -> None:
    """Take the answers away; that somebody answered and took it back stays counted. `by` must have given them, or be None."""
    with transaction.atomic():
        held = (
            Response.objects.select_for_update(of=("self",))
            .select_related("version__instrument", "person")
            .get(pk=response.pk)
        )
        if by is not None and (held.person is None or held.person.user_id != by.pk):
            raise NotYours(_("Only the person who answered can take the answers back."))
        if held.state == ResponseState.WITHDRAWN:
            return
        Answer.objects.filter(response=held).delete()
        held.state, held.withdrawn_at, held.once, held.context = ResponseState.WITHDRAWN, now(), None, {}
        held.save()
        record(verb="instruments.withdrawn", by=None, space=held.version.instrument.space_id, other=held.about_id)
