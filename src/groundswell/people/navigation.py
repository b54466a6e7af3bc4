"""Where people are found in the head of every page."""

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link


def signed_in(request: HttpRequest) -> bool:
    return request.user.is_authenticated


add_link("main", _("People"), "people:directory", order=60, visible=signed_in)
add_link("account", _("My profile"), "people:mine", order=60, visible=signed_in)
