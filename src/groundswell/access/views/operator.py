"""The operator's page: is everything running, and what has to be helped along."""

from typing import cast
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django_tasks_db.models import DBTaskResult

from groundswell.access.allow import spaces_granting
from groundswell.access.doors import anywhere
from groundswell.access.forms import MailForm
from groundswell.access.health import read_health
from groundswell.access.permissions import Permission
from groundswell.access.services.upkeep import record_look_up, run_job_again, send_letter_again
from groundswell.accounts.entrance import next_of
from groundswell.accounts.models import User
from groundswell.activity.models import Letter
from groundswell.activity.selectors import PAGE, letters_to


@anywhere(Permission.OPERATE)
@require_GET
def operator(request: HttpRequest) -> HttpResponse:
    """One look at the machine."""
    context = {"health": read_health(), "platform": min(spaces_granting(request.user, Permission.OPERATE))}
    return render(request, "access/operator.html", context)


@anywhere(Permission.OPERATE)
@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """Did they get it? Letters by address and state, without their words; that somebody's were looked up is on record."""
    form = MailForm(request.GET)
    asked = form.cleaned_data if form.is_valid() else {}
    start = request.GET.get("before", "")
    before = int(start) if start.isdecimal() and len(start) < 19 else None
    letters = letters_to(to=asked.get("to", ""), state=asked.get("state", ""), before=before, size=PAGE + 1)
    if asked.get("to"):
        record_look_up(by=cast("User", request.user), to=asked["to"])
    context = {
        "form": form,
        "letters": letters[:PAGE] if form.is_valid() else [],
        "older": letters[PAGE - 1].pk if len(letters) > PAGE else None,
        "query": urlencode({name: value for name, value in asked.items() if value}),
    }
    return render(request, "access/mail.html", context)


@anywhere(Permission.OPERATE)
@require_POST
def resend(request: HttpRequest, letter: int) -> HttpResponse:
    """Try a failed letter again."""
    send_letter_again(by=cast("User", request.user), letter=get_object_or_404(Letter, pk=letter))
    messages.success(request, _("The letter is back in the outbox."))
    return HttpResponseRedirect(next_of(request) if "next" in request.POST else reverse("access:operator"))


@anywhere(Permission.OPERATE)
@require_POST
def retry(request: HttpRequest, job: UUID) -> HttpResponse:
    """Run a failed job again."""
    run_job_again(by=cast("User", request.user), job=get_object_or_404(DBTaskResult, pk=job))
    messages.success(request, _("The job is back in the queue."))
    return HttpResponseRedirect(reverse("access:operator"))
