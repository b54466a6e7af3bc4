"""Collaboratives on the pages of places: what a county offers others."""

from django.http import HttpRequest
from django.utils.translation import gettext as _

from groundswell.access.allow import allows
from groundswell.access.permissions import Permission
from groundswell.collaboratives.selectors import offers_given
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.ui.panels import PanelContent, panel


@panel("place.page", order=50)
def offers(request: HttpRequest, place: Place) -> PanelContent | None:
    """What a county promises others for good, and the way to what others offer it."""
    if place.kind != PlaceKind.COUNTY:
        return None
    writes = allows(request.user, Permission.STANDING_OFFER, place.space_id)
    context = {"place": place, "offers": offers_given(place), "writes": writes}
    return PanelContent("collaboratives/place_offers.html", context, title=_("Standing offers"))
