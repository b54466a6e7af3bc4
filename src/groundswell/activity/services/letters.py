"""The outbox: a letter is written with the change that causes it, and handed over once by the worker."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F

from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.core.clock import now

GIVE_UP_AFTER = 6  # tries
LEASE = timedelta(minutes=5)  # a letter whose worker died is taken up again after this
BATCH = 20


@dataclass(frozen=True)
class Draft:
    """A letter to be. `once` keeps a second letter for the same reason away; `calendar` is an iCalendar text."""

    to: str
    kind: str
    subject: str
    text: str
    html: str = ""
    user: User | None = None
    space: int | None = None
    reply_to: str = ""
    calendar: str = ""
    once: str | None = None
    due_at: datetime | None = None
    headers: dict[str, str] = field(default_factory=dict)


def write_letters(drafts: Sequence[Draft]) -> None:
    """Put letters into the outbox, in the caller's transaction. Those with a `once` that is known are left out."""
    letters = [
        Letter(
            to=d.to, kind=d.kind, subject=d.subject[:250], text=d.text, html=d.html, user=d.user, space_id=d.space,
            reply_to=d.reply_to, calendar=d.calendar, once=d.once, headers=d.headers, number=uuid.uuid4(),
            due_at=d.due_at or now(), made_at=now(),
        )
        for d in drafts
    ]  # fmt: skip
    Letter.objects.bulk_create(letters, ignore_conflicts=True, batch_size=500)


def write_letter(draft: Draft) -> None:
    """Put one letter into the outbox."""
    write_letters([draft])


def claim_letters() -> list[Letter]:
    """Take the next letters that are due. Whoever claims a letter hands it over; a claim lapses after `LEASE`."""
    moment = now()
    with transaction.atomic():
        lapsed = Letter.objects.filter(state=Letter.State.HANDING, handed_at__lt=moment - LEASE)
        lapsed.update(state=Letter.State.WAITING, failure="The worker stopped while handing it over.")
        due = Letter.objects.select_for_update(skip_locked=True).filter(state=Letter.State.WAITING, due_at__lte=moment)
        letters = list(due.order_by("due_at")[:BATCH])
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
            state=Letter.State.HANDING, handed_at=moment, tries=F("tries") + 1
        )
    return letters


def mark_sent(letter: Letter) -> None:
    """It was handed over."""
    Letter.objects.filter(pk=letter.pk).update(state=Letter.State.SENT, sent_at=now(), failure="")


def mark_failed(letter: Letter, why: str, *, final: bool) -> None:
    """It was refused: try again later and later, or give up and show it."""
    tries = letter.tries + 1
    if final or tries >= GIVE_UP_AFTER:
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, failure=why[:400])
    else:
        due = now() + timedelta(minutes=2**tries)
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.WAITING, due_at=due, failure=why[:400])


def resend_letter(*, letter: Letter) -> None:
    """Put a failed letter back into the outbox."""
    Letter.objects.filter(pk=letter.pk, state=Letter.State.FAILED).update(
        state=Letter.State.WAITING, due_at=now(), tries=0, failure=""
    )
