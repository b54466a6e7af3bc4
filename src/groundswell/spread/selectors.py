"""Reading commitments."""

from collections import Counter
from dataclasses import dataclass

from django.http import Http404

from groundswell.convenings.models import Convening
from groundswell.core.clock import today
from groundswell.people.models import Person
from groundswell.spread.choices import Word
from groundswell.spread.models import Commitment


def commitments_of(person: Person, convening: Convening | None = None) -> list[Commitment]:
    """A person's own, those that are due first; with what was said."""
    rows = Commitment.objects.filter(person=person)
    if convening is not None:
        rows = rows.filter(convening=convening)
    return list(rows.select_related("convening").prefetch_related("said").order_by("due_on", "pk"))


def witnessed_by(person: Person) -> list[Commitment]:
    """What others meant to do by a day that is past, of which the person is to say whether they did."""
    rows = Commitment.objects.filter(witness=person, due_on__lt=today()).exclude(said__by=person)
    return list(rows.select_related("person").order_by("-due_on", "pk")[:6])


def commitment_by_id(pk: int) -> Commitment:
    """Raises Http404."""
    found = Commitment.objects.select_related("person__user", "convening").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


@dataclass(frozen=True)
class Kept:
    """Of the commitments made at a convening: what became of them. Silence is shown as silence."""

    made: int
    people: int
    kept: int
    partly: int
    not_yet: int
    dropped: int
    reached: int  # colleagues, as those who committed count them

    @property
    def unanswered(self) -> int:
        return self.made - self.kept - self.partly - self.not_yet - self.dropped


def kept_of(convening: Convening) -> Kept:
    """The latest word of either on each commitment, in one query."""
    rows = Commitment.objects.filter(convening=convening).order_by("said__said_at", "said__pk")
    found = list(rows.values_list("pk", "person_id", "said__word", "said__reached"))
    last = {pk: (word, reached or 0) for pk, _person, word, reached in found}
    count = Counter(word for word, _reached in last.values())
    return Kept(
        made=len(last),
        people=len({person for _pk, person, _word, _reached in found}),
        kept=count[Word.KEPT],
        partly=count[Word.PARTLY],
        not_yet=count[Word.NOT_YET],
        dropped=count[Word.DROPPED],
        reached=sum(reached for _word, reached in last.values()),
    )
