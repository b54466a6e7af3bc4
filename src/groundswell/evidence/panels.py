"""The way from a convening to its report, and a county's teachers on its page."""

from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from groundswell.convenings.models import Convening
from groundswell.core.clock import now
from groundswell.evidence.policies import can_read_report
from groundswell.evidence.selectors import latest_counts
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.ui.panels import PanelContent, panel


@panel("convening.notice", order=10)
def report(request: HttpRequest, convening: Convening) -> PanelContent | None:
    """After the day, for those who may read it."""
    if convening.starts_at > now() or not can_read_report(request.user, convening):
        return None
    return PanelContent("evidence/report_link.html", {"convening": convening})


@panel("place.page", order=40)
def teachers(_request: HttpRequest, place: Place) -> PanelContent | None:
    """How many teachers a county has, and who counted them."""
    if place.kind != PlaceKind.COUNTY:
        return None
    count = latest_counts([place.pk]).get(place.pk)
    known = number_format(count.teachers, force_grouping=True) if count else ""
    return PanelContent("evidence/place_teachers.html", {"count": count, "known": known}, title=_("Teachers"))


@panel("place.overview", order=40)
def teachers_of_all(_request: HttpRequest, _nothing: object) -> PanelContent:
    """The way to the numbers of all counties."""
    return PanelContent("evidence/place_teachers.html", {"count": None}, title=_("Teachers"))
