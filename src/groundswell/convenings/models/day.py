"""The day itself: who is there, what the room does, what people ask and note. All of it is live on every site's pages."""

import math
from typing import ClassVar

from django.db import models

from groundswell.accounts.models import User
from groundswell.convenings.choices import How, Mode, QuestionState
from groundswell.convenings.models.plan import Convening, Registration, Session, Site
from groundswell.core.clock import PACIFIC, now
from groundswell.core.rows import Model
from groundswell.people.models import Person


class Attendance(Model):
    """Somebody was there on a day, at a site; `left_at` when they left before the end."""

    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="attendances")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="attendances")
    day = models.DateField()
    came_at = models.DateTimeField(default=now)
    left_at = models.DateTimeField(null=True, blank=True)
    how = models.CharField(max_length=4, choices=How)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["registration", "day"], name="one_attendance_a_day"),
            models.CheckConstraint(
                condition=models.Q(left_at=None) | models.Q(left_at__gte=models.F("came_at")),
                name="left_after_coming",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["site", "day"], name="attendance_site_day")]

    def __str__(self) -> str:
        return f"{self.registration_id} on {self.day}"


class EventCode(Model):
    """Lets somebody in the room check in and post on their own phone. Six letters and digits that cannot be mistaken."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="codes")
    site = models.ForeignKey(Site, null=True, blank=True, on_delete=models.CASCADE, related_name="codes")
    code = models.CharField(max_length=12, unique=True)
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField()
    made_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return self.code


class Room(Model):
    """What all sites do now: one row a convening, so that every page shows the same."""

    convening = models.OneToOneField(Convening, on_delete=models.CASCADE, related_name="live_room")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    mode = models.CharField(max_length=6, choices=Mode, default=Mode.LOCAL)
    message = models.CharField(max_length=200, blank=True, default="")
    holds = models.BooleanField(default=False)  # what people post waits until a host lets it through
    since = models.DateTimeField(default=now)
    by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")

    def __str__(self) -> str:
        return f"{self.convening_id}: {self.mode}"

    @property
    def minutes_left(self) -> int | None:
        """Until the session ends by the program; None without a session, or when it is over or far away."""
        if self.session is None:
            return None
        left = math.ceil((self.session.ends_at - now()).total_seconds() / 60)
        return left if 0 < left <= 12 * 60 else None

    @property
    def percent_done(self) -> int:
        """Of the session, for its bar."""
        if self.session is None:
            return 0
        whole = (self.session.ends_at - self.session.starts_at).total_seconds()
        return round(100 * max(0.0, min(1.0, (now() - self.session.starts_at).total_seconds() / whole)))

    @property
    def shown_now(self) -> str:
        """The server's time, by which a phone with a wrong clock counts."""
        return now().isoformat(timespec="seconds")


class SiteLine(Model):
    """How a site's line is: its host says so, or its pages fall silent."""

    site = models.OneToOneField(Site, on_delete=models.CASCADE, related_name="line")
    ready = models.BooleanField(default=False)
    trouble = models.CharField(max_length=200, blank=True, default="")
    changed_at = models.DateTimeField(default=now)

    def __str__(self) -> str:
        return f"{self.site_id}"


class Question(Model):
    """A question to the speaker, from any site, in one queue that shows the site."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="room_questions")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.CharField(max_length=64)  # core.visitors' key of whoever typed it
    text = models.CharField(max_length=500)
    state = models.CharField(max_length=8, choices=QuestionState, default=QuestionState.QUEUED)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.CASCADE, related_name="merged")
    votes = models.PositiveIntegerField(default=0)
    asked_at = models.DateTimeField(default=now)
    called_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_by_desk = models.BooleanField(default=False)  # so that no site's host shows it again

    class Meta:
        indexes: ClassVar = [models.Index(fields=["convening", "state", "asked_at"], name="question_queue")]

    def __str__(self) -> str:
        return self.text


class QuestionVote(Model):
    """“I ask that too”, once a person."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="ballots")
    owner = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["question", "owner"], name="one_question_vote")]

    def __str__(self) -> str:
        return f"{self.owner} {self.question_id}"


class WallNote(Model):
    """What a site, a table or a person wants all to see: on one wall, with the site's name."""

    convening = models.ForeignKey(Convening, on_delete=models.CASCADE, related_name="notes")
    session = models.ForeignKey(Session, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    site = models.ForeignKey(Site, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    owner = models.CharField(max_length=64)
    text = models.CharField(max_length=1000)
    picture = models.FileField(upload_to="wall/%Y/%m/", blank=True)
    picture_words = models.CharField(max_length=200, blank=True, default="")
    held = models.BooleanField(default=False)  # waits until a host lets it through
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    hidden_by_desk = models.BooleanField(default=False)  # so that no site's host shows it again
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["convening", "-made_at"], name="wall_convening")]

    def __str__(self) -> str:
        return self.text[:40]

    @property
    def anchor(self) -> str:
        """Its id on the wall."""
        return f"note-{self.pk}"

    @property
    def shown_at(self) -> str:
        return self.made_at.astimezone(PACIFIC).strftime("%-I:%M")
