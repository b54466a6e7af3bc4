"""What an operator does by hand: a letter again, a job again."""

from typing import Any

from django.db import transaction
from django_tasks_db.models import DBTaskResult

from groundswell.accounts.models import User
from groundswell.accounts.services.users import find_user
from groundswell.activity.models import Letter
from groundswell.activity.services.jobs import retry_job
from groundswell.activity.services.letters import resend_letter
from groundswell.activity.services.record import record
from groundswell.spaces.services.platform import provide_platform


def send_letter_again(*, by: User, letter: Letter) -> None:
    """Put a failed letter back into the outbox."""
    with transaction.atomic():
        resend_letter(letter=letter)
        record(verb="access.letter_sent_again", by=by, space=provide_platform().pk, facts={"letter": letter.pk})


def run_job_again(*, by: User, job: "DBTaskResult[Any, Any]") -> None:
    """Put a failed job back into the queue."""
    with transaction.atomic():
        retry_job(job=job)
        record(verb="access.job_run_again", by=by, space=provide_platform().pk, facts={"job": str(job.pk)})


def record_look_up(*, by: User, to: str) -> None:
    """That `by` looked which letters somebody got."""
    user = find_user(to)
    facts = {"user": user.pk} if user is not None else {}
    record(verb="access.letters_looked_up", by=by, space=provide_platform().pk, facts=facts)
