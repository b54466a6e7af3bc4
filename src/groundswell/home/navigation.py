"""One's own page, in the head of every page."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link

add_link(
    "account", cast("str", _("Today")), "home:today", order=1, visible=lambda request: request.user.is_authenticated
)
