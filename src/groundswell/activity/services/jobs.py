"""Running deferred work. The queue is django-tasks-db's table; its own worker process is not used, so that one process does all."""

import logging
from collections.abc import Iterable
from typing import Any

from django.db import OperationalError
from django.tasks import TaskResultStatus
from django_tasks_db.management.commands.db_worker import Worker as TaskRunner
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import exclusive_transaction, is_locked_database_exception

from groundswell.activity.choices import DEAD_AFTER
from groundswell.activity.models import Worker
from groundswell.core.clock import now

log = logging.getLogger(__name__)
GIVE_UP_AFTER = 3  # workers that died over one job


def run_next_job(*, worker: str) -> bool:
    """Run the next job that is due; False when there is none. A job that fails is kept with its traceback."""
    if _begun:  # the database went away under it
        running = DBTaskResult.objects.running().filter(pk__in=_begun)
        _put_back(job for job in running if job.worker_ids[-1:] == [worker])
        _begun.clear()
    ready = DBTaskResult.objects.ready()
    # Looking first keeps a worker that has nothing to do from taking SQLite's write lock twice a second.
    if not ready.exists():
        return False
    try:
        with exclusive_transaction():
            job = ready.get_locked()
            if job is not None:
                _begun.add(job.pk)
                job.claim(worker)
    except OperationalError as error:
        if is_locked_database_exception(error):
            return False
        raise
    if job is None:
        return False
    runner = TaskRunner(
        queue_names=["*"], interval=1, batch=False, backend_name=job.backend_name, startup_delay=False, max_tasks=None,
        worker_id=worker, excluded_queue_names=[],
    )  # fmt: skip
    runner.run_task(job)
    _begun.clear()
    return True


_begun: set[Any] = set()  # the job that this process took and of which it has not written down what came of it


def take_up_jobs() -> int:
    """Put back the jobs of workers that died. Return how many; a job that killed three workers counts as failed."""
    running = list(DBTaskResult.objects.running())  # before asking who lives: a worker beats before it takes a job
    alive = set(Worker.objects.filter(stopped_at=None, seen_at__gt=now() - DEAD_AFTER).values_list("name", flat=True))
    return _put_back(job for job in running if not job.worker_ids or job.worker_ids[-1] not in alive)


def _put_back(jobs: Iterable[DBTaskResult[Any, Any]]) -> int:
    count = 0
    for job in jobs:
        if len(job.worker_ids) >= GIVE_UP_AFTER:
            state = {"status": TaskResultStatus.FAILED, "traceback": "Three workers stopped while running this."}
        else:
            state = {"status": TaskResultStatus.READY, "traceback": ""}
        count += DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.RUNNING).update(**state)
    return count


def retry_job(*, job: DBTaskResult[Any, Any]) -> None:
    """Put a failed job back into the queue."""
    DBTaskResult.objects.filter(pk=job.pk, status=TaskResultStatus.FAILED).update(
        status=TaskResultStatus.READY, started_at=None, finished_at=None, worker_ids=[], traceback="",
        exception_class_path="",
    )  # fmt: skip
