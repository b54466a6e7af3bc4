"""Words of importing: the states of a run, what became of a row."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """How far an import has come: the last step that was finished, or what it is at."""

    UPLOADED = "uploaded", _("file received")
    MAPPED = "mapped", _("columns matched")
    CHECKED = "checked", _("rows checked")
    APPLYING = "applying", _("being brought in")
    DONE = "done", _("done")
    FAILED = "failed", _("stopped by an error")


class Outcome(models.TextChoices):
    """What bringing in one row did, or would do."""

    CREATED = "created", _("new")
    CHANGED = "changed", _("changed")
    UNCHANGED = "unchanged", _("already so")
    SKIPPED = "skipped", _("left out")


class Weight(models.TextChoices):
    """Whether a problem keeps its row out."""

    ERROR = "error", _("row left out")
    NOTE = "note", _("brought in, please look")
