"""One row for each thing that can hold a role, have something attached, or be spoken of in activity.

A place, a collaborative, a convening … has a one-to-one down to its space. Spaces lie within others by stated edges; a
space may lie within several (a county office is part of its county and takes part in two collaboratives): a graph
without circles, never assumed to be a tree. `Reach` is derived from the edges by which roles reach down, and holds
every pair of an inner and an outer space, each space with itself included, so that "all within" is one join.
"""

from typing import ClassVar

from django.db import models

from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.spaces.choices import EdgeKind, Kind


class Space(Model):
    """What roles, attachments and activity point at."""

    kind = models.CharField(max_length=20, choices=Kind)
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["kind"], name="space_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Edge(Model):
    """One space lies within another, for a time."""

    inner = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="edges_up")
    outer = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="edges_down")
    kind = models.CharField(max_length=12, choices=EdgeKind, default=EdgeKind.PART_OF)
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inner", "outer", "kind", "starts_on"], name="one_edge"),
            # SQL counts two empty dates as different, so edges without a start need their own rule.
            models.UniqueConstraint(
                fields=["inner", "outer", "kind"], condition=models.Q(starts_on=None), name="one_edge_without_start"
            ),
            models.CheckConstraint(condition=~models.Q(inner=models.F("outer")), name="edge_not_to_itself"),
            models.CheckConstraint(
                condition=models.Q(starts_on=None)
                | models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("starts_on")),
                name="edge_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["outer", "kind"], name="edge_outer_kind")]

    def __str__(self) -> str:
        return f"{self.inner_id} {self.kind} {self.outer_id}"


class Reach(Model):
    """A role held on `outer` reaches `inner`. Written only by this app's services."""

    inner = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="reached_from")
    outer = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="reaches")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["inner", "outer"], name="one_reach")]
        indexes: ClassVar = [models.Index(fields=["outer", "inner"], name="reach_outer_inner")]

    def __str__(self) -> str:
        return f"{self.outer_id} reaches {self.inner_id}"
