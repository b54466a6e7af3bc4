"""The list of collaboratives and the pages of one: what it is, its needs, its vision, its tasks, its people."""

from collections.abc import Iterable
from datetime import date

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from groundswell.access.allow import allows, allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.activity.selectors import feed_of_space
from groundswell.collaboratives import selectors
from groundswell.collaboratives.choices import Bond, Scope, Subject, TaskState
from groundswell.collaboratives.figures import counties_map
from groundswell.collaboratives.models import Collaborative, Task
from groundswell.collaboratives.views.frame import for_members, frame, open_page, person_of
from groundswell.collaboratives.wording import title_of_task
from groundswell.core.clock import today
from groundswell.core.doors import public
from groundswell.core.languages import in_language
from groundswell.places.models import Place

PAGE = 40


@public("what collaboratives are is public")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All collaboratives, narrowed by scope and subject."""
    scope = request.GET.get("scope", "")
    subject = request.GET.get("subject", "")
    scope = scope if scope in Scope.values else ""
    subject = subject if subject in Subject.values else ""
    found = selectors.collaboratives(scope=scope, subject=subject)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    by_scope, by_subject = selectors.counts_by("scope"), selectors.counts_by("subject")
    context = {
        "page": page,
        "may_begin": allows_anywhere(request.user, Permission.COLLABORATIVE_CREATE),
        "scope": scope,
        "subject": subject,
        "scopes": [(code, label, by_scope.get(code, 0)) for code, label in Scope.choices],
        "subjects": [(code, label, by_subject.get(code, 0)) for code, label in Subject.choices],
    }
    return render(request, "collaboratives/index.html", context)


@open_page
@require_GET
def collaborative(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """The home of a collaborative."""
    language = get_language() or "en"
    vision = selectors.current_vision(collaborative)
    counties = selectors.places_of(collaborative, Bond.COUNTY)
    context = {
        **frame(request, collaborative),
        "about": in_language(collaborative, "about", language),
        "vision": vision,
        "vision_text": in_language(vision, "text", language) if vision else "",
        "goals": [in_language(goal, "text", language) for goal in vision.goals.all()] if vision else [],
        "counties": counties,
        "partners": selectors.places_of(collaborative, Bond.PARTNER),
        "leaders": selectors.members_of(collaborative, leading=True),
        "map": counties_map(collaborative, counties),
        "offers": selectors.offers_of(collaborative),
    }
    return render(request, "collaboratives/collaborative.html", context)


@for_members
@require_GET
def needs(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """What educators need, with the evidence."""
    context = {**frame(request, collaborative), "needs": selectors.needs_of(collaborative)}
    return render(request, "collaboratives/needs.html", context)


@for_members
@require_GET
def vision(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """All versions of the vision, who endorsed which, and which counties have not yet."""
    versions = selectors.visions_of(collaborative)
    current = next((version for version in versions if version.adopted_at), None)
    person = person_of(request)
    endorsed = selectors.endorsements_of(current) if current else []
    context = {
        **frame(request, collaborative),
        "versions": versions,
        "current": current,
        "draft": next((version for version in versions if version.adopted_at is None), None),
        "endorsements": endorsed,
        "without": selectors.counties_without_endorsement(collaborative, current) if current else [],
        "mine": person is not None and any(row.person_id == person.pk for row in endorsed),
    }
    return render(request, "collaboratives/vision.html", context)


@for_members
@require_GET
def tasks(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """Tasks by day, narrowed by state and county, with who carries how much."""
    state = request.GET.get("state", TaskState.OPEN)
    state = state if state in TaskState.values else TaskState.OPEN
    county = Place.objects.filter(key=request.GET.get("county", "")[:60]).first()
    found = selectors.tasks_of(collaborative, state=state, county=county.pk if county else None)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    context = {
        **frame(request, collaborative),
        "page": page,
        "groups": same_tasks(page),
        "state": state,
        "states": TaskState.choices,
        "county": county,
        "counties": selectors.places_of(collaborative, Bond.COUNTY),
        "workload": selectors.workload_of(collaborative),
        "person": person_of(request),
        "today": today(),
        "ownerless": selectors.tasks_without_owner(collaborative).count(),
    }
    return render(request, "collaboratives/tasks.html", context)


def same_tasks(tasks: Iterable[Task]) -> list[tuple[str, date | None, list[Task]]]:
    """One task that each county has for itself stands once, with a line for each: title, day, tasks."""
    groups: dict[tuple[str, date | None], list[Task]] = {}
    for task in tasks:
        groups.setdefault((title_of_task(task), task.due_on), []).append(task)
    return [(title, due_on, rows) for (title, due_on), rows in groups.items()]


@for_members
@require_GET
def people(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """Members and for whom they speak; counties without anybody."""
    counties = selectors.representatives_of(collaborative)
    context = {
        **frame(request, collaborative),
        "members": selectors.members_of(collaborative),
        "counties": counties,
        "partners": selectors.places_of(collaborative, Bond.PARTNER),
        "without": [row.place for row, member in counties if member is None],
        "gives": allows(request.user, Permission.ACCESS_GRANT, collaborative.space_id),
    }
    return render(request, "collaboratives/people.html", context)


@for_members
@require_GET
def history(request: HttpRequest, collaborative: Collaborative) -> HttpResponse:
    """What happened in it and in all it runs."""
    found = feed_of_space(collaborative.space_id, before=request.GET.get("before", "")[:60])
    context = {**frame(request, collaborative), "page": found}
    return render(request, "collaboratives/history.html", context)
