"""Entries that may be one person: found, compared, merged, taken apart."""

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.allow import Somebody, allows_anywhere
from groundswell.access.doors import anywhere, sees
from groundswell.access.permissions import Permission
from groundswell.core.errors import Refused
from groundswell.people.forms import FindForm
from groundswell.people.models import Merge, Person
from groundswell.people.policies import can_merge
from groundswell.people.selectors.directory import find_mergeable
from groundswell.people.selectors.duplicates import GROUPS, entries_of, latest_merges, same_names, side_of
from groundswell.people.services.merging import merge_people, undo_merge
from groundswell.people.views.own import once, user_of

type Pair = tuple[Person, Person]


@anywhere(Permission.PERSON_MERGE)
@require_safe
def duplicates(request: HttpRequest) -> HttpResponse:
    """Entries of one name, a search, and what was merged lately."""
    form = FindForm(request.GET)
    form.is_valid()
    asked = form.cleaned_data.get("q", "")
    page = find_mergeable(request.user, asked, request.GET.get("page", "1")) if asked else None
    found = entries_of(Person.objects.filter(pk__in=[person.pk for person in page.object_list])) if page else []
    first = _first(request)
    groups = same_names(request.user, request.GET.get("after", "")[:300]) if not asked and first is None else []
    context = {
        "form": form,
        "page": page,
        "found": [entry for entry in found if first is None or entry.person.pk != first.pk],
        "first": first,
        "groups": groups,
        "after": groups[-1][0].person.sort_name if len(groups) == GROUPS else "",
        "merges": latest_merges(request.user),
        "may_operate": allows_anywhere(request.user, Permission.OPERATE),
    }
    return render(request, "people/duplicates.html", context)


def _first(request: HttpRequest) -> Person | None:
    """The entry for which another one is looked for."""
    chosen = request.GET.get("with", "")
    if not (chosen.isascii() and chosen.isdecimal() and len(chosen) < 19):
        return None
    person = Person.objects.filter(pk=int(chosen)).first()
    return person if person is not None and can_merge(request.user, person) else None


def load_pair(keep: int, merge: int) -> Pair:
    rows = Person.objects.filter(Q(pk=keep) | Q(pk=merge))  # a number too long for the database finds nobody
    people = {person.pk: person for person in rows.select_related("user")}
    if len(people) < 2:
        raise Http404
    return people[keep], people[merge]


def can_merge_pair(user: Somebody, pair: Pair) -> bool:
    return can_merge(user, pair[0]) and can_merge(user, pair[1])


@sees(load_pair, can_merge_pair, note="whoever may merge both people")
@require_http_methods(["GET", "HEAD", "POST"])
def compare(request: HttpRequest, pair: Pair) -> HttpResponse:
    """Two entries side by side; the first stays."""
    keep, merge = pair
    if request.method == "POST":

        def act() -> None:
            merge_people(by=user_of(request), keep=keep, merge=merge)

        try:
            once(request, "people.merge", act)
        except Refused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, _("The two are one person now. You can take them apart again for 180 days."))
        return redirect("people:duplicates")
    return render(request, "people/compare.html", {"keep": side_of(keep), "merge": side_of(merge)})


def load_merge(pk: int) -> Merge:
    row = Merge.objects.select_related("kept", "merged").filter(pk=pk).first()
    if row is None:
        raise Http404
    return row


def can_undo(user: Somebody, row: Merge) -> bool:
    return can_merge(user, row.kept)


@sees(load_merge, can_undo, note="whoever may merge the person that was kept")
@require_POST
def undo(request: HttpRequest, row: Merge) -> HttpResponse:
    """Take two entries apart again."""
    try:
        undo_merge(by=user_of(request), row=row)
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("They are two entries again."))
    return redirect("people:duplicates")
