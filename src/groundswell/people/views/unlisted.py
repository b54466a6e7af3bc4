"""Places that people wrote by hand: whoever looks after a county's entries says what they are."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.allow import Somebody
from groundswell.access.doors import anywhere, sees
from groundswell.access.permissions import Permission
from groundswell.core.errors import Refused
from groundswell.people.forms import KnownPlaceForm, NewPlaceForm
from groundswell.people.models import Position
from groundswell.people.selectors.unlisted import likely_places, unlisted_of, unlisted_places, written_by_people
from groundswell.people.services.unlisted import add_and_settle_place, settle_place
from groundswell.people.views.own import once, user_of
from groundswell.places import atlas

NOTE = "whoever may edit places of its county"


@anywhere(Permission.PLACE_EDIT)
@require_safe
def places(request: HttpRequest) -> HttpResponse:
    """What was written, by how many."""
    county = request.GET.get("county", "")
    county = county if county in atlas.counties() else ""
    page = unlisted_places(request.user, request.GET.get("page", "1"), county)
    context = {"page": page, "places": page.object_list, "county": atlas.counties().get(county)}
    return render(request, "people/unlisted.html", context)


def load_written(pk: int) -> Position:
    """A position that was settled meanwhile is no longer here."""
    found = Position.objects.filter(pk=pk, place=None).first()
    if found is None:
        raise Http404
    return found


def can_settle(user: Somebody, position: Position) -> bool:
    return written_by_people(user).filter(pk=position.pk).exists()


@sees(load_written, can_settle, note=NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def settle(request: HttpRequest, position: Position) -> HttpResponse:
    """It is one of the list."""
    form = _known_form(position, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            count = settle_place(by=user_of(request), position=position, place=said["place"], remember=said["remember"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            words = ngettext(
                "%(count)d position is at %(place)s now.", "%(count)d positions are at %(place)s now.", count
            )
            messages.success(request, words % {"count": count, "place": said["place"].name})
            return redirect("people:unlisted")
    return _page(request, position, known=form)


@sees(load_written, can_settle, note=NOTE)
@require_POST
def add(request: HttpRequest, position: Position) -> HttpResponse:
    """It is in no list, and is added."""
    form = NewPlaceForm(request.POST)
    if form.is_valid():
        said = form.place()

        def act() -> None:
            add_and_settle_place(by=user_of(request), position=position, kind=form.cleaned_data["kind"], fields=said)

        try:
            once(request, "people.unlisted", act)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is in the list now.") % {"name": said["name"]})
            return redirect("people:unlisted")
    return _page(request, position, new=form)


def _known_form(position: Position, data: Any = None) -> KnownPlaceForm:
    return KnownPlaceForm(data, likely=likely_places(position.place_name, position.county))


def _page(
    request: HttpRequest, position: Position, known: KnownPlaceForm | None = None, new: NewPlaceForm | None = None
) -> HttpResponse:
    context = {
        "written": unlisted_of(position),
        "known": known or _known_form(position),
        "new": new or NewPlaceForm(initial={"name": position.place_name, "county": position.county}),
    }
    return render(request, "people/settle.html", context)
