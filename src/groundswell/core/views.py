"""Drafts and the polling fallback of live pages, as JSON."""

import json
import re
from typing import Any, NoReturn

from django.db import connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_GET, require_http_methods

from groundswell.core.doors import own, public
from groundswell.core.live import topics
from groundswell.core.live.parts import known_language
from groundswell.core.live.publish import latest_number
from groundswell.core.live.ring import latest_only, read_rows, told
from groundswell.core.models import Draft
from groundswell.core.services.drafts import ChangedElsewhere, drop_draft, save_draft
from groundswell.core.visitors import owner_key, remember_visitor

MAX_DRAFT = 200_000  # characters of JSON
MAX_NAME = 80  # letters of a form's name, and of what it is about: as the columns take them
NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")  # escaped, as JSON has it; behind an even number of bars


def as_json(draft: Draft) -> dict[str, Any]:
    """What the page's script needs of a draft."""
    return {"version": draft.version, "saved_at": draft.saved_at.isoformat(), "fields": draft.fields}


def read_draft(raw: bytes) -> tuple[int, dict[str, Any]]:
    """Version and fields of what the page's script sent. Raises one of UNREADABLE, also for what no database can keep."""
    sent = json.loads(raw[:MAX_DRAFT], parse_constant=_no_number)
    version, fields = int(sent["version"]), dict(sent["fields"])
    kept = json.dumps(fields, ensure_ascii=False)
    kept.encode()  # half a pair of a character beyond the first plane
    if NUL.search(kept):
        raise ValueError("A NUL byte cannot be kept.")
    return version, fields


def _no_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON.")


UNREADABLE = (ValueError, KeyError, TypeError, RecursionError)


@public("says only that the site and its database answer")
@require_GET
def healthy(request: HttpRequest) -> HttpResponse:
    """For load balancers and the command that starts the site."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")


@own("drafts are found by their owner's key")
@require_http_methods(["GET", "PUT", "DELETE"])
def draft(request: HttpRequest, form: str, thing: str = "") -> HttpResponse:
    """Read, save or drop the draft of one form about one thing; only its owner ever sees it."""
    if max(len(form), len(thing)) > MAX_NAME:
        raise Http404
    owner = owner_key(request)
    if request.method == "GET":
        found = Draft.objects.filter(owner=owner, form=form, thing=thing).first() if owner else None
        return JsonResponse(as_json(found) if found else {"version": 0})
    if request.method == "DELETE":
        if owner:
            drop_draft(owner=owner, form=form, thing=thing)
        return HttpResponse(status=204)
    try:
        version, fields = read_draft(request.body)
    except UNREADABLE:
        return JsonResponse({"error": "This draft could not be read."}, status=400)
    response = HttpResponse()
    owner = owner or remember_visitor(request, response)
    try:
        body = as_json(save_draft(owner=owner, form=form, thing=thing, version=version, fields=fields))
    except ChangedElsewhere as conflict:
        response.status_code, body = 409, as_json(conflict.draft)
    response.headers["Content-Type"] = "application/json"
    response.content = json.dumps(body)
    return response


@own("each topic is checked against the caller")
@require_GET
def poll(request: HttpRequest) -> HttpResponse:
    """For browsers and lines that cannot hold a stream: what happened after a number."""
    wanted = topics.parse(request.GET.get("topics", ""))
    if not topics.allowed(request, wanted):
        return JsonResponse({"error": "Nothing to follow here."}, status=404)
    after = request.GET.get("after", "")
    if not (after.isdecimal() and len(after) < 19):
        return JsonResponse({"events": [], "last": latest_number()})
    rows = latest_only(read_rows(int(after), 200, wanted))
    language = known_language(request.GET.get("language", "en"))
    events = [said for number, _topic, body in rows if (said := told(number, body, language))]
    return JsonResponse({"events": events, "last": rows[-1][0] if rows else int(after)})
