"""What people show on pages of the apps below: who works at a place, and what the operator looks after."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from groundswell.access.allow import allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.people.selectors.directory import Search, chips_on, find_people
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.ui.panels import PanelContent, panel

WHERE_PEOPLE_WORK = {PlaceKind.COUNTY_OFFICE, PlaceKind.DISTRICT, PlaceKind.SCHOOL, PlaceKind.PARTNER, PlaceKind.AGENCY}
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


@panel("operator.page", order=70)
def people_to_look_after(request: HttpRequest, health: Any) -> PanelContent | None:
    """Where double entries, staff lists and the texts of agreements are."""
    if not allows_anywhere(request.user, Permission.PERSON_EDIT):
        return None
    return PanelContent("people/panels/operator.html", title=_("People"))
