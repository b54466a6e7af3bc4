"""Links of the head and the foot."""

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link

add_link("account", _("Notices"), "activity:notices", order=80, visible=lambda request: request.user.is_authenticated)
add_link("account", _("Signing in"), "account_email", order=90, visible=lambda request: request.user.is_authenticated)
add_link("foot", _("Mail on this machine"), "activity:letters", order=90, visible=lambda _request: settings.LOCAL_MAIL)
