"""Lesson ideas are one's own; instruments are for those who edit or read them."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundswell.access.allow import allows_anywhere
from groundswell.access.permissions import Permission
from groundswell.ui.navigation import add_link


def edits_instruments(request: HttpRequest) -> bool:
    return allows_anywhere(request.user, Permission.INSTRUMENT_EDIT)


add_link(
    "account", _("Lesson ideas"), "instruments:ideas", order=60, visible=lambda request: request.user.is_authenticated
)
add_link("account", _("Instruments"), "instruments:list", order=70, visible=edits_instruments)
