"""The way in, in the head of every page."""

from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link

add_link("main", _("Places"), "places:overview", order=40)
add_link("foot", _("Partners"), "places:partners", order=40)
