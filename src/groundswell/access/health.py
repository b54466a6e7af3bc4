"""The state of the machine for the operator: jobs, mail, workers, disk, database, versions."""

import platform
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import django
from django.conf import settings
from django.db import connection
from django.db.models import Count, Min
from django.tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from groundswell import __version__
from groundswell.activity.choices import DEAD_AFTER
from groundswell.activity.models import Chore, Letter, Worker
from groundswell.core.clock import now

SHOWN = 20


@dataclass(frozen=True)
class Health:
    """Everything on the operator's page. Sizes are in bytes."""

    workers: list[Worker]
    alive: list[Worker]
    chores: list[Chore]
    jobs: dict[str, int]
    failed_jobs: list["DBTaskResult[Any, Any]"]
    running_jobs: list["DBTaskResult[Any, Any]"]
    waiting_letters: int
    waiting_since: datetime | None
    failed_letters: int
    letters: list[Letter]
    mail_server: bool
    disk_free: int
    disk_total: int
    database: str
    database_size: int
    versions: list[tuple[str, str]]


def read_health() -> Health:
    """A fixed number of queries, each along an index."""
    workers = list(Worker.objects.order_by("-seen_at")[:5])
    alive = [row for row in workers if row.stopped_at is None and row.seen_at > now() - DEAD_AFTER]
    counted = DBTaskResult.objects.order_by().values_list("status").annotate(count=Count("pk"))
    failed = Letter.objects.filter(state=Letter.State.FAILED)
    due = Letter.objects.filter(state__in=[Letter.State.WAITING, Letter.State.HANDING], due_at__lte=now())
    waiting = due.aggregate(count=Count("pk"), since=Min("due_at"))
    disk = shutil.disk_usage(settings.HOME)
    return Health(
        workers=workers,
        alive=alive,
        chores=list(Chore.objects.order_by("name")),
        jobs=dict(counted),
        failed_jobs=list(DBTaskResult.objects.failed().order_by("-finished_at")[:SHOWN]),
        running_jobs=list(DBTaskResult.objects.filter(status=TaskResultStatus.RUNNING)[:SHOWN]),
        waiting_letters=waiting["count"],
        waiting_since=waiting["since"],
        failed_letters=failed.count(),
        letters=list(failed.order_by("-id").defer("text", "html", "calendar")[:SHOWN]),
        mail_server=bool(settings.MAIL_URL),
        disk_free=disk.free,
        disk_total=disk.total,
        database=_database_words(),
        database_size=_database_size(),
        versions=[
            ("Groundswell", __version__),
            ("Django", django.get_version()),
            ("Python", platform.python_version()),
            ("System", f"{platform.system()} {platform.release()}"),
        ],
    )


def _database_words() -> str:
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            return f"SQLite {cursor.execute('SELECT sqlite_version()').fetchone()[0]}"
    with connection.cursor() as cursor:
        cursor.execute("SHOW server_version")
        row = cursor.fetchone()
    return f"PostgreSQL {row[0] if row else ''}"


def _database_size() -> int:
    if connection.vendor == "sqlite":
        file = Path(str(connection.settings_dict["NAME"]))
        return sum(part.stat().st_size for part in (file, file.with_name(f"{file.name}-wal")) if part.is_file())
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        row = cursor.fetchone()
    return int(row[0]) if row else 0
