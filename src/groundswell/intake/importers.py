"""What an app gives so that its things can be imported, and the list of all that do.

An importer says which fields it knows, reads one row into a record of its own type, and applies records in batches.
Reading is pure; applying is one call of a service. Apps register theirs in `AppConfig.ready`.
"""

from abc import ABC, abstractmethod
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise

from groundswell.intake.choices import Outcome, Weight

type Words = str | Promise  # translated when shown


@dataclass(frozen=True)
class Field:
    """One thing that a column can hold. `aliases` are headings seen in the wild; case and spaces do not count."""

    name: str
    label: Words
    aliases: tuple[str, ...] = ()
    required: bool = False
    help: Words = ""


@dataclass(frozen=True)
class Problem:
    """What is wrong with a row, in a sentence that says what to do. `value` is what stood in the file."""

    message: str
    field: str = ""
    value: str = ""
    weight: Weight = Weight.ERROR


@dataclass(frozen=True)
class Read[R]:
    """One row as read: a record, or the problems that keep it out. A record may come with notes."""

    line: int
    record: R | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Applied:
    """What became of one record, in the order in which they were given."""

    outcome: Outcome
    problems: tuple[Problem, ...] = field(default=())


class Importer[R](ABC):
    """One kind of thing that can be imported."""

    kind: str  # the word after `groundswell import`
    label: Words  # "Schools"
    about: Words  # one or two sentences: which file, what happens with it
    fields: tuple[Field, ...]
    batch = 1000  # records in one transaction

    @abstractmethod
    def read(self, line: int, cells: Mapping[str, str]) -> Read[R]:
        """Read one row: field name → text, "" where the file has no such column."""

    @abstractmethod
    def key(self, record: R) -> Hashable:
        """What makes two records the same thing: a second one in the file is left out, with a note that says so."""

    def sees_all(self, user: Any) -> bool:
        """Whether the user may read imports that others began: a list holds names and addresses. Who is told here that
        they may not sees their own only.
        """
        return True

    @abstractmethod
    def apply(self, *, by: Any, records: Sequence[R], dry_run: bool) -> list[Applied]:
        """Bring these in (with `dry_run`: only say what it would do). The caller holds the transaction."""


_known: dict[str, Importer[Any]] = {}


def register(importer: Importer[Any]) -> None:
    """Make an importer known; a second one of the same kind replaces it (apps are loaded once, tests more often)."""
    _known[importer.kind] = importer


def importer_of(kind: str) -> Importer[Any] | None:
    return _known.get(kind)


def kinds() -> list[str]:
    return sorted(_known)
