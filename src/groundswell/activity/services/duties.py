"""Doing the regular work: each chore by one worker at a time, and only when it is due."""

import logging
from datetime import UTC, datetime

from groundswell.activity.chores import Duty, all_duties
from groundswell.activity.models import Chore
from groundswell.core.clock import now

log = logging.getLogger(__name__)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)


def do_duties() -> int:
    """Do what is due. Return how many chores were begun; one that fails is logged and comes again in its time."""
    begun = {chore.name: chore.begun_at for chore in Chore.objects.order_by("name")}
    count = 0
    for duty in all_duties():
        if begun.get(duty.name, NEVER) <= now() - duty.every and _take(duty):
            count += 1
            try:
                duty.do()
            except Exception:
                log.exception("The chore %s failed.", duty.name)
            else:
                Chore.objects.filter(name=duty.name).update(done_at=now())
    return count


def _take(duty: Duty) -> bool:
    """Move the chore's time forward; False when another worker was quicker."""
    moment = now()
    Chore.objects.bulk_create([Chore(name=duty.name, begun_at=NEVER)], ignore_conflicts=True)
    due = Chore.objects.filter(name=duty.name, begun_at__lte=moment - duty.every)
    return bool(due.update(begun_at=moment, done_at=None))
