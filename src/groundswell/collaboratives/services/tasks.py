"""Tasks: one owner each, handed over only when the other says yes."""

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.collaboratives.choices import TaskState
from groundswell.collaboratives.models import Collaborative, Task
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spaces.models import Space


class NotOffered(Refused):
    """The task was not offered to this person."""


class TaskClosed(Refused):
    """The task is done or dropped."""


def add_task(
    *, by: User | None, collaborative: Collaborative, title: str, title_es: str = "", notes: str = "", notes_es: str = "",
    county: Place | None = None, about: Space | None = None, owner: Person | None = None, due_on: date | None = None,
) -> Task:  # fmt: skip
    """Something to do; its owner gets a notice."""
    with transaction.atomic():
        task = Task(
            collaborative=collaborative, title=title, title_es=title_es, notes=notes, notes_es=notes_es, county=county,
            about=about, owner=owner, due_on=due_on, made_at=now(),
        )  # fmt: skip
        task.full_clean()
        task.save()
        _record(by, task, "collaboratives.task_added", owner)
    return task


def add_task_for_each(
    *, by: User | None, collaborative: Collaborative, title: str, counties: Sequence[tuple[Place, Person | None]],
    title_es: str = "", due_on: date | None = None, about: Space | None = None, notes: str = "", notes_es: str = "",
) -> list[Task]:  # fmt: skip
    """The same task for each county, with that county's owner."""
    with transaction.atomic():
        return [
            add_task(
                by=by,
                collaborative=collaborative,
                title=title,
                title_es=title_es,
                notes=notes,
                notes_es=notes_es,
                county=county,
                owner=owner,
                due_on=due_on,
                about=about,
            )
            for county, owner in counties
        ]


def change_task(
    *, by: User | None, task: Task, title: str, notes: str, county: Place | None, owner: Person | None,
    due_on: date | None, title_es: str = "", notes_es: str = "",
) -> Task:  # fmt: skip
    """Change words, county, owner or day. Giving an open task to oneself or to nobody is a change; to others it is an offer."""
    with transaction.atomic():
        row = _lock(task)
        before = row.owner_id
        row.title, row.title_es, row.notes, row.notes_es = title, title_es, notes, notes_es
        row.county, row.owner, row.due_on = county, owner, due_on
        if row.owner_id == row.offered_to_id:  # there is nothing to say yes to any more
            row.offered_to = None
        row.full_clean()
        row.save()
        _record(by, row, "collaboratives.task_changed", owner if owner and owner.pk != before else None)
    return row


def offer_task(*, by: User | None, task: Task, to: Person) -> Task:
    """Ask somebody to take the task over; it stays with its owner until they say yes."""
    with transaction.atomic():
        row = _lock(task)
        _refuse_closed(row)
        row.offered_to = to
        row.save()
        _record(by, row, "collaboratives.task_offered", to)
    return row


def answer_offer(*, by: User | None, task: Task, person: Person, accept: bool) -> Task:
    """Yes makes the person the owner; no leaves the task where it was."""
    with transaction.atomic():
        row = _lock(task)
        if row.offered_to_id != person.pk:
            raise NotOffered(_("This task was not offered to you, or somebody answered before."))
        before = row.owner
        row.offered_to = None
        if accept:
            row.owner = person
        row.save()
        if accept:
            _record(by, row, "collaboratives.task_taken", before)
    return row


def finish_task(*, by: User | None, task: Task, dropped: bool = False) -> Task:
    """Done, or dropped: it is no longer asked for."""
    with transaction.atomic():
        row = _lock(task)
        if row.state != TaskState.OPEN:  # somebody said so before
            return row
        row.state = TaskState.DROPPED if dropped else TaskState.DONE
        row.done_at = now()
        row.offered_to = None
        row.save()
        _record(by, row, "collaboratives.task_done", None)
    return row


def reopen_task(*, by: User | None, task: Task) -> Task:
    """It was not done after all."""
    with transaction.atomic():
        row = _lock(task)
        if row.state == TaskState.OPEN:
            return row
        row.state, row.done_at = TaskState.OPEN, None
        row.save()
        _record(by, row, "collaboratives.task_changed", None)
    return row


def release_tasks(*, by: User | None, collaborative: Collaborative, person: Person) -> list[int]:
    """Somebody who leaves owns nothing here any more: their open tasks wait for an owner. Returns which."""
    with transaction.atomic():
        rows = Task.objects.select_for_update().filter(collaborative=collaborative, state=TaskState.OPEN)
        freed = list(rows.filter(owner=person).order_by("pk").values_list("pk", flat=True))
        Task.objects.filter(pk__in=freed).update(owner=None)
        rows.filter(offered_to=person).update(offered_to=None)
        if freed:
            record(verb="collaboratives.tasks_released", by=by, space=collaborative.space_id, facts={"tasks": freed})
    return freed


def give_tasks(*, by: User | None, collaborative: Collaborative, tasks: Sequence[int], to: Person) -> int:
    """Open tasks that nobody owns get an owner, who is told once. Returns how many; what has an owner by now keeps it."""
    with transaction.atomic():
        rows = Task.objects.select_for_update().filter(collaborative=collaborative, state=TaskState.OPEN, owner=None)
        given = list(rows.filter(pk__in=tasks).order_by("pk").values_list("pk", flat=True))
        Task.objects.filter(pk__in=given).update(owner=to, offered_to=None)
        if given:
            told = [to.user_id] if to.user_id is not None and (by is None or to.user_id != by.pk) else []
            record(
                verb="collaboratives.tasks_given",
                by=by,
                space=collaborative.space_id,
                facts={"tasks": given},
                tell=told,
            )
    return len(given)


def _lock(task: Task) -> Task:
    rows = Task.objects.select_for_update(of=("self",)).select_related("collaborative", "owner__user")
    return rows.get(pk=task.pk)


def _refuse_closed(task: Task) -> None:
    if task.state != TaskState.OPEN:
        raise TaskClosed(_("This task is closed. Open it again first."))


def _record(by: User | None, task: Task, verb: str, tell: Person | None) -> None:
    user = tell.user_id if tell is not None else None
    told = [user] if user is not None and (by is None or user != by.pk) else []
    record(verb=verb, by=by, space=task.collaborative.space_id, facts={"task": task.pk}, tell=told)
