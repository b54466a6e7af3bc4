"""Links of the head and the foot."""

from django.utils.translation import gettext_lazy as _

from groundswell.access.allow import allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.ui.navigation import add_link

add_link("foot", _("What roles may do"), "access:roles", order=50)
add_link("foot", _("My roles"), "access:mine", order=60, visible=lambda request: request.user.is_authenticated)
add_link(
    "foot", _("Record"), "access:audit", order=70, visible=lambda r: allows_anywhere(r.user, Permission.ACTIVITY_AUDIT)
)
add_link(
    "foot", _("Operator"), "access:operator", order=80, visible=lambda r: allows_anywhere(r.user, Permission.OPERATE)
)
