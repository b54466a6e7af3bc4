"""Each page of the example says that it is one."""

from django.conf import settings
from django.http import HttpRequest

from groundswell.ui.panels import PanelContent, panel


@panel("site.banner", order=90)
def example(request: HttpRequest, _thing: object) -> PanelContent | None:
    """A line above every page."""
    return PanelContent("example/banner.html", {}) if settings.EXAMPLE else None
