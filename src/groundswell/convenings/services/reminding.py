"""A colleague whom a captain registered and who has not said yet whether they come is asked once more by us, and never again."""

from datetime import timedelta

from django.db import transaction
from django.db.models import F, Q

from groundswell.convenings.choices import ConveningState
from groundswell.convenings.models import Registration
from groundswell.convenings.services.entrants import ACTIVE
from groundswell.convenings.services.letters import write_about
from groundswell.convenings.services.registering import TOLD
from groundswell.core.clock import PACIFIC, now

BATCH = 200
AFTER = timedelta(days=4)  # after they were registered
SOON = timedelta(days=3)  # before the convening: whoever was registered late is asked a day after
AT_LEAST = timedelta(days=1)
HOURS = range(8, 18)  # of the day in California: nobody is woken by it


def remind_colleagues() -> int:
    """Write to those who are due. Returns how many; doing it again writes nobody a second letter."""
    if now().astimezone(PACIFIC).hour not in HOURS:
        return 0
    written = 0
    while some := _remind_some():
        written += some
    return written


def _remind_some() -> int:
    moment = now()
    waited = Q(made_at__lte=moment - AFTER) | Q(made_at__lte=moment - AT_LEAST, convening__starts_at__lte=moment + SOON)
    rows = Registration.objects.filter(
        waited, team__isnull=False, confirmed_at=None, nudged_at=None, state__in=ACTIVE,
        convening__state=ConveningState.PUBLISHED, convening__starts_at__gt=moment,
    ).exclude(team__captain=F("person"))  # fmt: skip
    with transaction.atomic():
        due = list(rows.select_for_update(of=("self",), skip_locked=True).select_related(*TOLD).order_by("pk")[:BATCH])
        Registration.objects.filter(pk__in=[row.pk for row in due]).update(nudged_at=moment)
        write_about(due, "unconfirmed")
    return len(due)
