"""What organizers and hosts wrote to those who registered: who, when, to which choice. The letters are in the outbox."""

from django.db import models

from groundswell.accounts.models import User
from groundswell.convenings.models.plan import Convening, Site
from groundswell.core.clock import now
from groundswell.core.rows import Model


class Mailing(Model):
    """One writing to registrants. Empty choices mean everybody; `site` when its host wrote to those of that site alone."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="mailings")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="mailings")
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    subject = models.CharField(max_length=200)
    subject_es = models.CharField(max_length=200, blank=True, default="")
    text = models.TextField(max_length=8000)
    text_es = models.TextField(max_length=8000, blank=True, default="")
    sites = models.JSONField(default=list, blank=True)  # numbers of sites, as people see them
    roles = models.JSONField(default=list, blank=True)
    states = models.JSONField(default=list, blank=True)
    letters = models.PositiveIntegerField(default=0)  # stays when the outbox forgets its letters
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.subject

    @property
    def kind(self) -> str:
        """By which its letters are found in the outbox, beside the convening's space."""
        return f"from-organizers-{self.pk}"
