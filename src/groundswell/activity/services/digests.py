"""One letter a day with what a person has not read yet."""

from collections import defaultdict
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import ngettext, override

from groundswell.accounts.models import User
from groundswell.activity.choices import DIGEST
from groundswell.activity.models import Letter, MailChoice, Notice
from groundswell.activity.sentences import Sentence, sentences_of
from groundswell.activity.services.letters import Draft, choices_of, write_letters
from groundswell.activity.unsubscribe import unsubscribe_url
from groundswell.core.clock import PACIFIC, now

AT_ONCE = 200  # people in one transaction
SHOWN = 20  # notices in a letter; more are counted
TOO_OLD = timedelta(days=14)  # what nobody mailed for so long is no news


def write_digests() -> int:
    """Write the digests whose hour has come. Return how many. Doing it again on the same day writes no second one."""
    local = now().astimezone(PACIFIC)
    day = local.date().isoformat()
    recent = Notice.objects.filter(read_at=None, mailed_at=None, made_at__gt=now() - TOO_OLD)
    waiting = list(recent.order_by("user_id").values_list("user_id", flat=True).distinct())
    count = 0
    for place in range(0, len(waiting), AT_ONCE):
        users = waiting[place : place + AT_ONCE]
        written = set(Letter.objects.filter(once__in=[_once(u, day) for u in users]).values_list("once", flat=True))
        choices = choices_of(users)
        due = [u for u in users if _once(u, day) not in written and _wanted(choices[u], local.hour)]
        count += _write(due, day) if due else 0
    return count


def _once(user: int, day: str) -> str:
    return f"digest:{user}:{day}"


def _wanted(choice: MailChoice, hour: int) -> bool:
    return choice.digest and hour >= choice.digest_hour


def _write(users: list[int], day: str) -> int:
    with transaction.atomic():
        people = User.objects.filter(pk__in=users, is_active=True).exclude(email=None).in_bulk()
        rows = Notice.objects.filter(
            user_id__in=list(people), read_at=None, mailed_at=None, made_at__gt=now() - TOO_OLD
        )
        of_user: dict[int, list[Notice]] = defaultdict(list)
        for notice in rows.select_related("activity").order_by("-id"):
            of_user[notice.user_id].append(notice)
        drafts = []
        for language in sorted({person.language for person in people.values()}):
            theirs = {people[user]: shown for user, shown in of_user.items() if people[user].language == language}
            with override(language):
                drafts += _digests(theirs, day)
        write_letters(drafts)
        mailed = [notice.pk for notices in of_user.values() for notice in notices]
        Notice.objects.filter(pk__in=mailed).update(mailed_at=now())
    return len(of_user)


def _digests(notices: dict[User, list[Notice]], day: str) -> list[Draft]:
    """The digests of people who share a language; all names are looked up at once."""
    lines = {notice.activity_id: notice.activity for shown in notices.values() for notice in shown[:SHOWN]}
    sentences = {sentence.number: sentence for sentence in sentences_of(list(lines.values()))}
    return [
        _digest(user, [sentences[notice.activity_id] for notice in shown[:SHOWN]], len(shown), day)
        for user, shown in notices.items()
    ]


def _digest(user: User, lines: list[Sentence], count: int, day: str) -> Draft:
    context = {
        "lines": lines,
        "more": count - len(lines),
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "stop_url": unsubscribe_url(user.pk, DIGEST),
        "page_language": user.language,
    }
    subject = ngettext("%(count)s thing that is new for you", "%(count)s things that are new for you", count)
    return Draft(
        to=user.email or "",
        kind=DIGEST,
        subject=f"{settings.SITE_NAME}: {subject % {'count': count}}",
        text=render_to_string("activity/mail/digest.txt", context),
        html=render_to_string("activity/mail/digest.html", context),
        user=user,
        once=_once(user.pk, day),
    )
