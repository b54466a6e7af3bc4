"""Making instruments, editing their draft, publishing it, opening and closing them."""

import secrets
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.instruments.choices import OpenTo, Purpose
from groundswell.instruments.definition import read_definition
from groundswell.instruments.models import Instrument, InstrumentVersion
from groundswell.instruments.signals import version_published
from groundswell.spaces.choices import Kind
from groundswell.spaces.models import Space
from groundswell.spaces.services.spaces import make_space


class PublishedAlready(Refused):
    """A published version never changes; a new draft can be started from it."""


class ChangedMeanwhile(Refused):
    """Somebody else changed the draft after this page was opened."""


class NothingAsked(Refused):
    """A version without a question cannot be published."""


def create_instrument(
    *,
    by: User | None,
    owner: Space,
    title: str,
    purpose: str,
    title_es: str = "",
    definition: Mapping[str, Any] | None = None,
    code: str | None = None,
    open_to: str = OpenTo.NOBODY,
    repeats: bool = False,
) -> Instrument:
    """A new instrument of the owner with a draft as its first version. Raises BadDefinition."""
    with transaction.atomic():
        instrument = Instrument(
            space=make_space(kind=Kind.INSTRUMENT, within=[owner]), owner=owner, title=title.strip(),
            title_es=title_es.strip(), purpose=Purpose(purpose), code=code, open_to=OpenTo(open_to), repeats=repeats,
            token=secrets.token_urlsafe(18), made_at=now(),
        )  # fmt: skip
        instrument.full_clean()
        instrument.save()
        version = InstrumentVersion(instrument=instrument, number=1, definition=dict(definition or {}), made_at=now())
        read_definition(version.definition)
        version.save()
        record(verb="instruments.made", by=by, space=instrument.space_id, facts={"purpose": instrument.purpose})
    return instrument


def rename_instrument(
    *, by: User | None, instrument: Instrument, title: str, title_es: str, open_to: str, repeats: bool
) -> None:
    """Its title in both languages, and who may answer by its own page."""
    with transaction.atomic():
        instrument.title, instrument.title_es = title.strip(), title_es.strip()
        instrument.open_to, instrument.repeats = OpenTo(open_to), repeats
        instrument.full_clean(exclude=["space", "owner"])
        instrument.save(update_fields=["title", "title_es", "open_to", "repeats"])
        record(verb="instruments.changed", by=by, space=instrument.space_id)


def start_draft(*, by: User | None, instrument: Instrument) -> InstrumentVersion:
    """The instrument's draft; when there is none, a copy of the latest version to work on."""
    with transaction.atomic():
        Instrument.objects.select_for_update().get(pk=instrument.pk)
        latest = InstrumentVersion.objects.filter(instrument=instrument).order_by("-number").first()
        if latest is not None and latest.is_draft:
            return latest
        draft = InstrumentVersion(
            instrument=instrument,
            number=latest.number + 1 if latest else 1,
            definition=latest.definition if latest else {},
            made_at=now(),
        )
        draft.save()
        record(verb="instruments.changed", by=by, space=instrument.space_id, facts={"version": draft.number})
    return draft


def edit_draft(
    *, by: User | None, version: InstrumentVersion, definition: Mapping[str, Any], revision: int | None = None
) -> InstrumentVersion:
    """Put this definition in place of the draft's. `revision` is the one that the page saw.

    Raises PublishedAlready, ChangedMeanwhile or BadDefinition; nothing is kept then.
    """
    read_definition(definition)
    with transaction.atomic():
        held = InstrumentVersion.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)
        if not held.is_draft:
            raise PublishedAlready(_("This version is published and stays as it is. Start a new draft to change it."))
        _refuse_changed(held, revision)
        held.definition, held.revision = dict(definition), held.revision + 1
        held.save(update_fields=["definition", "revision"])
        record(verb="instruments.changed", by=by, space=held.instrument.space_id, facts={"version": held.number})
    return held


def _refuse_changed(version: InstrumentVersion, revision: int | None) -> None:
    if revision is not None and version.revision != revision:
        raise ChangedMeanwhile(
            _("Somebody changed these questions meanwhile. Look at them again and repeat your change.")
        )


def publish_version(
    *, by: User | None, version: InstrumentVersion, revision: int | None = None
) -> InstrumentVersion:  # fmt: skip
    """From now on this version is asked; it does not change any more. Publishing twice is publishing once.

    `revision` is the one that the page showed; nobody publishes what they have not seen. Raises ChangedMeanwhile.
    """
    with transaction.atomic():
        held = InstrumentVersion.objects.select_for_update(of=("self",)).select_related("instrument").get(pk=version.pk)
        if not held.is_draft:
            return held
        _refuse_changed(held, revision)
        if not read_definition(held.definition).asked:
            raise NothingAsked(_("Add at least one question before you publish."))
        held.published_at = now()
        held.save(update_fields=["published_at"])
        record(verb="instruments.published", by=by, space=held.instrument.space_id, facts={"version": held.number})
        version_published.send(InstrumentVersion, version=held)
    return held


def close_instrument(*, by: User | None, instrument: Instrument) -> None:
    """It takes no more answers; those given stay."""
    _set_closed(by, instrument, closed=True)


def reopen_instrument(*, by: User | None, instrument: Instrument) -> None:
    """It takes answers again."""
    _set_closed(by, instrument, closed=False)


def _set_closed(by: User | None, instrument: Instrument, *, closed: bool) -> None:
    with transaction.atomic():
        held = Instrument.objects.select_for_update().get(pk=instrument.pk)
        if (held.closed_at is not None) == closed:  # a second press, or somebody else's
            return
        instrument.closed_at = now() if closed else None
        instrument.save(update_fields=["closed_at"])
        record(verb="instruments.closed" if closed else "instruments.opened", by=by, space=instrument.space_id)
