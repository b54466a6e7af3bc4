"""The operator's page: is everything running, and what has to be helped along."""

from typing import cast
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
from groundswell.access.health import read_health
from groundswell.access.permissions import Permission
from groundswell.access.services.upkeep import run_job_again, send_letter_again
from groundswell.accounts.models import User
from groundswell.activity.models import Letter


@anywhere(Permission.OPERATE)
@require_GET
def operator(request: HttpRequest) -> HttpResponse:
    """One look at the machine."""
    context = {"health": read_health(), "platform": min(spaces_granting(request.user, Permission.OPERATE))}
    return render(request, "access/operator.html", context)


@anywhere(Permission.OPERATE)
@require_POST
def resend(request: HttpRequest, letter: int) -> HttpResponse:
    """Try a failed letter again."""
    send_letter_again(by=cast("User", request.user), letter=get_object_or_404(Letter, pk=letter))
    messages.success(request, _("The letter is back in the outbox."))
    return HttpResponseRedirect(reverse("access:operator"))


@anywhere(Permission.OPERATE)
@require_POST
def retry(request: HttpRequest, job: UUID) -> HttpResponse:
    """Run a failed job again."""
    run_job_again(by=cast("User", request.user), job=get_object_or_404(DBTaskResult, pk=job))
    messages.success(request, _("The job is back in the queue."))
    return HttpResponseRedirect(reverse("access:operator"))
