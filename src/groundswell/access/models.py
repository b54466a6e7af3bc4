"""Who holds which role where, and until when."""

from datetime import date, timedelta
from typing import ClassVar

from django.db import models

from groundswell.accounts.models import User
from groundswell.core.clock import PACIFIC, now
from groundswell.core.rows import Model
from groundswell.spaces.models import Space


class Grant(Model):
    """A role held by a user on a space. It reaches what is part of that space, from `starts_at` until `ends_at`."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=30)
    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="grants")
    starts_at = models.DateTimeField(default=now)
    ends_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "role", "space"], condition=models.Q(ends_at=None), name="one_open_grant"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_at=None) | models.Q(ends_at__gte=models.F("starts_at")),
                name="grant_ends_after_start",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["space", "role"], name="grant_space_role")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} on {self.space_id}"

    @property
    def last_day(self) -> date | None:
        """The last day in California on which it is held: `ends_at` is the midnight after."""
        return (self.ends_at - timedelta(microseconds=1)).astimezone(PACIFIC).date() if self.ends_at else None
