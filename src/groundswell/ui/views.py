"""Error pages and the gallery. An error page has a number that finds the line in the log."""

import logging
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

logger = logging.getLogger(__name__)


def _error(request: HttpRequest, status: int) -> HttpResponse:
    # The request's own number where the middleware gave one; without it the page makes one and logs it.
    number = str(getattr(request, "number", "") or uuid4().hex[:10])
    logger.warning("%s shown with error %s for %s", status, number, request.path)
    return render(request, f"{status}.html", {"error_id": number}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  by name from Django
    return _error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  by name from Django
    return _error(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  by name from Django
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  by name from Django
    """A form that was open too long or in a signed-out browser. What was typed is in the browser's draft."""
    return render(request, "403_csrf.html", {"error_id": getattr(request, "number", "")}, status=403)
