"""The words of spread."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CommitmentKind(models.TextChoices):
    TRY = "try", _("try something")
    SHARE = "share", _("share something")


class Word(models.TextChoices):
    """What became of a commitment. Nobody but the person or a witness says so; silence stays silence."""

    KEPT = "kept", _("kept")
    PARTLY = "partly", _("partly kept")
    NOT_YET = "not-yet", _("not yet")
    DROPPED = "dropped", _("not any more")
