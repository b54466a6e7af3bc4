"""What people said they would do with what they learned, and what became of it."""

from typing import ClassVar

from django.db import models

from groundswell.convenings.models import Convening
from groundswell.core.clock import now
from groundswell.core.rows import Model
from groundswell.people.models import Person
from groundswell.spread.choices import CommitmentKind, Word


class Commitment(Model):
    """Somebody means to try or share something by a day. Their words are theirs: reports count, they do not quote."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="commitments")
    convening = models.ForeignKey(
        Convening, null=True, blank=True, on_delete=models.SET_NULL, related_name="commitments"
    )
    kind = models.CharField(max_length=5, choices=CommitmentKind)
    text = models.CharField(max_length=300)
    due_on = models.DateField()
    witness = models.ForeignKey(Person, null=True, blank=True, on_delete=models.SET_NULL, related_name="witnesses")
    asked_at = models.DateTimeField(null=True, blank=True)  # when the person was asked what became of it
    made_at = models.DateTimeField(default=now)

    class Meta:
        indexes: ClassVar = [
            models.Index(fields=["convening", "due_on"], name="commitment_convening"),
            models.Index(fields=["person", "due_on"], name="commitment_person"),
        ]

    def __str__(self) -> str:
        return self.text


class Said(Model):
    """What became of a commitment, in the word of the person or of the witness; each may say it once and change it."""

    commitment = models.ForeignKey(Commitment, on_delete=models.CASCADE, related_name="said")
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    word = models.CharField(max_length=8, choices=Word)
    reached = models.PositiveIntegerField(null=True, blank=True)  # colleagues, as the person counts them
    note = models.CharField(max_length=300, blank=True, default="")
    said_at = models.DateTimeField(default=now)

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["commitment", "by"], name="one_word_each")]

    def __str__(self) -> str:
        return f"{self.commitment_id} {self.word}"
