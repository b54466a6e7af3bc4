"""Instruments with their versions; who answered what; lesson ideas that grow out of an answer.

A version's definition never changes once it is published, so an old answer can always be read with the question that it
answers. Readers of answers meet a person only as a link: a random number that stays the same within one scope.
"""

import uuid
from functools import cached_property
from typing import ClassVar

from django.db import models
from django.utils.translation import get_language

from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.instruments.choices import LessonSubject, OpenTo, Purpose, ResponseState
from groundswell.instruments.definition import Definition, read_definition
from groundswell.people.models import Person
from groundswell.places.models import Place
from groundswell.spaces.models import Space
from groundswell.standards.models import Item

Q = models.Q


class Instrument(Model):
    """Something that asks. Its space lies within the owner's (a collaborative, a convening, the platform)."""

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="instrument")
    owner = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="instruments")
    code = models.SlugField(max_length=60, null=True, blank=True, unique=True)  # of those that ship with the product
    title = models.CharField(max_length=160)
    title_es = models.CharField(max_length=160, blank=True, default="")
    purpose = models.CharField(max_length=12, choices=Purpose)
    open_to = models.CharField(max_length=10, choices=OpenTo, default=OpenTo.NOBODY)
    token = models.CharField(max_length=32, unique=True)  # in the link by which anyone may answer
    repeats = models.BooleanField(default=False)  # a person answers as often as they like (planners, reflections)
    made_at = models.DateTimeField(default=now)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["owner", "purpose"], name="instrument_owner")]

    def __str__(self) -> str:
        return self.title_in(get_language() or "en")

    def title_in(self, language: str) -> str:
        """The title in this language, else in English."""
        return self.title_es if language.startswith("es") and self.title_es else self.title


class InstrumentVersion(Model):
    """One state of the questions. At most one is a draft; a published one never changes."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField()
    definition = models.JSONField(default=dict)
    revision = models.PositiveIntegerField(
        default=1
    )  # rises with each edit, so that two editors cannot undo each other
    made_at = models.DateTimeField(default=now)
    published_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering: ClassVar = ["-number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["instrument", "number"], name="one_version_number"),
            models.UniqueConstraint(fields=["instrument"], condition=Q(published_at=None), name="one_draft_version"),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.published_at is None

    @cached_property
    def questions(self) -> Definition:
        """The definition, read and checked."""
        return read_definition(self.definition)


class Pseudonym(Model):
    """The number under which readers know a person within one scope: who answered before and after is the same link."""

    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="pseudonyms")
    scope = models.ForeignKey(Space, on_delete=models.CASCADE, related_name="+")
    link = models.UUIDField(default=uuid.uuid4, unique=True)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["person", "scope"], name="one_pseudonym_a_scope")]

    def __str__(self) -> str:
        return str(self.link)


class Response(Model):
    """One person's answers to one version, about one thing (a convening, a site) or about nothing.

    `context` holds ids and codes of the page that asked (county, site, registration), never words. `once` is the rule of
    the instrument as a unique key: the same person does not answer twice about the same thing.
    """

    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="responses")
    person = models.ForeignKey(Person, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    link = models.UUIDField(default=uuid.uuid4)
    about = models.ForeignKey(Space, null=True, blank=True, on_delete=models.PROTECT, related_name="responses")
    context = models.JSONField(default=dict, blank=True)
    language = models.CharField(max_length=5, default="en")
    state = models.CharField(max_length=9, choices=ResponseState, default=ResponseState.SENT)
    client_id = models.UUIDField(null=True, blank=True, unique=True)
    once = models.CharField(max_length=90, null=True, blank=True, unique=True)
    made_at = models.DateTimeField(default=now)
    sent_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="sent") | Q(sent_at__isnull=False), name="sent_response_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state="withdrawn", withdrawn_at__isnull=False)
                | ~Q(state="withdrawn") & Q(withdrawn_at=None),
                name="withdrawn_response_has_time",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["about", "version", "state"], name="response_about"),
            models.Index(fields=["version", "state", "sent_at"], name="response_version"),
            models.Index(fields=["person", "-sent_at"], name="response_person"),
            models.Index(fields=["link"], name="response_link"),
        ]

    def __str__(self) -> str:
        return f"response {self.pk}"


class Answer(Model):
    """One answer to one question, or one line of a grid, or one of several choices. Only the column of its kind is filled.

    `number` also carries the score of a choice that has one, so that means are SQL.
    """

    response = models.ForeignKey(Response, on_delete=models.CASCADE, related_name="answers")
    question = models.SlugField(max_length=40)
    row = models.SlugField(max_length=40, blank=True, default="")
    choice = models.SlugField(max_length=40, blank=True, default="")
    number = models.DecimalField(max_digits=14, decimal_places=4, null=True, blank=True)
    text = models.TextField(blank=True, default="")
    date = models.DateField(null=True, blank=True)
    place = models.ForeignKey(Place, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    picked = models.ForeignKey(Person, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    item = models.ForeignKey(Item, null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["response", "question"], name="answer_response"),
            models.Index(fields=["question", "row", "choice"], name="answer_question"),
            models.Index(fields=["item"], name="answer_item"),
        ]

    def __str__(self) -> str:
        return f"{self.question} {self.row}".strip()


class LessonIdea(Model):
    """What a teacher takes home: a plan with the talk activity they chose. Only they see it, and whoever has its link."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="lesson_ideas")
    title = models.CharField(max_length=160)
    subject = models.CharField(max_length=8, choices=LessonSubject, blank=True, default="")
    grade = models.CharField(max_length=8, blank=True, default="")
    plan = models.TextField(blank=True, default="", max_length=20_000)
    activity = models.SlugField(
        max_length=40, blank=True, default=""
    )  # code of the chosen option of the response's version
    response = models.ForeignKey(
        Response, null=True, blank=True, on_delete=models.SET_NULL, related_name="lesson_ideas"
    )
    about = models.ForeignKey(Space, null=True, blank=True, on_delete=models.SET_NULL, related_name="lesson_ideas")
    standards = models.ManyToManyField(Item, blank=True, related_name="lesson_ideas")
    token = models.CharField(max_length=32, null=True, blank=True, unique=True)  # in its link, while it is shared
    taken_from = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="taken")
    made_at = models.DateTimeField(default=now)
    changed_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [models.Index(fields=["person", "-changed_at"], name="lesson_idea_person")]

    def __str__(self) -> str:
        return self.title
