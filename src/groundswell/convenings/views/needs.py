"""What people need at a site: food, access, substitutes, for the host and whoever plans."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from groundswell.access.doors import requires
from groundswell.access.permissions import Permission
from groundswell.convenings.models import Site
from groundswell.convenings.selectors import needs as reading
from groundswell.convenings.selectors.day import site_by_number


@requires(Permission.CONVENING_ROSTER, site_by_number)
@require_GET
def needs(request: HttpRequest, site: Site) -> HttpResponse:
    """Totals for the caterer, then who said what; made to be printed."""
    questions = reading.questions_of(site.convening)
    said, silent = reading.who_said_what(site, questions)
    context = {
        "site": site,
        "convening": site.convening,
        "asked": bool(questions),
        "totals": reading.totals_of(site, questions),
        "said": said,
        "silent": silent,
        "expected": site.taken,
    }
    return render(request, "convenings/needs.html", context)
