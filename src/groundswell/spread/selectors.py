"""Reading commitments."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import Http404

from groundswell.convenings.models import Convening
from groundswell.core.clock import today
from groundswell.core.prepared import Prepared
from groundswell.instruments.suppression import FLOOR, suppress_counts
from groundswell.people.models import Person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.models import Commitment, Said


def commitments_of(person: Person, convening: Convening | None = None) -> list[Commitment]:
    """A person's own, those that are due first; with what was said."""
    rows = Commitment.objects.filter(person=person)
    if convening is not None:
        rows = rows.filter(convening=convening)
    return list(rows.select_related("convening").prefetch_related("said").order_by("due_on", "pk"))


def witnessed_by(person: Person) -> list[Commitment]:
    """What others meant to do by a day that is past, of which the person is to say whether they did."""
    return _witnessed(person=person, day=today())


_witnessed = Prepared(
    lambda person, day: (
        Commitment.objects.filter(witness=person, due_on__lt=day)
        .exclude(said__by=person)
        .select_related("person")
        .order_by("-due_on", "pk")[:6]
    ),
    "person",
    "day",
)


@dataclass(frozen=True)
class PassedOn:
    """What became of somebody's own commitments, in their own word; `reached` are colleagues, as they count them."""

    kept: int = 0
    reached: int = 0


def passed_on_by(person: Person) -> PassedOn:
    """Over all that somebody meant to do."""
    said = _said_by(person=person)
    return PassedOn(sum(row.word == Word.KEPT for row in said), sum(row.reached or 0 for row in said))


_said_by = Prepared(lambda person: Said.objects.filter(commitment__person=person, by=person), "person")


def commitment_by_id(pk: int) -> Commitment:
    """Raises Http404."""
    found = Commitment.objects.select_related("person__user", "convening").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


SILENCE = ""
WORDS = (*Word, SILENCE)


@dataclass(frozen=True)
class Kept:
    """Of the commitments made at a convening: what became of them. Silence is shown as silence.

    None: not shown, because it stands for fewer than ten people, or would tell a number that does. How many were made
    is no answer of anybody and always shown.
    """

    made: int
    words: Mapping[str, int | None]  # by Word, and SILENCE
    kinds: Mapping[str, tuple[Mapping[str, int | None], int | None]]  # CommitmentKind → the same, and all of the kind
    reached: int | None  # colleagues, as those who committed count them

    @property
    def kept(self) -> int | None:
        return self.words[Word.KEPT]

    @property
    def unanswered(self) -> int | None:
        return self.words[SILENCE]

    @property
    def hidden(self) -> bool:
        """Nothing of what became of them may be shown."""
        return self.made > 0 and all(count is None for count in self.words.values())


def kept_of(convening: Convening) -> Kept:
    """The latest word of either on each commitment, in one query; suppressed by how many people stand behind it."""
    rows = Commitment.objects.filter(convening=convening).order_by("said__said_at", "said__pk")
    found = list(rows.values_list("pk", "kind", "person_id", "said__word", "said__reached"))
    last = {pk: (kind, person, word or SILENCE, reached) for pk, kind, person, word, reached in found}
    people: dict[tuple[str, str], set[int]] = {}
    made: Counter[tuple[str, str]] = Counter()
    for kind, person, word, _reached in last.values():
        people.setdefault((kind, word), set()).add(person)
        made[kind, word] += 1
    kinds = list(CommitmentKind)
    allowed = suppress_counts([[len(people.get((kind, word), ())) for word in WORDS] for kind in kinds])
    few = len({person for _kind, person, _word, _reached in last.values()}) < FLOOR and last

    def told(count: int, allow: int | None) -> int | None:
        return None if few or allow is None else count

    counting = {person for _kind, person, _word, reached in last.values() if reached}
    reached = sum(reached or 0 for _kind, _person, _word, reached in last.values())
    return Kept(
        made=len(last),
        words={
            word: told(sum(made[kind, word] for kind in kinds), allowed.column_totals[n])
            for n, word in enumerate(WORDS)
        },
        kinds={
            kind: (
                {word: told(made[kind, word], allowed.cells[row][n]) for n, word in enumerate(WORDS)},
                told(sum(made[kind, word] for word in WORDS), allowed.row_totals[row]),
            )
            for row, kind in enumerate(kinds)
        },
        reached=None if 0 < len(counting) < FLOOR else reached,
    )
