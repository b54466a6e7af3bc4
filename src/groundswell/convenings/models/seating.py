"""Who sits with whom: tables of a site, or groups of people from several sites who talk on screen."""

from typing import ClassVar

from django.db import models

from groundswell.accounts.models import User
from groundswell.convenings.choices import GroupKind, Mixing, Seated, SeatingState
from groundswell.convenings.models.plan import Convening, Registration, Session, Site
from groundswell.core.clock import now
from groundswell.core.rows import Model


class Seating(Model):
    """What was asked for, and how far it is. There is one for each session, site and kind; its groups carry the rounds."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="seatings")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.CASCADE, related_name="seatings")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="seatings")
    kind = models.CharField(max_length=8, choices=GroupKind)
    size = models.PositiveSmallIntegerField(default=5)  # people at a table, as near as can be
    rounds = models.PositiveSmallIntegerField(default=1)
    mixing = models.CharField(max_length=8, choices=Mixing, blank=True, default=Mixing.ANYBODY)
    keep_teams = models.BooleanField(default=False)
    who = models.CharField(max_length=10, choices=Seated, default=Seated.REGISTERED)
    facilitators = models.JSONField(default=list, blank=True)  # ids of registrations
    state = models.CharField(max_length=8, choices=SeatingState, default=SeatingState.MADE)
    share = models.FloatField(default=1.0)  # of the work done
    problem = models.TextField(blank=True, default="")
    is_best = models.BooleanField(default=False)  # proved: no plan of these sizes repeats fewer meetings
    moved = models.PositiveIntegerField(default=0)  # seats that the last repair changed
    seed = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(default=now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes: ClassVar = [models.Index(fields=["convening", "site"], name="seating_convening")]

    def __str__(self) -> str:
        return f"{self.kind} of {self.convening_id}"


class Group(Model):
    """A table, or people of several sites who talk on screen, in one round: who met whom is read from it."""

    seating = models.ForeignKey(Seating, on_delete=models.CASCADE, related_name="groups")
    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="groups")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="groups")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=8, choices=GroupKind)
    round = models.PositiveSmallIntegerField(default=1)
    number = models.PositiveSmallIntegerField(default=1)
    name = models.CharField(max_length=60)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seating", "round", "number"], name="one_table_number")
        ]

    def __str__(self) -> str:
        return self.name


class GroupSeat(Model):
    """Somebody sits in a group."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="seats")
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="seats")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["group", "registration"], name="one_seat_in_group")]

    def __str__(self) -> str:
        return f"{self.registration_id} in {self.group_id}"
