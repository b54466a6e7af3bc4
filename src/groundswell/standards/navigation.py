"""A link in the foot of every page."""

from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link

add_link("foot", _("Standards"), "standards:browse", order=50)
