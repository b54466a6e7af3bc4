"""What is kept for a time goes when its time is over, a few thousand rows at once so that nobody waits."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.db.models import Model, Q, QuerySet
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from groundswell.accounts.services.codes import forget_codes
from groundswell.activity.models import SIGN_IN, Letter, Notice, Worker
from groundswell.core.clock import now
from groundswell.core.live.publish import latest_number
from groundswell.core.models import Draft, LiveEvent, Submission

AT_ONCE = 2000
# Each with its reason; the dates are also on the page of settings.
DRAFTS = timedelta(days=180)  # what somebody typed and never sent
SUBMISSIONS = timedelta(days=60)  # a repeat comes within minutes, from a phone without a line within days
LIVE_EVENTS = timedelta(days=3)  # a page that was away for longer loads anew; the newest stays, pages go on from it
CODE_LETTERS = timedelta(days=2)  # a code is dead after 15 minutes
LETTERS = timedelta(days=400)  # a year and its season: whether somebody was invited
NOTICES = timedelta(days=400)
JOBS = timedelta(days=30)
WORKERS = timedelta(days=7)


def clean_up() -> dict[str, int]:
    """Remove what is too old. Return how much of each."""
    moment = now()
    done = [TaskResultStatus.SUCCESSFUL, TaskResultStatus.FAILED]
    sent = Letter.objects.filter(state__in=[Letter.State.SENT, Letter.State.FAILED])
    return {
        "codes": forget_codes(),
        "drafts": _remove(Draft.objects.filter(saved_at__lt=moment - DRAFTS)),
        "submissions": _remove(Submission.objects.filter(made_at__lt=moment - SUBMISSIONS)),
        "live events": _remove(LiveEvent.objects.filter(made_at__lt=moment - LIVE_EVENTS, pk__lt=latest_number())),
        "sessions": _forget_sessions(),
        "letters": _remove(
            sent.filter(Q(made_at__lt=moment - LETTERS) | Q(kind=SIGN_IN, made_at__lt=moment - CODE_LETTERS))
        ),
        "notices": _remove(Notice.objects.filter(made_at__lt=moment - NOTICES)),
        "jobs": _remove(DBTaskResult.objects.filter(status__in=done, finished_at__lt=moment - JOBS)),
        "workers": _remove(Worker.objects.filter(seen_at__lt=moment - WORKERS)),
    }


def _forget_sessions() -> int:
    """Sessions end by the machine's time, which Django gave them."""
    before = Session.objects.count()
    SessionStore.clear_expired()
    return before - Session.objects.count()


def _remove[Row: Model](rows: QuerySet[Row]) -> int:
    count = 0
    while numbers := list(rows.order_by().values_list("pk", flat=True)[:AT_ONCE]):
        count += rows.model._base_manager.filter(pk__in=numbers).delete()[0]
    return count
