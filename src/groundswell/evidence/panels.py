"""The way from a convening to its report."""

from django.http import HttpRequest

from groundswell.convenings.models import Convening
from groundswell.core.clock import now
from groundswell.evidence.policies import can_read_report
from groundswell.ui.panels import PanelContent, panel


@panel("convening.notice", order=10)
def report(request: HttpRequest, convening: Convening) -> PanelContent | None:
    """After the day, for those who may read it."""
    if convening.starts_at > now() or not can_read_report(request.user, convening):
        return None
    return PanelContent("evidence/report_link.html", {"convening": convening})
