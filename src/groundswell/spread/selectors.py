"""Reading commitments."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Q
from django.http import Http404

from groundswell.convenings.models import Convening
from groundswell.core.clock import today
from groundswell.core.prepared import Prepared
from groundswell.instruments.suppression import FLOOR, suppress_counts
from groundswell.people.models import Person
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.models import Commitment


def commitments_of(person: Person, convening: Convening | None = None) -> list[Commitment]:
    """A person's own, those that are due first; with what was said."""
    rows = Commitment.objects.filter(person=person)
    if convening is not None:
        rows = rows.filter(convening=convening)
    return list(rows.select_related("convening").prefetch_related("said").order_by("due_on", "pk"))


@dataclass(frozen=True)
class Meant:
    """What somebody means to do, what became of it, and of what others did they are to say a word, in one look."""

    to_say: list[Commitment]  # one's own, of which nobody has said what became
    to_witness: list[Commitment]  # those of others whose day is past and of which one has said nothing
    kept: int  # one's own, in one's own word
    reached: int  # colleagues, as one counts them


NOTHING_MEANT = Meant([], [], 0, 0)


def meant_by(person: Person) -> Meant:
    """In one query; each list by its day."""
    found: dict[int, Commitment] = {}
    words: dict[int, list[tuple[int, str, int]]] = {}
    for row in _around(person=person):
        found.setdefault(row.pk, row)
        if row.said_by is not None:
            words.setdefault(row.pk, []).append((row.said_by, row.word, row.reached or 0))
    own = [row for row in found.values() if row.person_id == person.pk]
    mine = [(word, n) for row in own for by, word, n in words.get(row.pk, []) if by == person.pk]
    others = [row for row in found.values() if row.witness_id == person.pk and row.due_on < today()]
    return Meant(
        to_say=[row for row in own if row.pk not in words],
        to_witness=[row for row in others if all(by != person.pk for by, _word, _n in words.get(row.pk, []))],
        kept=sum(word == Word.KEPT for word, _n in mine),
        reached=sum(n for _word, n in mine),
    )


_around: Prepared[Any] = Prepared(
    lambda person: (
        Commitment.objects.filter(Q(person=person) | Q(witness=person))
        .annotate(said_by=F("said__by"), word=F("said__word"), reached=F("said__reached"))
        .select_related("convening", "person")
        .order_by("due_on", "pk")[:200]
    ),
    "person",
)


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
    """The latest word of either on each commitment, and colleagues as whoever told them counts them, in one query;
    suppressed by how many people stand behind it.
    """
    rows = Commitment.objects.filter(convening=convening).order_by("said__said_at", "said__pk")
    found = list(rows.values_list("pk", "kind", "person_id", "said__word", "said__reached"))
    last = {pk: (kind, person, word or SILENCE) for pk, kind, person, word, _reached in found}
    counted = {pk: (person, reached) for pk, _kind, person, _word, reached in found if reached}
    people: dict[tuple[str, str], set[int]] = {}
    made: Counter[tuple[str, str]] = Counter()
    for kind, person, word in last.values():
        people.setdefault((kind, word), set()).add(person)
        made[kind, word] += 1
    kinds = list(CommitmentKind)
    allowed = suppress_counts([[len(people.get((kind, word), ())) for word in WORDS] for kind in kinds])
    few = len({person for _kind, person, _word in last.values()}) < FLOOR and last

    def told(count: int, allow: int | None) -> int | None:
        return None if few or allow is None else count

    counting = {person for person, _reached in counted.values()}
    reached = sum(reached for _person, reached in counted.values())
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
