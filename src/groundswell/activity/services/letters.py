"""The outbox: a letter is written with the change that causes it, and handed over once by the worker."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils.html import format_html
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.choices import ASKED, NOTICE
from groundswell.activity.hours import after_quiet
from groundswell.activity.models import Letter, MailChoice
from groundswell.activity.services.going_out import never_left
from groundswell.activity.unsubscribe import unsubscribe_url
from groundswell.core.clock import now
from groundswell.core.inserts import insert_others

GIVE_UP_AFTER = 6  # tries
LEASE = timedelta(minutes=5)  # a letter whose worker died is taken up again after this
BETWEEN_LOOKS = timedelta(seconds=20)  # for such letters: in a rush each letter would pay for it
IN_DOUBT = "The worker was stopped while the mail server took it: it may have arrived."
BATCH = 20
AT_HOME = 500  # letters at once that only have to be shown on the local page


@dataclass(frozen=True)
class Draft:
    """A letter to be. `once` keeps a second letter for the same reason away; `calendar` is an iCalendar text.

    Give `user` with a kind that one is asked about (notice, digest): their wishes and quiet hours are kept.
    """

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
    choices = choices_of(draft.user.pk for draft in drafts if draft.user and draft.kind in ASKED)
    letters = [_letter(d, choices.get(d.user.pk) if d.user else None) for d in drafts if not _unwanted(d, choices)]
    insert_others(letters)


def write_letter(draft: Draft) -> None:
    """Put one letter into the outbox."""
    write_letters([draft])


def choices_of(users: Iterable[int]) -> dict[int, MailChoice]:
    """The mail choices of these users; the usual ones for those who never chose."""
    wanted = set(users)
    if not wanted:
        return {}
    chosen = {choice.user_id: choice for choice in MailChoice.objects.filter(user_id__in=wanted)}
    return {user: chosen.get(user) or MailChoice(user_id=user) for user in wanted}


def claim_letters() -> list[Letter]:
    """Take the next letters that are due. Whoever claims a letter hands it over; a claim lapses after `LEASE`."""
    moment = now()
    if abs(moment - _LOOKED[0]) >= BETWEEN_LOOKS:
        _take_up(moment)
    due = Letter.objects.filter(state=Letter.State.WAITING, due_at__lte=moment)
    # Looking first keeps a worker that has nothing to do from taking SQLite's write lock twice a second.
    if not due.exists():
        return []
    with transaction.atomic():
        letters = list(due.select_for_update(skip_locked=True).order_by("due_at", "pk")[:BATCH])
        Letter.objects.filter(pk__in=[letter.pk for letter in letters]).update(
            state=Letter.State.HANDING, handed_at=moment, tries=F("tries") + 1
        )
    for letter in letters:
        letter.handed_at = moment
    return letters


def _take_up(moment: datetime) -> None:
    """Letters whose worker died: due again, but for those whose text may have left."""
    lapsed = Letter.objects.filter(state=Letter.State.HANDING, handed_at__lt=moment - LEASE)
    if lapsed.exists():
        with transaction.atomic():
            doubtful = lapsed.filter(failure=IN_DOUBT)
            doubtful.exclude(number__in=never_left()).update(state=Letter.State.FAILED)
            lapsed.update(state=Letter.State.WAITING, failure="The worker stopped while handing it over.")
    _LOOKED[0] = moment


_LOOKED = [datetime.min.replace(tzinfo=UTC)]  # when this process looked last for letters whose worker died


def still_ours(letter: Letter) -> bool:
    """Prolong the claim of one letter; False when it lapsed and another worker has the letter."""
    moment = now()
    if letter.handed_at is not None and moment - letter.handed_at < LEASE / 2:
        return True  # nobody else can have it yet: a write less for each letter
    held = Letter.objects.filter(pk=letter.pk, state=Letter.State.HANDING, handed_at=letter.handed_at)
    return bool(held.update(handed_at=moment))


def keep_letters_here() -> int:
    """Without a mail server: what is due counts as handed over, in one statement, so that nothing can be lost or doubled."""
    moment = now()
    due = Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.HANDING], due_at__lte=moment)
    numbers = list(due.order_by("due_at", "pk").values_list("pk", flat=True)[:AT_HOME])
    if numbers:
        Letter.objects.filter(pk__in=numbers).update(state=Letter.State.SENT, handed_at=moment, sent_at=moment)
    return len(numbers)


def mark_going_out(letter: Letter, gone: Sequence[Letter] = ()) -> None:
    """The mail server has said yes and gets the text next: from now on a second copy could be one too many, and the claim
    begins anew, for the server may take its time.

    `gone` were handed over before and are marked as sent along with it.
    """
    with transaction.atomic():
        mark_sent(gone)
        Letter.objects.filter(pk=letter.pk).update(failure=IN_DOUBT, handed_at=now())


def mark_sent(letters: Sequence[Letter]) -> None:
    """They were handed over."""
    if letters:
        numbers = [letter.pk for letter in letters]
        Letter.objects.filter(pk__in=numbers).update(state=Letter.State.SENT, sent_at=now(), failure="")


def mark_failed(letter: Letter, why: str, *, final: bool) -> None:
    """It was refused: try again later and later, or give up and show it."""
    tries = letter.tries + 1
    if final or tries >= GIVE_UP_AFTER:
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.FAILED, failure=why[:400])
    else:
        due = now() + timedelta(minutes=2**tries)
        Letter.objects.filter(pk=letter.pk).update(state=Letter.State.WAITING, due_at=due, failure=why[:400])


def release_letters(letters: Sequence[Letter]) -> None:
    """Give back what was claimed and not begun."""
    Letter.objects.filter(pk__in=[letter.pk for letter in letters], state=Letter.State.HANDING).update(
        state=Letter.State.WAITING, tries=F("tries") - 1
    )


def resend_letter(*, letter: Letter) -> None:
    """Put a failed letter back into the outbox."""
    Letter.objects.filter(pk=letter.pk, state=Letter.State.FAILED).update(
        state=Letter.State.WAITING, due_at=now(), tries=0, failure=""
    )


def list_header(name: str) -> dict[str, str]:
    """The head of letters that many get (RFC 2919): a reader's mail program can sort them by it."""
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {"List-Id": f"<{name}.{host}>"}


