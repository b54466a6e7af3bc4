"""Lesson ideas: keep an activity that the planner proposed, and plan with it. They are their teacher's own."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.doors import sees, signed_in
from groundswell.instruments import policies, selectors
from groundswell.instruments.forms.lessons import LessonForm
from groundswell.instruments.models import LessonIdea, Response
from groundswell.instruments.services.lessons import change_lesson_idea, drop_lesson_idea, keep_lesson_idea
from groundswell.instruments.views.answering import language_of, load_sent, person_of, spoken, user_of
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


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: HttpRequest, token: str, sent: uuid.UUID, option: str) -> HttpResponse:
    """Keep one proposed activity in a new lesson idea. Signing in comes first and leads back here."""
    response = load_sent(token, sent)
    person = person_of(request)
    result = response.version.questions.result
    chosen = result.option(option) if result else None
    if chosen is None or person is None or response.person_id not in {None, person.pk}:
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
    result = idea.response.version.questions.result if idea.response else None
    chosen = result.option(idea.activity) if result else None
    context = {
        "idea": idea,
        "form": form,
        "activity": spoken(chosen, language_of()) if chosen else None,
        "chips": [(chip_of(item), f"std-{item.pk}") for item in standards],
    }
    return render(request, "instruments/idea.html", context)


@sees(load_idea, policies.can_see_idea, note=OWN)
@require_POST
def drop_idea(request: HttpRequest, idea: LessonIdea) -> HttpResponse:
    """Throw it away."""
    drop_lesson_idea(idea=idea)
    messages.success(request, _("The lesson idea is gone."))
    return redirect("instruments:ideas")
