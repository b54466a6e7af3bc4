"""The way in, in the head of every page."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link

add_link("main", cast("str", _("Places")), "places:overview", order=40)
add_link("foot", cast("str", _("Partners")), "places:partners", order=40)
