"""The banner while somebody looks as another role."""

from typing import Any

from django.http import HttpRequest

from groundswell.access.roles import name_of_role
from groundswell.spaces.naming import names_of
from groundswell.ui.panels import PanelContent, panel


@panel("site.banner", order=1)
def seeing_as(request: HttpRequest, thing: Any) -> PanelContent | None:
    """Which role, where, and the way out."""
    worn = getattr(request, "seen_as", None)
    if worn is None:
        return None
    name = names_of([worn.space]).get(worn.space)
    context = {"role": name_of_role(worn.role), "space": name.text if name else ""}
    return PanelContent("access/panels/seeing_as.html", context)
