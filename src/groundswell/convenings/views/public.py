"""What anyone sees of convenings: the list, one convening, its calendar entry."""

from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from groundswell.access.doors import sees
from groundswell.collaboratives.choices import Subject
from groundswell.convenings import policies
from groundswell.convenings.calendar import Entry, calendar_text
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.figures import hubs_map, program_rows, site_rows
from groundswell.convenings.models import Convening
from groundswell.convenings.selectors import convenings as reading
from groundswell.convenings.selectors.day import sites_hosted
from groundswell.convenings.services.entrants import NotOpen, check_open
from groundswell.convenings.wording import calendar_page, day_in_words, in_language, when_in_words
from groundswell.core.alike import alike_for_strangers
from groundswell.core.clock import now
from groundswell.core.doors import public
from groundswell.instruments.selectors import shared_tool

known_to_viewers = sees(reading.convening_by_key, policies.can_see, note="published, or planned by the viewer")


@alike_for_strangers
@public("convenings are announced to everyone")
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What is to come, or with `?when=past` what was."""
    past = request.GET.get("when") == "past"
    subject = request.GET.get("subject", "")
    subject = subject if subject in Subject.values else ""
    region = request.GET.get("region", "")
    chosen = int(region) if region.isdecimal() and len(region) < 3 else None
    found: Any = reading.Announced()
    if past or subject or chosen is not None or request.user.is_authenticated:
        found = reading.convenings_for(request.user, past=past, subject=subject, region=chosen)
    page = Paginator(found, reading.PAGE).get_page(request.GET.get("page"))
    language = get_language() or "en"
    rows = [
        {
            "convening": convening,
            "title": in_language(convening, "title", language),
            "lead": in_language(convening, "lead", language),
            "url": reverse("convenings:convening", args=[convening.key]),
            **calendar_page(convening),
        }
        for convening in page
    ]
    context = {
        "page": page,
        "rows": rows,
        "past": past,
        "not_past": not past,
        "subject": subject,
        "subjects": Subject.choices,
    }
    return render(request, "convenings/index.html", context)


@alike_for_strangers
@known_to_viewers
@require_GET
def convening(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The public page: what, when, where, who comes, the program, one button."""
    language = get_language() or "en"
    lines = reading.site_lines(convening)
    sessions = reading.sessions_of(convening)
    closed, over = "", convening.is_over
    try:
        check_open(convening)
    except NotOpen as refused:
        closed = str(refused)
    context = {
        "convening": convening,
        "title": in_language(convening, "title", language),
        "lead": in_language(convening, "lead", language),
        "audience": in_language(convening, "audience", language),
        "cost": in_language(convening, "cost", language),
        "when": when_in_words(convening),
        "notice": in_language(convening, "notice", language),
        "goal": in_language(convening.goal, "text", language) if convening.goal else "",
        "aims": [in_language(aim, "text", language) for aim in reading.aims_of(convening)],
        "map": hubs_map(convening, lines),
        "sites": site_rows(lines, over=over),
        "over": over,
        "people": sum(line.people for line in lines),
        "program": program_rows(sessions, sum(line.site.kind != SiteKind.PLANNING for line in lines), language),
        "leaders": reading.leaders_of(convening),
        "hosts": [line.site for line in lines if line.site.host is not None],
        "hosted": sites_hosted(convening, request.user),
        "gifts": reading.gifts_of(convening),
        "tool": shared_tool(),
        "register_by": day_in_words(convening.register_until) if convening.register_until else "",
        "materials": reading.materials_of(convening),
        "closed": closed,
        "calendar_words": "" if convening.state in {"cancelled", "postponed"} else _("Add to calendar"),
        "planner": policies.can_change(request.user, convening),
        "host": policies.can_host(request.user, convening),
    }
    return render(request, "convenings/convening.html", context)


@known_to_viewers
@require_GET
def calendar(request: HttpRequest, convening: Convening) -> HttpResponse:
    """The convening as a calendar entry."""
    entry = Entry(
        number=f"convening-{convening.pk}",
        sequence=convening.changes,
        title=in_language(convening, "title", get_language() or "en"),
        starts_at=convening.starts_at,
        ends_at=convening.ends_at,
        where=_("%(count)d sites") % {"count": convening.sites.count()},
        text=in_language(convening, "lead", get_language() or "en"),
        link=settings.SITE_URL + reverse("convenings:convening", args=[convening.key]),
        made_at=now(),
        cancelled=convening.state in {"cancelled", "postponed"},
    )
    response = HttpResponse(calendar_text(entry), content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{convening.key}.ics"'
    return response
