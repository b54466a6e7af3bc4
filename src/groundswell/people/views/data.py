"""What is kept about me: to read, to take along, and leaving."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.doors import signed_in
from groundswell.accounts.doors import asks_again
from groundswell.core.clock import today
from groundswell.core.doors import public
from groundswell.core.errors import Refused
from groundswell.people.forms import LeaveForm
from groundswell.people.models import Person
from groundswell.people.registry.holdings import holdings
from groundswell.people.registry.retention import retention_rules
from groundswell.people.selectors.mine import chapter_of, readable, remains_of
from groundswell.people.services.leaving import erase_person, pack_data
from groundswell.people.views.own import about_oneself, user_of

FEW = 20  # rows of the open chapter on the page; the download has all


@signed_in
@never_cache
@require_safe
@about_oneself
def data(request: HttpRequest, person: Person) -> HttpResponse:
    """What is kept, one chapter of it open, and how long."""
    chapter = chapter_of(person, request.GET.get("open", ""))
    context = {
        "holdings": holdings(), "opened": chapter.holding, "count": len(chapter.rows),
        "rows": readable(chapter.rows[:FEW]), "rules": retention_rules(),
    }  # fmt: skip
    return render(request, "people/data.html", context)


@signed_in
@require_POST
@about_oneself
def download(request: HttpRequest, person: Person) -> HttpResponse:
    """All of it as a file."""
    response = HttpResponse(pack_data(by=user_of(request), person=person), content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="my-data-{today():%Y-%m-%d}.zip"'
    return response


@signed_in
@asks_again
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@about_oneself
def leave(request: HttpRequest, person: Person) -> HttpResponse:
    """Say what stays counted, ask, and let go."""
    form = LeaveForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            erase_person(by=user_of(request), person=person)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            logout(request)
            return redirect("people:left")
    return render(request, "people/leave.html", {"form": form, "remains": remains_of(person)})


@public("who has just left is nobody any more; the page says only goodbye")
@require_safe
def left(request: HttpRequest) -> HttpResponse:
    """Goodbye."""
    return render(request, "people/left.html", {"title": _("You have left")})
