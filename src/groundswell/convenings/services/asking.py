"""After a convening everyone who was there gets one letter: the survey, the certificate, what they mean to try. A week later
whoever has not answered the survey is asked once more, and then never again.
"""

from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from groundswell.activity.services.letters import Draft, write_letters
from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Attendance, Convening, Registration
from groundswell.convenings.selectors.after import hours_of, survey_answered
from groundswell.convenings.services.letters import manage_link
from groundswell.convenings.wording import hours_in_words, in_language
from groundswell.core.clock import now

BATCH = 200
LATEST = timedelta(
    days=14
)  # after the end; whoever was not asked by then, because no worker ran, is not asked any more
AGAIN = timedelta(days=7)


def ask_those_who_came() -> int:
    """Write to everyone who was at a convening that is over, once, and once more. Returns how many letters were written."""
    moment = now()
    over = Convening.objects.filter(state=ConveningState.PUBLISHED, ends_at__lte=moment, ends_at__gt=moment - LATEST)
    written = 0
    for convening in over.select_related("survey__instrument").order_by("pk"):
        asks = convening.survey is not None and convening.survey.instrument.closed_at is None
        if not asks and not convening.hours:
            continue  # there is nothing to tell
        while some := _ask_some(convening, asks=asks, again=False):
            written += some
        if asks and convening.ends_at <= moment - AGAIN:
            while some := _ask_some(convening, asks=asks, again=True):
                written += some
    return written


def _ask_some(convening: Convening, *, asks: bool, again: bool) -> int:
    name = "reminded_at" if again else "asked_at"
    with transaction.atomic():
        due = _those_who_came(convening).filter(**{name: None})
        if again:
            due = due.filter(asked_at__lte=now() - AGAIN).exclude(survey_answered())
        rows = list(
            due.select_for_update(of=("self",), skip_locked=True)
            .select_related("person__user", "convening", "site")
            .order_by("pk")[:BATCH]
        )
        Registration.objects.filter(pk__in=[row.pk for row in rows]).update(**{name: now()})
        write_letters(list(_letters(rows, asks=asks, again=again)))
    return len(rows)


def _those_who_came(convening: Convening) -> QuerySet[Registration]:
    came = Attendance.objects.filter(registration=OuterRef("pk"))
    return Registration.objects.filter(Exists(came), convening=convening)


def _letters(rows: Iterable[Registration], *, asks: bool, again: bool) -> Iterable[Draft]:
    for row in rows:
        user = row.person.user
        if user is None or not user.email:
            continue
        with translation.override(row.language):
            title = in_language(row.convening, "title", row.language)
            hours = hours_of(row) if not again else None
            facts = {
                "name": row.person.name, "title": title, "again": again, "mine": manage_link(row),
                "survey": _link("survey", row) if asks else "",
                "hours": hours_in_words(hours) if hours else "", "certificate": _link("certificate", row),
            }  # fmt: skip
            subject = _("What did you take away from %(title)s?") if again else _("After %(title)s")
            yield Draft(
                to=user.email, kind="after", subject=subject % {"title": title}, user=user,
                text=render_to_string("convenings/mail/after.txt", facts), space=row.convening.space_id,
                once=f"after:{row.pk}:{int(again)}",
            )  # fmt: skip


def _link(name: str, row: Registration) -> str:
    return settings.SITE_URL + reverse(f"convenings:{name}", args=[row.secret])
