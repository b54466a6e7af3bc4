"""What people show on pages of the apps below: who works at a place, and what the operator looks after."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from groundswell.access.allow import allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.people.models import Person, known
from groundswell.people.selectors.directory import Search, chips_on, find_people
from groundswell.people.selectors.unlisted import count_unlisted
from groundswell.places.choices import WHERE_PEOPLE_WORK, PlaceKind
from groundswell.places.models import Place
from groundswell.places.policies import can_edit_place
from groundswell.ui.panels import PanelContent, panel

SHOWN = 9


@panel("place.page", order=70)
def people_here(request: HttpRequest, place: Place) -> PanelContent | None:
    """Those who work here now and show it to the reader."""
    if not request.user.is_authenticated or place.kind not in WHERE_PEOPLE_WORK:
        return None
    page = find_people(request.user, Search(place=place))
    people = chips_on(request.user, page)
    if not people:
        return None
    context = {"people": people[:SHOWN], "more": page.paginator.count > SHOWN, "place": place}
    return PanelContent("people/panels/place.html", context, title=_("People here"), note=_("Who shows it to you."))


@panel("place.page", order=75)
def not_in_the_list(request: HttpRequest, place: Place) -> PanelContent | None:
    """On a county office's page, for who looks after it: places that its people had to write by hand."""
    if place.kind != PlaceKind.COUNTY_OFFICE or not can_edit_place(request.user, place):
        return None
    count = count_unlisted(place.county)
    if not count:
        return None
    return PanelContent(
        "people/panels/unlisted.html", {"count": count, "county": place.county}, title=_("Not in the list"),
        note=_("People wrote these by hand."),
    )  # fmt: skip


@panel("operator.page", order=60)
def index(request: HttpRequest, health: Any) -> PanelContent | None:
    """By what places and people are found."""
    context = {
        "places": Place.objects.exclude(search="").count(),
        "lost": Place.objects.filter(search="").count(),
        "people": Person.objects.filter(known()).count(),
    }
    return PanelContent(
        "people/panels/index.html", context, title=_("Index"), note=_("The words by which places and people are found."),
    )  # fmt: skip


@panel("operator.page", order=70)
def people_to_look_after(request: HttpRequest, health: Any) -> PanelContent | None:
    """Where double entries, staff lists and the texts of agreements are."""
    if not allows_anywhere(request.user, Permission.PERSON_EDIT):
        return None
    return PanelContent("people/panels/operator.html", title=_("People"))
