"""What somebody is where: one's own, or of people within the reach of `person:edit`, and there only what lies in it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from groundswell.access.doors import sees
from groundswell.core.errors import Refused
from groundswell.people.forms import PositionForm
from groundswell.people.models import Person, Position
from groundswell.people.policies import can_edit, can_edit_position, can_put, positions_edited_by
from groundswell.people.selectors.positions import positions_of
from groundswell.people.services.positions import add_position, change_position, end_position
from groundswell.people.views.own import once, user_of
from groundswell.people.views.people import load_person

NOTE = "one's own, or whoever may edit people of the place"


def load_position(pk: int, position: int) -> Position:
    rows = Position.objects.select_related("person__user", "place__parent")
    found = rows.filter(pk=position, person_id=pk).first()
    if found is None:
        raise Http404
    return found


def _back(request: HttpRequest, person: Person) -> HttpResponse:
    """Whose last position here has ended is no longer of one's people, so the list of people follows."""
    if person.user_id == request.user.pk:
        return redirect("people:mine")
    if not can_edit(request.user, person):
        return redirect("people:directory")
    return redirect("people:positions", person.pk)


def _allowed(request: HttpRequest, person: Person, form: PositionForm) -> bool:
    """Whether the position that the form asks for lies where the user may give it; else the form says so."""
    new = form.cleaned_data["new"]
    if can_put(request.user, person, [(new.place.pk if new.place else None, new.county)])[0]:
        return True
    form.add_error("place", _("This place is not one of yours. Its own county, or the person, adds it."))
    return False


@sees(load_person, can_edit, note=NOTE)
@require_safe
def positions(request: HttpRequest, person: Person) -> HttpResponse:
    """All positions of somebody else; those here can be corrected."""
    rows = positions_of(person)
    fixed = {position.pk for position in rows} - positions_edited_by(request.user, person, rows)
    return render(request, "people/positions.html", {"person": person, "positions": rows, "fixed": fixed})


@sees(load_person, can_edit, note=NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, person: Person) -> HttpResponse:
    """A new position."""
    form = PositionForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _allowed(request, person, form):

        def act() -> None:
            add_position(by=user_of(request), person=person, new=form.cleaned_data["new"])

        try:
            once(request, "people.position", act)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The position is added."))
            return _back(request, person)
    return render(request, "people/position.html", {"form": form, "person": person})


@sees(load_position, can_edit_position, note=NOTE)
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, position: Position) -> HttpResponse:
    """Correct a position, or give it a last day."""
    form = PositionForm(request.POST) if request.method == "POST" else PositionForm.of(position)
    if request.method == "POST" and form.is_valid() and _allowed(request, position.person, form):
        try:
            change_position(by=user_of(request), position=position, new=form.cleaned_data["new"])
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("The position is saved."))
            return _back(request, position.person)
    context = {"form": form, "person": position.person, "position": position}
    return render(request, "people/position.html", context)


@sees(load_position, can_edit_position, note=NOTE)
@require_POST
def end(request: HttpRequest, position: Position) -> HttpResponse:
    """It held until yesterday."""
    if position.is_current:
        end_position(by=user_of(request), position=position)
        messages.success(request, _("The position has ended; it stays among the earlier ones."))
    return _back(request, position.person)
