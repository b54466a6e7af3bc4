"""Lesson ideas: what somebody keeps for a lesson, with the activity they chose."""

from collections.abc import Sequence

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.core.clock import now
from groundswell.core.services.submissions import submit_once
from groundswell.instruments.models import LessonIdea, Response
from groundswell.people.models import Person
from groundswell.standards.models import Item


def keep_lesson_idea(
    *,
    by: User,
    person: Person,
    title: str,
    plan: str = "",
    subject: str = "",
    grade: str = "",
    activity: str = "",
    response: Response | None = None,
    about: int | None = None,
    standards: Sequence[Item] = (),
    client_id: str = "",
) -> LessonIdea:
    """A new lesson idea of the person; a repeat of the same press gets the first one."""

    def act() -> str:
        idea = LessonIdea(
            person=person, title=title.strip(), plan=plan.strip(), subject=subject, grade=grade, activity=activity,
            response=response, about_id=about or (response.about_id if response else None), made_at=now(),
            changed_at=now(),
        )  # fmt: skip
        idea.full_clean(exclude=["person", "response", "about"])
        idea.save()
        idea.standards.set(standards)
        record(
            verb="instruments.lesson_idea_kept", by=by, space=person.space_id, other=idea.about_id,
            facts={"lesson_idea": idea.pk, "activity": activity},
        )  # fmt: skip
        return str(idea.pk)

    if client_id:
        kept = submit_once(key=f"lesson:{person.pk}:{client_id[:60]}", act=act)
    else:
        with transaction.atomic():
            kept = act()
    return LessonIdea.objects.get(pk=int(kept))


def change_lesson_idea(
    *, idea: LessonIdea, title: str, plan: str, subject: str, grade: str, standards: Sequence[Item]
) -> None:
    """Its person changes it."""
    with transaction.atomic():
        idea.title, idea.plan, idea.subject, idea.grade = title.strip(), plan.strip(), subject, grade
        idea.changed_at = now()
        idea.full_clean(exclude=["person", "response", "about"])
        idea.save()
        idea.standards.set(standards)


def drop_lesson_idea(*, idea: LessonIdea) -> None:
    """Its person throws it away."""
    idea.delete()
