"""Error pages and the gallery. An error page has a number that finds the line in the log."""

import logging
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from groundswell.core.doors import public
from groundswell.ui import gallery as specimens
from groundswell.ui import gallery_figures
from groundswell.ui.components.icons import ICONS
from groundswell.ui.components.tables import Column, Table

logger = logging.getLogger(__name__)


def _error(request: HttpRequest, status: int) -> HttpResponse:
    # The request's own number where the middleware gave one; without it the page makes one and logs it.
    number = str(getattr(request, "number", "") or uuid4().hex[:10])
    logger.warning("%s shown with error %s for %s", status, number, request.path)
    return render(request, f"{status}.html", {"error_id": number}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 403)


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return _error(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    return _error(request, 500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long or in a signed-out browser. What was typed is in the browser's draft."""
    return render(request, "403_csrf.html", {"error_id": getattr(request, "number", "")}, status=403)


@public("the design system; it shows nothing of anybody")
@require_safe
def gallery(request: HttpRequest) -> HttpResponse:
    """Every component in every state."""
    return render(
        request,
        "ui/gallery.html",
        {
            "form": specimens.tried_form(),
            "sites": specimens.sites_table(request.GET.get("sort", "-people")),
            "nobody": Table("Waiting list", [Column("Who"), Column("Since")], [], empty="Nobody waits."),
            "page": specimens.some_page(),
            "charts": gallery_figures.charts(),
            "maps": gallery_figures.maps(),
            "marks": [("math", 14), ("science", 9), ("both", 3)],
            "asked": [("Redding", 2), ("Susanville", 1), ("Alturas", 0)],
            "months": [11, 12, 1, 2],
            "icons": sorted(ICONS),
            "swatches": specimens.SWATCHES,
        },
    )
