"""Convenings on the pages of collaboratives; choosing sites on the page of a plan."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundswell.access.allow import allows
from groundswell.access.permissions import Permission
from groundswell.collaboratives.models import Collaborative
from groundswell.convenings.models import Convening
from groundswell.convenings.policies import visible_to
from groundswell.convenings.wording import calendar_page
from groundswell.ui.panels import PanelContent, panel


@panel("collaborative.page", order=20)
def convenings(request: HttpRequest, collaborative: Collaborative) -> PanelContent | None:
    """What it runs, latest first, and the way to plan another."""
    rows = Convening.objects.filter(visible_to(request.user), collaborative=collaborative).order_by("-starts_at")[:12]
    plans = allows(request.user, Permission.CONVENING_CREATE, collaborative.space_id)
    found = list(rows)
    if not found and not plans:
        return None
    context = {"rows": _dated(found), "plans": plans, "collaborative": collaborative}
    return PanelContent("convenings/panels/collaborative.html", context, title=_("Convenings"))


@panel("collaborative.needs", order=20)
def answers(request: HttpRequest, collaborative: Collaborative) -> PanelContent | None:
    """Which convenings answer which need."""
    rows = Convening.objects.filter(visible_to(request.user), collaborative=collaborative, need__isnull=False)
    found = list(rows.select_related("need").order_by("-starts_at")[:12])
    if not found:
        return None
    return PanelContent("convenings/panels/answers.html", {"rows": _dated(found)}, title=_("What answers them"))


def _dated(found: list[Convening]) -> list[tuple[Convening, dict[str, str]]]:
    return [(convening, calendar_page(convening)) for convening in found]


@panel("plan.page", order=10)
def siting(_request: HttpRequest, convening: Convening) -> PanelContent:
    """The way to choosing sites."""
    return PanelContent("convenings/panels/siting.html", {"convening": convening}, title=_("Which sites?"))


@panel("plan.page", order=80)
def who_may(request: HttpRequest, convening: Convening) -> PanelContent | None:
    """For whoever gives roles: who holds which on this convening."""
    if not allows(request.user, Permission.ACCESS_GRANT, convening.space_id):
        return None
    return PanelContent("convenings/panels/who_may.html", {"convening": convening}, title=_("Who may do what"))
