"""The append-only record of who did what, when, about which space; and what is derived from it: letters and notices.

The record holds ids and codes only, never words, so that a person can be erased while what happened stays counted.
"""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.spaces.models import Space

SIGN_IN = "sign-in"  # letters that hold a code


class Activity(Model):
    """One thing that happened."""

    at = models.DateTimeField(default=now)
    verb = models.CharField(max_length=60)
    actor = models.ForeignKey(
        User, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )  # the index below begins with it
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    other = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    facts = models.JSONField(default=dict, blank=True)
    seen_as = models.CharField(max_length=40, blank=True, default="")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["actor", "-at", "-id"], name="activity_actor"),
            models.Index(fields=["verb", "-at", "-id"], name="activity_verb"),
            models.Index(fields=["-at", "-id"], name="activity_at"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb}"


class FeedLine(Model):
    """An activity in the feed of one space: its own and of all that its space is part of. Reading a feed is one index walk.

    `at` is the activity's. A million activities make several million of these, so there are two indexes and no more.
    """

    space = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+", db_index=False)
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["space", "-at", "-activity"], name="feed_space"),
            # Whether one activity is in one feed: with the activity alone the planner walks the whole feed instead.
            models.Index(fields=["activity", "space"], name="feed_activity"),
        ]

    def __str__(self) -> str:
        return f"{self.space_id} {self.activity_id}"


class Letter(Model):
    """One mail in the outbox, written in the transaction that caused it and handed over once by the worker."""

    class State(models.TextChoices):
        WAITING = "waiting"
        HANDING = "handing"
        SENT = "sent"
        FAILED = "failed"

    to = models.EmailField()
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    space = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=250)
    text = models.TextField()
    html = models.TextField(blank=True, default="")
    reply_to = models.EmailField(blank=True, default="")
    calendar = models.TextField(blank=True, default="")
    headers = models.JSONField(default=dict, blank=True)
    once = models.CharField(max_length=160, null=True, blank=True, unique=True)
    number = models.UUIDField(unique=True)
    state = models.CharField(max_length=8, choices=State, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(default=now)
    handed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=400, blank=True, default="")
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=models.Q(state="waiting"), name="letter_waiting"),
            models.Index(fields=["state", "-id"], name="letter_state"),
            models.Index(fields=["to"], name="letter_to"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} → {self.to}"

    @property
    def kind_words(self) -> str:
        """What it is, for who looks after the site. A subject is not theirs to read: it names people, or is a code."""
        known = {SIGN_IN: _("a code to sign in"), "digest": _("the letter of the day"), "notice": _("a notice")}
        return str(known.get(self.kind) or self.kind.replace("-", " "))


class Notice(Model):
    """Something a user should know. Shown on their page; goes into the day's digest unless read before."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notices")
    activity = models.ForeignKey(Activity, on_delete=models.CASCADE, related_name="+")
    made_at = models.DateTimeField(default=now)
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["user", "activity"], name="one_notice")]
        indexes: ClassVar = [
            models.Index(fields=["user", "-id"], name="notice_user"),
            models.Index(fields=["user"], condition=models.Q(read_at=None, mailed_at=None), name="notice_new"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.activity_id}"


class MailChoice(Model):
    """How a user wants to be written to. Without a row: one digest a day at 7, quiet from 20 to 7.

    Hours are of the day in California. Sign-in codes and what belongs to a registration are not asked about.
    """

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="mail_choice")
    digest = models.BooleanField(default=True)
    digest_hour = models.PositiveSmallIntegerField(default=7)
    notices = models.BooleanField(default=True)
    quiet = models.BooleanField(default=True)
    quiet_from = models.PositiveSmallIntegerField(default=20)
    quiet_to = models.PositiveSmallIntegerField(default=7)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(digest_hour__lt=24) & models.Q(quiet_from__lt=24) & models.Q(quiet_to__lt=24),
                name="mail_choice_hours",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


class Worker(Model):
    """A running worker, by the name it gives itself; it says that it lives every few seconds."""

    name = models.CharField(max_length=120, unique=True)
    started_at = models.DateTimeField(default=now)
    seen_at = models.DateTimeField(default=now)
    stopped_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


class Chore(Model):
    """Regular work of the worker and when it was begun last; whoever moves the time forward does it."""

    name = models.CharField(max_length=60, unique=True)
    begun_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name
