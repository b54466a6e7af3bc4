"""One import from the file to the report; it survives a restart at any point.

Rows are applied in batches. A batch and `position` (how many records are applied) are written in one transaction, so an
import that was cut off goes on where it stopped and applies no record twice.
"""

from typing import ClassVar

from django.db import models

from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.intake.choices import State, Weight


class ImportRun(Model):
    """A file that somebody brings in. `by_id` is the user's id: users are above this app, so it is no foreign key."""

    kind = models.CharField(max_length=40)
    by_id = models.BigIntegerField(null=True, blank=True)
    file_name = models.CharField(max_length=200)
    file = models.FileField(upload_to="imports/%Y/%m/", max_length=300)
    header = models.JSONField(default=list)
    mapping = models.JSONField(default=dict, blank=True)
    state = models.CharField(max_length=8, choices=State, default=State.UPLOADED)
    whole = models.BooleanField(default=False)  # all or nothing: one transaction for everything
    total = models.PositiveIntegerField(default=0)  # rows in the file
    records = models.PositiveIntegerField(default=0)  # rows that can be brought in
    position = models.PositiveIntegerField(default=0)
    created = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    skipped = models.PositiveIntegerField(default=0)
    expected = models.JSONField(default=dict, blank=True)  # outcome → how many records, as the dry run saw it
    failure = models.CharField(max_length=400, blank=True, default="")
    made_at = models.DateTimeField(default=now)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(position__lte=models.F("records")), name="import_position_within_records"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["kind", "-id"], name="import_kind")]

    def __str__(self) -> str:
        return f"{self.kind}: {self.file_name}"


class RowProblem(Model):
    """What was found in a row of an import, by the line of the file."""

    run = models.ForeignKey(ImportRun, on_delete=models.CASCADE, related_name="problems")
    line = models.PositiveIntegerField()
    field = models.CharField(max_length=60, blank=True, default="")
    value = models.CharField(max_length=200, blank=True, default="")
    message = models.CharField(max_length=300)
    weight = models.CharField(max_length=5, choices=Weight, default=Weight.ERROR)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["run", "weight", "line"], name="row_problem_run")]

    def __str__(self) -> str:
        return f"{self.line}: {self.message}"
