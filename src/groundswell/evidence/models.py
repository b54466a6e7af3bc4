"""What reports are measured against: how many teachers a county has, from an import with its source."""

from typing import ClassVar

from django.db import models

from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.places.models import Place


class TeacherCount(Model):
    """Teachers of a county in a school year, as a published source counts them."""

    county = models.ForeignKey(Place, on_delete=models.CASCADE, related_name="+")
    year = models.CharField(max_length=9)  # "2025-26"
    teachers = models.PositiveIntegerField()
    source = models.CharField(max_length=200, blank=True, default="")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["county", "year"], name="one_teacher_count")]

    def __str__(self) -> str:
        return f"{self.county_id} {self.year}"