def _unwanted(draft: Draft, choices: dict[int, MailChoice]) -> bool:
    return draft.kind == NOTICE and draft.user is not None and not choices[draft.user.pk].notices


def _letter(draft: Draft, choice: MailChoice | None) -> Letter:
    due, headers, text, html = draft.due_at or now(), dict(draft.headers), draft.text, draft.html
    if choice is not None and draft.kind in ASKED:
        due = after_quiet(due, choice)
        stop = unsubscribe_url(choice.user_id, draft.kind)
        headers |= {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        headers |= list_header(draft.kind)
        text, html = _with_stop(text, html, stop)
    subject = " ".join(draft.subject.split())[:250]  # a title with a line break in it would end the head of the letter
    return Letter(
        to=draft.to, kind=draft.kind, subject=subject, text=text, html=html, user=draft.user,
        space_id=draft.space, reply_to=draft.reply_to, calendar=draft.calendar, once=draft.once, headers=headers,
        number=uuid.uuid4(), due_at=due, made_at=now(),
    )  # fmt: skip


def _with_stop(text: str, html: str, stop: str) -> tuple[str, str]:
    """The link stands at the foot unless the letter has it already."""
    words = _("No more letters like this:")
    if stop not in text:
        text = f"{text.rstrip()}\n\n{words}\n{stop}\n"
    if html and stop not in html:
        foot = format_html('<p><a href="{}">{}</a></p>', stop, _("No more letters like this"))
        head, body_end, tail = html.rpartition("</body>")
        html = f"{head}{foot}{body_end}{tail}" if body_end else f"{html}{foot}"
    return text, html
