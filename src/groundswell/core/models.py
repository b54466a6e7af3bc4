"""Three mechanisms that know no business word: drafts, submits that happen once, live events."""

from typing import ClassVar

from django.db import models

from groundswell.core.clock import now
from groundswell.core.rows import Model


class Draft(Model):
    """What somebody has typed into a form and not sent."""

    owner = models.CharField(max_length=64)
    form = models.CharField(max_length=80)
    thing = models.CharField(max_length=80, blank=True, default="")
    version = models.PositiveIntegerField(default=1)
    fields = models.JSONField(default=dict)
    saved_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["owner", "form", "thing"], name="one_draft")]
        indexes: ClassVar = [models.Index(fields=["saved_at"], name="draft_saved_at")]

    def __str__(self) -> str:
        return f"{self.form}/{self.thing}"


class Submission(Model):
    """One submit of one form. The key is inserted first: a repeat finds it and gets the first answer."""

    key = models.CharField(max_length=200, unique=True)
    token = models.UUIDField()
    answer = models.TextField(blank=True, default="")
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["made_at"], name="submission_made_at")]

    def __str__(self) -> str:
        return self.key


class LiveEvent(Model):
    """One change of a live page. The row's number is the place from which a stream resumes."""

    topic = models.CharField(max_length=80)
    body = models.JSONField()
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["topic", "id"], name="live_topic"),
            models.Index(fields=["made_at"], name="live_made_at"),
        ]

    def __str__(self) -> str:
        return f"{self.id} {self.topic}"
