"""The way from a convening to its report, and a county's teachers on its page."""

from django.db.models import Exists, OuterRef
from django.http import HttpRequest
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.access.allow import allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.convenings.models import Attendance, Convening
from groundswell.core.clock import now
from groundswell.core.languages import in_language
from groundswell.evidence.policies import can_read_report, readable_by
from groundswell.evidence.selectors import latest_counts, turnouts_of
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


@panel("today.page", order=50)
def reports(request: HttpRequest, _person: object) -> PanelContent | None:
    """For those who read evidence: the latest convenings to which somebody came, each with who did."""
    if not allows_anywhere(request.user, Permission.EVIDENCE_READ):
        return None
    rows = Convening.objects.filter(readable_by(request.user), ends_at__lt=now()).select_related("collaborative")
    came_to = Attendance.objects.filter(site__convening=OuterRef("pk"))
    latest = list(rows.filter(Exists(came_to)).order_by("-starts_at")[:4])
    if not latest:
        return None
    came = turnouts_of([row.pk for row in latest])
    language = get_language() or "en"
    found = [(row, in_language(row, "title", language), came.get(row.pk, (0, 0))) for row in latest]
    return PanelContent("evidence/today_reports.html", {"reports": found}, title=_("Reports"))
