"""A collaborative: who forms it, what its educators need, what it wants to reach, and who does what by when."""

from typing import ClassVar

from django.db import models

from groundswell.collaboratives.choices import (
    AskState,
    Bond,
    EvidenceKind,
    NeedState,
    Part,
    Scope,
    Standing,
    Subject,
    TaskState,
)
from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spaces.models import Space


class Collaborative(Model):
    """County offices, districts, schools and partners that work together on one purpose."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="collaborative")
    key = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=160)
    name_es = models.CharField(max_length=160, blank=True, default="")
    about = models.TextField(blank=True, default="")
    about_es = models.TextField(blank=True, default="")
    subject = models.CharField(max_length=8, choices=Subject)
    scope = models.CharField(max_length=8, choices=Scope)
    home = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")  # its region or county
    funded = models.BooleanField(default=False)
    example = models.BooleanField(default=False)  # part of the example world; each page says so
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["scope", "subject"], name="collaborative_scope_subject")]

    def __str__(self) -> str:
        return self.name


class Participation(Model):
    """An organization takes part, as one of the counties or as a partner, from a date until a date."""

    collaborative = models.ForeignKey(Collaborative, on_delete=models.CASCADE, related_name="participations")
    place = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="participations")
    bond = models.CharField(max_length=8, choices=Bond)
    brings = models.CharField(max_length=200, blank=True, default="")
    brings_es = models.CharField(max_length=200, blank=True, default="")
    joined_on = models.DateField(null=True, blank=True)
    left_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "place"], condition=models.Q(left_on=None), name="one_open_participation"
            )
        ]

    def __str__(self) -> str:
        return f"{self.place_id} in {self.collaborative_id}"


class Member(Model):
    """A person's part in a collaborative, for whom they speak, and for which subject they lead."""

    collaborative = models.ForeignKey(Collaborative, on_delete=models.CASCADE, related_name="members")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="memberships")
    part = models.CharField(max_length=16, choices=Part)
    subject = models.CharField(max_length=8, choices=Subject, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    standing = models.CharField(max_length=8, choices=Standing, blank=True, default="")
    since = models.DateField(null=True, blank=True)
    until = models.DateField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["collaborative", "person", "part"], condition=models.Q(until=None), name="one_open_part"
            )
        ]
        indexes: ClassVar = [models.Index(fields=["collaborative", "part"], name="member_part")]

    def __str__(self) -> str:
        return f"{self.person_id} {self.part} in {self.collaborative_id}"


class Need(Model):
    """What educators need, for whom, where; each with the evidence behind it."""

    collaborative = models.ForeignKey(Collaborative, on_delete=models.CASCADE, related_name="needs")
    title = models.CharField(max_length=160)
    title_es = models.CharField(max_length=160, blank=True, default="")
    statement = models.TextField()
    statement_es = models.TextField(blank=True, default="")
    audience = models.CharField(max_length=160, blank=True, default="")
    audience_es = models.CharField(max_length=160, blank=True, default="")
    subject = models.CharField(max_length=8, choices=Subject)
    state = models.CharField(max_length=10, choices=NeedState, default=NeedState.OPEN)
    raised_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.title


class NeedEvidence(Model):
    """What shows a need: a number with its source, an interview, a survey … in one sentence."""

    need = models.ForeignKey(Need, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=12, choices=EvidenceKind)
    text = models.TextField()
    text_es = models.TextField(blank=True, default="")
    source = models.CharField(max_length=300)
    source_es = models.CharField(max_length=300, blank=True, default="")
    link = models.URLField(max_length=500, blank=True, default="")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.source


class VisionVersion(Model):
    """The vision as it was agreed on a day. A version that is adopted never changes; the next one replaces it."""

    collaborative = models.ForeignKey(Collaborative, on_delete=models.CASCADE, related_name="visions")
    number = models.PositiveSmallIntegerField()
    text = models.TextField()
    text_es = models.TextField(blank=True, default="")
    why = models.TextField(blank=True, default="")  # what changed and why, for those who endorsed the one before
    why_es = models.TextField(blank=True, default="")
    written_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(default=now)
    adopted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["collaborative", "number"], name="one_vision_number")]

    def __str__(self) -> str:
        return f"{self.collaborative_id} vision {self.number}"


class Goal(Model):
    """One part of a vision that activities serve."""

    vision = models.ForeignKey(VisionVersion, on_delete=models.CASCADE, related_name="goals")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)
    text_es = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["vision", "number"], name="one_goal_number")]

    def __str__(self) -> str:
        return self.text


class Endorsement(Model):
    """A member stands behind a version of the vision."""

    vision = models.ForeignKey(VisionVersion, on_delete=models.CASCADE, related_name="endorsements")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True, default="")
    made_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["vision", "person"], name="one_endorsement")]

    def __str__(self) -> str:
        return f"{self.person_id} endorses {self.vision_id}"


class Task(Model):
    """Something to do by a day, with one owner; `county` when it is one county's share, `about` the thing it serves."""

    collaborative = models.ForeignKey(Collaborative, on_delete=models.CASCADE, related_name="tasks")
    title = models.CharField(max_length=200)
    title_es = models.CharField(max_length=200, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    notes_es = models.TextField(blank=True, default="")
    county = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    about = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="tasks")
    offered_to = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    due_on = models.DateField(null=True, blank=True)
    state = models.CharField(max_length=8, choices=TaskState, default=TaskState.OPEN)
    # The due day of which the owner was reminded, before it and after it: another day is another reminder.
    reminded_for = models.DateField(null=True, blank=True)
    overdue_for = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["collaborative", "state", "due_on"], name="task_state_due"),
            models.Index(fields=["owner", "state", "due_on"], name="task_owner_due"),
        ]

    def __str__(self) -> str:
        return self.title


class Offer(Model):
    """What one county office promises others for good: who gives, who may take it up, what, until when."""

    giver = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="offers_given")
    taker = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="offers_received")
    collaborative = models.ForeignKey(
        Collaborative, null=True, blank=True, on_delete=models.SET_NULL, related_name="offers"
    )
    what = models.CharField(max_length=300)
    what_es = models.CharField(max_length=300, blank=True, default="")
    subject = models.CharField(max_length=8, choices=Subject, default=Subject.BOTH)
    contact = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    since = models.DateField()
    until = models.DateField(null=True, blank=True)
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["giver", "taker"], name="offer_giver_taker")]

    def __str__(self) -> str:
        return self.what


class OfferRequest(Model):
    """A county asks another for what it offers; the office that offers says yes or not now."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="requests")
    county = models.ForeignKey(Place, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    words = models.TextField(max_length=1000)
    state = models.CharField(max_length=8, choices=AskState, default=AskState.ASKED)
    answer = models.TextField(max_length=1000, blank=True, default="")
    made_at = models.DateTimeField(default=now)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["offer", "county"], condition=models.Q(state="asked"), name="one_open_asking"
            )
        ]

    def __str__(self) -> str:
        return f"{self.county_id} asks for {self.offer_id}"
