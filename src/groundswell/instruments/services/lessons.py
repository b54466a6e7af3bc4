"""Lesson ideas: what somebody keeps for a lesson, with the activity they chose."""

import secrets
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
    standards: Sequence[Item] = (),
    client_id: str = "",
) -> LessonIdea:
    """A new lesson idea of the person; a repeat of the same press gets the first one."""

    def act() -> str:
        idea = LessonIdea(
            person=person, title=title.strip(), plan=plan.strip(), subject=subject, grade=grade, activity=activity,
            response=response, about_id=response.about_id if response else None, made_at=now(),
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
        if held := LessonIdea.objects.filter(pk=int(kept)).first():
            return held
    with transaction.atomic():  # also for who threw it away, went back, and keeps it after all
        return LessonIdea.objects.get(pk=int(act()))


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


def share_lesson_idea(*, by: User, idea: LessonIdea) -> LessonIdea:
    """From now on whoever has its link may read it."""
    with transaction.atomic():
        held = LessonIdea.objects.select_for_update(of=("self",)).select_related("person").get(pk=idea.pk)
        if held.token is None:
            held.token = secrets.token_urlsafe(18)
            held.save(update_fields=["token"])
            record(
                verb="instruments.lesson_idea_shared", by=by, space=held.person.space_id, other=held.about_id,
                facts={"lesson_idea": held.pk},
            )  # fmt: skip
    return held


def unshare_lesson_idea(*, idea: LessonIdea) -> None:
    """Its link opens nothing any more; what others took from it is theirs."""
    LessonIdea.objects.filter(pk=idea.pk).update(token=None)


def take_lesson_idea(*, by: User, person: Person, idea: LessonIdea) -> LessonIdea:
    """Into one's own lesson ideas, to change there. Taken twice, it is there once; one's own is not taken."""
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=person.pk)
        held = LessonIdea.objects.filter(person=person, taken_from=idea).first()
        if idea.person_id == person.pk or held is not None:
            return held or idea
        mine = LessonIdea(
            person=person, title=idea.title, subject=idea.subject, grade=idea.grade, plan=idea.plan,
            activity=idea.activity, response_id=idea.response_id, about_id=idea.about_id, taken_from=idea,
            made_at=now(), changed_at=now(),
        )  # fmt: skip
        mine.full_clean(exclude=["person", "response", "about", "taken_from"])
        mine.save()
        mine.standards.set(idea.standards.all())
        record(
            verb="instruments.lesson_idea_kept", by=by, space=person.space_id, other=mine.about_id,
            facts={"lesson_idea": mine.pk, "activity": mine.activity},
        )  # fmt: skip
    return mine


def drop_lesson_idea(*, idea: LessonIdea) -> None:
    """Its person throws it away."""
    idea.delete()
