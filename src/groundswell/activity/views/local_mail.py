"""The local mail page: where mail stays on a laptop instead of leaving. It does not exist on a county's server."""

import functools
from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.html import urlize
from django.utils.safestring import mark_safe
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.csp import csp_override
from django.views.decorators.http import require_GET

from groundswell.activity.models import Letter
from groundswell.activity.selectors import PAGE, letters_on_the_table
from groundswell.core.doors import Door, declare

# A letter is shown as a mail program would: its own styles, no script, no request anywhere, and in a world of its own.
LETTER_POLICY = {
    "default-src": ["'none'"],
    "style-src": ["'unsafe-inline'"],
    "img-src": ["data:"],
    "frame-ancestors": ["'self'"],
    "sandbox": ["allow-top-navigation-by-user-activation", "allow-popups"],
}
PAGE_POLICY: dict[str, Any] = {**settings.SECURE_CSP, "frame-src": ["'self'"]}


def local(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Only where LOCAL_MAIL is on."""

    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not settings.LOCAL_MAIL:
            raise Http404
        return view(request, *args, **kwargs)

    return declare(guarded, Door("local", note="mail on a laptop; answers 404 elsewhere"))


@local
@require_GET
def letters(request: HttpRequest) -> HttpResponse:
    """All letters, newest first."""
    to, before = request.GET.get("to", "").strip()[:254], request.GET.get("before", "")
    start = int(before) if before.isdecimal() and len(before) < 19 else None
    rows = letters_on_the_table(to=to, before=start, size=PAGE + 1)
    older = rows[PAGE - 1].pk if len(rows) > PAGE else None
    return render(request, "activity/letters.html", {"letters": rows[:PAGE], "to": to, "older": older})


@local
@csp_override(PAGE_POLICY)
@require_GET
def letter(request: HttpRequest, number: UUID) -> HttpResponse:
    """One letter: as text with its links, and as its sender drew it."""
    shown = get_object_or_404(Letter, number=number)
    text = mark_safe(urlize(shown.text, autoescape=True))
    return render(request, "activity/letter.html", {"letter": shown, "text": text})


@local
@csp_override(LETTER_POLICY)
@xframe_options_sameorigin
@require_GET
def letter_html(request: HttpRequest, number: UUID) -> HttpResponse:
    """The letter's own HTML. Links leave the frame."""
    html = get_object_or_404(Letter, number=number).html
    return HttpResponse(html.replace("<head>", '<head><base target="_top">', 1))


@local
@require_GET
def letter_calendar(request: HttpRequest, number: UUID) -> HttpResponse:
    """The calendar entry that came with it."""
    text = get_object_or_404(Letter.objects.exclude(calendar=""), number=number).calendar
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="invite.ics"'},
    )
