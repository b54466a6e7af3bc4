"""What apps keep about a person: shown to them, handed to them, erased when they leave.

register_my_data("registrations", rows_of_registrations, label=_("Registrations"), erase=…, remains=…)
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import Promise

if TYPE_CHECKING:
    from groundswell.people.models import Person

type Words = str | Promise
type Row = Mapping[str, Any]  # label → value that JSON can hold


@dataclass(frozen=True)
class Holding:
    """One chapter of somebody's data.

    `rows(person)` is all that this app keeps of the person, in words that they understand. `erase(person)` takes away
    what names them when they leave; `remains(person)` says in one sentence what stays counted, or None. `tells` are the
    columns that the rows are read from, as "app_label.Model.field": a test holds every column that points at somebody to
    be told in a chapter.
    """

    name: str
    label: Words
    rows: Callable[["Person"], Iterable[Row]]
    order: int
    erase: Callable[["Person"], None] | None = None
    remains: Callable[["Person"], str | None] | None = None
    tells: frozenset[str] = frozenset()


_holdings: dict[str, Holding] = {}


def register_my_data(
    name: str,
    rows: Callable[["Person"], Iterable[Row]],
    *,
    label: Words = "",
    order: int = 100,
    erase: Callable[["Person"], None] | None = None,
    remains: Callable[["Person"], str | None] | None = None,
    tells: Iterable[str] = (),
) -> None:
    """Make a chapter known; one of the same name is replaced."""
    _holdings[name] = Holding(name, label or name, rows, order, erase, remains, frozenset(tells))


def unregister(name: str) -> None:
    """For tests that register a chapter of their own."""
    _holdings.pop(name, None)


def holdings() -> list[Holding]:
    return sorted(_holdings.values(), key=lambda holding: (holding.order, holding.name))
