"""The kinds of things that have a space, and the ways one lies within another."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a space is the space of. A new kind is a line here and a model with a one-to-one to its space."""

    PLATFORM = "platform", _("the whole of this Groundswell")
    PLACE = "place", _("place")
    PERSON = "person", _("person")
    COLLABORATIVE = "collaborative", _("collaborative")
    CONVENING = "convening", _("convening")
    SITE = "site", _("site of a convening")
    SESSION = "session", _("session of a convening")
    COHORT = "cohort", _("cohort")
    INSTRUMENT = "instrument", _("instrument")
    RESOURCE = "resource", _("resource")
    DISCUSSION = "discussion", _("discussion")


class EdgeKind(models.TextChoices):
    """Why one space lies within another. Roles reach down the first kind only."""

    PART_OF = "part_of", _("is part of")
    TAKES_PART = "takes_part", _("takes part in")
