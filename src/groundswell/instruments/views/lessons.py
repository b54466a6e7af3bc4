"""Lesson ideas: keep an activity that the planner proposed, plan with it, print it, share it by a link."""

import uuid
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.doors import by_link, sees, signed_in
from groundswell.instruments import policies, selectors
from groundswell.instruments.forms.lessons import LessonForm
from groundswell.instruments.models import LessonIdea, Response
from groundswell.instruments.services.lessons import (
    change_lesson_idea,
    drop_lesson_idea,
    keep_lesson_idea,
    share_lesson_idea,
    take_lesson_idea,
    unshare_lesson_idea,
)
from groundswell.instruments.views.answering import language_of, load_sent, person_of, spoken, user_of
from groundswell.standards.models import Item
from groundswell.standards.selectors import chip_of

OWN = "a lesson idea is its teacher's own"


def load_idea(pk: int) -> LessonIdea:
    rows = LessonIdea.objects.select_related("response__version__instrument", "person")
    return get_object_or_404(rows, pk=pk)


@signed_in
@require_safe
def my_ideas(request: HttpRequest) -> HttpResponse:
    """All of one's own, last changed first."""
    person = person_of(request)
    ideas = list(selectors.lesson_ideas_of(person)[:200]) if person else []
    return render(request, "instruments/ideas.html", {"ideas": ideas, "tool": selectors.shared_tool()})


def say_your_name_first(request: HttpRequest) -> HttpResponse:
    """Whoever signed in for the first time, as after a day with an event code only, has no name here yet."""
    return redirect(f"{reverse('people:edit')}?{urlencode({'next': request.path})}")


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, token: str, sent: uuid.UUID, option: str) -> HttpResponse:
    """Keep one proposed activity in a new lesson idea. Signing in comes first and leads back here."""
    response = load_sent(token, sent)
    person = person_of(request)
    result = response.version.questions.result
    chosen = result.option(option) if result else None
    if person is None:
        return say_your_name_first(request)
    if chosen is None or response.person_id not in {None, person.pk}:
        raise Http404
    form = LessonForm(
        request.POST if request.method == "POST" else None,
        initial=_from_answers(response),
        suggest_url=reverse("standards:suggest"),
    )
    if request.method == "POST" and form.is_valid():
        idea = keep_lesson_idea(
            by=user_of(request),
            person=person,
            activity=chosen.code,
            response=response,
            client_id=request.POST.get("client_id", ""),
            **form.cleaned_data,
        )
        messages.success(request, _("Kept."))
        return redirect("instruments:idea", pk=idea.pk)
    activity = spoken(chosen, language_of())
    return render(request, "instruments/keep.html", {"form": form, "activity": activity, "response": response})


def _from_answers(response: Response) -> dict[str, str]:
    answers = selectors.answers_of(response)
    return {
        "grade": (answers.get("grade") or [""])[0],
        "subject": (answers.get("subject") or [""])[0],
        "standards": ", ".join(item.code for item in selectors.standards_in(response)),
    }


@sees(load_idea, policies.can_see_idea, note=OWN)
@require_http_methods(["GET", "HEAD", "POST"])
def idea(request: HttpRequest, idea: LessonIdea) -> HttpResponse:
    """Read and change it; the chosen activity with its steps stands beside."""
    standards = list(idea.standards.order_by("position"))
    initial = {
        "title": idea.title,
        "plan": idea.plan,
        "grade": idea.grade,
        "subject": idea.subject,
        "standards": ", ".join(item.code for item in standards),
    }
    form = LessonForm(
        request.POST if request.method == "POST" else None, initial=initial, suggest_url=reverse("standards:suggest")
    )
    if request.method == "POST" and form.is_valid():
        change_lesson_idea(idea=idea, **form.cleaned_data)
        messages.success(request, _("Kept."))
        return redirect("instruments:idea", pk=idea.pk)
    context = {
        "idea": idea,
        "form": form,
        "activity": activity_of(idea),
        "chips": chips_for(standards),
        "link": link_of(request, idea),
    }
    return render(request, "instruments/idea.html", context)


def activity_of(idea: LessonIdea) -> dict[str, Any] | None:
    """The chosen activity, as the version had it that proposed it."""
    result = idea.response.version.questions.result if idea.response else None
    chosen = result.option(idea.activity) if result else None
    return spoken(chosen, language_of()) if chosen else None


def chips_for(standards: Sequence[Item]) -> list[tuple[Any, str]]:
    return [(chip_of(item), f"std-{item.pk}") for item in standards]


def link_of(request: HttpRequest, idea: LessonIdea) -> str:
    """Its link while it is shared."""
    return request.build_absolute_uri(reverse("instruments:lesson", args=[idea.token])) if idea.token else ""


def sheet_of(request: HttpRequest, idea: LessonIdea, **more: Any) -> HttpResponse:
    """To read and to print: the lesson, its standards, the activity with its steps."""
    context = {
        "idea": idea, "activity": activity_of(idea), "chips": chips_for(list(idea.standards.order_by("position"))),
        "grade": grade_words(idea), **more,
    }  # fmt: skip
    return render(request, "instruments/lesson.html", context)


def grade_words(idea: LessonIdea) -> str:
    """“Grade 4 · math”."""
    grade = _("Grade %(grade)s") % {"grade": idea.grade} if idea.grade else ""
    return " · ".join(part for part in (grade, str(idea.get_subject_display())) if part)


@sees(load_idea, policies.can_see_idea, note=OWN)
@require_safe
def sheet(request: HttpRequest, idea: LessonIdea) -> HttpResponse:
    """One's own, on a sheet."""
    return sheet_of(request, idea, own=True)


@sees(load_idea, policies.can_see_idea, note=OWN)
@require_POST
def share(request: HttpRequest, idea: LessonIdea) -> HttpResponse:
    """Give it a link that colleagues may open, or take the link away."""
    if request.POST.get("act") == "stop":
        unshare_lesson_idea(idea=idea)
    else:
        share_lesson_idea(by=user_of(request), idea=idea)
    return redirect(reverse("instruments:idea", args=[idea.pk]) + "#share")


def load_shared(token: str) -> LessonIdea:
    """The lesson idea of this link. Raises Http404 for one that is not shared any more."""
    rows = LessonIdea.objects.select_related("response__version__instrument", "person")
    return get_object_or_404(rows, token=token)


@by_link(load_shared, note="144 random bits, which its teacher gave away")
@require_safe
def lesson(request: HttpRequest, idea: LessonIdea) -> HttpResponse:
    """A colleague's lesson idea, to read, print and take along."""
    person = person_of(request)
    return sheet_of(request, idea, own=False, mine=person is not None and person.pk == idea.person_id)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def take(request: HttpRequest, token: str) -> HttpResponse:
    """Into one's own lesson ideas. Signing in comes first and leads back here."""
    idea, person = load_shared(token), person_of(request)
    if person is None:
        return say_your_name_first(request)
    if request.method != "POST":
        return redirect("instruments:lesson", token=token)
    mine = take_lesson_idea(by=user_of(request), person=person, idea=idea)
    return redirect("instruments:idea", pk=mine.pk)


@sees(load_idea, policies.can_see_idea, note=OWN)
@require_POST
def drop_idea(request: HttpRequest, idea: LessonIdea) -> HttpResponse:
    """Throw it away."""
    drop_lesson_idea(idea=idea)
    messages.success(request, _("The lesson idea is gone."))
    return redirect("instruments:ideas")
