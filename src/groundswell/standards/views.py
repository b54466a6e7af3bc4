"""Reading standards: no account is needed."""

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from groundswell.access.allow import allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.core.doors import public
from groundswell.standards import selectors
from groundswell.standards.models import Item


@public("standards are public")
@require_GET
def browse(request: HttpRequest) -> HttpResponse:
    """Find a standard by its code, however it is written, or walk down from the top."""
    query = request.GET.get("q", "").strip()[:200]
    found = selectors.search_items(query)
    return render(
        request,
        "standards/browse.html",
        {
            "query": query,
            "found": [(item, selectors.chip_of(item)) for item in found],
            "may_import": allows_anywhere(request.user, Permission.OPERATE),
            "frameworks": [] if query else selectors.frameworks_with_tops(),
        },
    )


@public("standards are public")
@require_GET
def item(request: HttpRequest, code: str) -> HttpResponse:
    """One standard: what it lies in, what lies in it, what it connects to."""
    rows = Item.objects.select_related("framework", "parent__parent__parent__parent")
    found = rows.filter(code=code).first()
    if found is None:
        raise Http404
    above: list[Item] = []
    step = found.parent
    while step is not None:
        above.insert(0, step)
        step = step.parent
    # The same standard can stand in two groups, so each chip's popover is numbered by its group.
    connections = [
        (
            capfirst(str(group.title)),
            [(selectors.chip_of(one, said), f"std-{n}-{k}") for k, (one, said) in enumerate(group.items)],
            group.as_printed,
        )
        for n, group in enumerate(selectors.connections_of(found))
    ]
    below = Item.objects.filter(parent=found).order_by("position")
    return render(
        request,
        "standards/item.html",
        {"item": found, "above": above, "below": below, "connections": connections},
    )


@public("standards are public")
@require_GET
def suggest(request: HttpRequest) -> JsonResponse:
    """For lines in which a standard is typed."""
    found = selectors.search_items(request.GET.get("q", "")[:200], subject=request.GET.get("subject", ""), limit=12)
    options = [{"value": one.code, "label": one.title or one.statement[:80]} for one in found]
    return JsonResponse({"options": options})
