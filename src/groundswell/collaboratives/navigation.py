"""The way in, in the head of every page."""

from typing import cast

from django.utils.translation import gettext_lazy as _

from groundswell.ui.navigation import add_link

add_link("main", cast("str", _("Collaboratives")), "collaboratives:index", order=10)
