"""Each request carries a number; an error page shows it and the log line holds it."""

import logging
import secrets
from collections.abc import Callable

from django.core.exceptions import BadRequest, PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse

log = logging.getLogger("groundswell.request")


def refuse_nul(request: HttpRequest) -> None:
    """Nobody types a NUL into an address or behind its question mark, and PostgreSQL cannot look for one.

    Raises BadRequest, which is a page that says so.
    """
    asked = request.META.get("QUERY_STRING", "")
    if "%00" in asked or "\x00" in asked or "\x00" in request.path:
        raise BadRequest("A NUL byte was asked for.")


class RequestNumber:
    """Number the request and write the number beside any exception."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.number = secrets.token_hex(4)  # type: ignore[attr-defined]
        refuse_nul(request)
        response = self.get_response(request)
        response.headers["X-Request-Number"] = request.number  # type: ignore[attr-defined]
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Log the number; Django goes on to make the 500 page. What is an answer and no failure is not logged."""
        if isinstance(exception, BadRequest | Http404 | PermissionDenied | SuspiciousOperation):
            return
        log.error("request %s failed: %s %s", request.number, request.method, request.path, exc_info=exception)  # type: ignore[attr-defined]
