"""Whoever owns a task gets a letter some days before it is due, and one more once it is overdue: all of theirs in one letter."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import ngettext

from groundswell.accounts.models import User
from groundswell.activity.choices import NOTICE
from groundswell.activity.services.letters import Draft, write_letters
from groundswell.collaboratives.choices import TaskState
from groundswell.collaboratives.models import Task
from groundswell.collaboratives.wording import name_of, task_words
from groundswell.core.clock import now, today

BEFORE = timedelta(days=3)
LATEST = timedelta(days=14)  # whoever was not told by then, because no worker ran, is not told any more
FRESH = timedelta(days=1)  # of a task that was just given its owner has a notice
OWNERS = 100  # in one transaction


def remind_owners() -> int:
    """Write to the owners of what is due. Returns to how many; doing it again writes nobody a second letter."""
    written = 0
    while some := _remind_some():
        written += some
    return written


def _due(day: date) -> QuerySet[Task]:
    soon = Q(due_on__gte=day, due_on__lte=day + BEFORE, made_at__lte=now() - FRESH) & ~Q(reminded_for=F("due_on"))
    late = Q(due_on__lt=day, due_on__gte=day - LATEST) & ~Q(overdue_for=F("due_on"))
    going_on = Q(collaborative__ends_on=None) | Q(collaborative__ends_on__gte=day)
    return Task.objects.filter(soon | late, going_on, state=TaskState.OPEN, owner__isnull=False)


def _remind_some() -> int:
    day = today()
    owners = list(_due(day).order_by("owner").values_list("owner", flat=True).distinct()[:OWNERS])
    if not owners:
        return 0
    with transaction.atomic():
        rows = _due(day).filter(owner__in=owners).select_for_update(of=("self",), skip_locked=True)
        of_owner: dict[int, list[Task]] = defaultdict(list)
        for task in rows.select_related("owner__user", "collaborative", "county").order_by("due_on", "pk"):
            of_owner[task.owner_id or 0].append(task)
        tasks = [task for theirs in of_owner.values() for task in theirs]
        overdue = [task.pk for task in tasks if task.due_on is not None and task.due_on < day]
        Task.objects.filter(pk__in=overdue).update(overdue_for=F("due_on"))
        Task.objects.filter(pk__in=[task.pk for task in tasks]).update(reminded_for=F("due_on"))
        write_letters([draft for theirs in of_owner.values() if (draft := _letter(theirs, day))])
    return len(of_owner)


def _letter(tasks: Sequence[Task], day: date) -> Draft | None:
    owner = tasks[0].owner
    user: User | None = owner.user if owner is not None else None
    if owner is None or user is None or not user.email:
        return None
    with translation.override(user.language or "en"):
        late = [_line(task) for task in tasks if task.due_on is not None and task.due_on < day]
        soon = [_line(task) for task in tasks if task.due_on is not None and task.due_on >= day]
        if late:
            subject = ngettext("%(count)d task is overdue", "%(count)d tasks are overdue", len(late))
        else:
            subject = ngettext("%(count)d task is due soon", "%(count)d tasks are due soon", len(soon))
        facts = {"name": owner.name, "late": late, "soon": soon}
        return Draft(
            to=user.email, kind=NOTICE, subject=subject % {"count": len(late) or len(soon)}, user=user,
            text=render_to_string("collaboratives/mail/tasks.txt", facts),
        )  # fmt: skip


def _line(task: Task) -> tuple[str, str]:
    """The task, and where it is said to be done."""
    address = reverse("collaboratives:tasks", args=[task.collaborative.key])
    return f"{task_words(task)} ({name_of(task.collaborative)})", settings.SITE_URL + address
