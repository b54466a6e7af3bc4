"""What is kept of a person here, what becomes of it when they leave, and what moves when two rows are one person."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from groundswell.core.clock import now
from groundswell.instruments.choices import ResponseState
from groundswell.instruments.models import Answer, LessonIdea, Pseudonym, Response
from groundswell.instruments.selectors import lesson_ideas_of, responses_of_person
from groundswell.instruments.services.forgetting import unname_responses
from groundswell.people.models import Person
from groundswell.people.registry.holdings import register_my_data
from groundswell.people.registry.movers import Mover, register_mover


def forget_responses(person: Person) -> None:
    """Answers become answers of nobody, and having been picked by others goes."""
    Answer.objects.filter(picked=person).delete()
    Pseudonym.objects.filter(person=person).update(person=None)
    unname_responses(responses=Response.objects.filter(person=person))


def what_remains(person: Person) -> str | None:
    count = Response.objects.filter(person=person).count()
    if not count:
        return None
    return ngettext(
        "%(count)d answer sheet stays counted, without your name and without what you wrote in words.",
        "%(count)d answer sheets stay counted, without your name and without what you wrote in words.",
        count,
    ) % {"count": count}


def rows_of_ideas(person: Person) -> list[dict[str, Any]]:
    return [
        {"title": idea.title, "plan": idea.plan, "activity": idea.activity, "changed": idea.changed_at.isoformat()}
        for idea in lesson_ideas_of(person)
    ]


def forget_ideas(person: Person) -> None:
    LessonIdea.objects.filter(person=person).delete()


def move_person(merged: int, kept: int) -> dict[str, Any]:
    """Where both have a link in one scope, the merged one's answers take the kept one's link; "answered once" moves too."""
    links = []
    theirs = dict(Pseudonym.objects.filter(person_id=kept).values_list("scope_id", "link"))
    for row in Pseudonym.objects.filter(person_id=merged):
        answers: list[int] = []
        if row.scope_id in theirs:
            answers = list(Response.objects.filter(link=row.link).values_list("pk", flat=True))
            Response.objects.filter(pk__in=answers).update(link=theirs[row.scope_id])
            Pseudonym.objects.filter(pk=row.pk).update(person=None)
        else:
            Pseudonym.objects.filter(pk=row.pk).update(person_id=kept)
        links.append({"pseudonym": row.pk, "answers": answers})
    once, twice = _move_once(merged, kept)
    return {"links": links, "once": once, "twice": twice}


def _move_once(merged: int, kept: int) -> tuple[dict[str, str], list[int]]:
    """Of two answers to one thing the kept person's goes on being the one that they may change, and alone is counted.

    Returns the old keys, and what counts no more.
    """
    before: dict[str, str] = {}
    twice: list[int] = []
    for pk, once in Response.objects.filter(once__contains=f":{merged}:").values_list("pk", "once"):
        new = str(once).replace(f":{merged}:", f":{kept}:")
        if not Response.objects.filter(once=new).exists():
            before[str(pk)] = str(once)
            Response.objects.filter(pk=pk).update(once=new)
        else:
            twice.append(pk)
    sent = Response.objects.filter(pk__in=twice, state=ResponseState.SENT)
    twice = list(sent.values_list("pk", flat=True))
    Response.objects.filter(pk__in=twice).update(state=ResponseState.WITHDRAWN, withdrawn_at=now())
    return before, twice


def move_person_back(note: dict[str, Any], merged: int, kept: int) -> None:
    for line in note["links"]:
        row = Pseudonym.objects.get(pk=line["pseudonym"])
        Response.objects.filter(pk__in=line["answers"]).update(link=row.link)
        Pseudonym.objects.filter(pk=row.pk).update(person_id=merged)
    for pk, once in note["once"].items():
        Response.objects.filter(pk=int(pk)).update(once=once)
    twice = Response.objects.filter(pk__in=note.get("twice", ()), state=ResponseState.WITHDRAWN)
    twice.update(state=ResponseState.SENT, withdrawn_at=None)


register_my_data(
    "instruments",
    responses_of_person,
    label=_("Questions you answered"),
    order=60,
    erase=forget_responses,
    remains=what_remains,
    tells=["instruments.Response.person", "instruments.Pseudonym.person"],
)
register_my_data(
    "lesson-ideas",
    rows_of_ideas,
    label=_("Lesson ideas"),
    order=61,
    erase=forget_ideas,
    tells=["instruments.LessonIdea.person"],
)
register_mover(Mover("instruments", move_person, move_person_back, handles=frozenset({"instruments.Pseudonym.person"})))
