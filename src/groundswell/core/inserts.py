"""Inserting rows at a third of `bulk_create`'s time, whether it is ten thousand of them or one in a rush.

For services that have checked their rows by sets. No signals and no `pre_save`; constraints hold as ever.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db import connection, models

PLAIN = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.FloatField)

ROWS = 1000  # rows in one statement, where a statement for each row would be a round trip for each
WITH_NUMBERS = 200  # rows in one statement that gives their numbers back: SQLite takes at most 32,766 values


@dataclass(frozen=True)
class _Plan:
    """What does not change from one insert into a table to the next."""

    names: list[str]
    converters: list[Callable[[Any], Any]]
    start: str
    marks: str
    number: str


@cache
def _plan(model: type[models.Model], _vendor: str) -> _Plan:
    options = model._meta
    fields = [field for field in options.concrete_fields if not field.primary_key]
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    return _Plan(
        [field.attname for field in fields],
        [_converter(field) for field in fields],
        f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ",  # noqa: S608 - names from the model only
        f"({', '.join(['%s'] * len(fields))})",
        quote(str(options.pk.column)),
    )


def insert_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows given as column name (`space_id`, not `space`) → value; a column left out takes its default."""
    plan = _plan(model, connection.vendor)
    defaults = [model._meta.get_field(name).get_default() for name in plan.names]  # type: ignore[union-attr]
    values = [
        tuple(
            convert(row.get(name, default))
            for name, default, convert in zip(plan.names, defaults, plan.converters, strict=True)
        )
        for row in rows
    ]
    _insert(plan, values)


def insert_all(things: Sequence[models.Model]) -> None:
    """Insert instances of one model, which get their numbers."""
    if not things:
        return
    plan = _plan(type(things[0]), connection.vendor)
    with connection.cursor() as cursor:
        for first in range(0, len(things), WITH_NUMBERS):
            part = things[first : first + WITH_NUMBERS]
            statement = f"{plan.start}{', '.join([plan.marks] * len(part))} RETURNING {plan.number}"
            cursor.execute(statement, [value for thing in part for value in _values(plan, thing)])
            for thing, (number,) in zip(part, cursor.fetchall(), strict=True):
                _numbered(thing, number)


def insert_others(things: Sequence[models.Model]) -> None:
    """Insert instances of one model but for those that a constraint keeps out; none gets a number."""
    if things:
        plan = _plan(type(things[0]), connection.vendor)
        _insert(plan, [_values(plan, thing) for thing in things], " ON CONFLICT DO NOTHING")


def insert_new[Thing: models.Model](things: Sequence[Thing], *, by: str) -> list[Thing]:
    """Insert those that are not there yet, and return them, with their numbers; `by` is the field that tells them apart."""
    if not things:
        return []
    plan = _plan(type(things[0]), connection.vendor)
    waiting = {getattr(thing, by): thing for thing in things}
    new: list[Thing] = []
    with connection.cursor() as cursor:
        for first in range(0, len(things), WITH_NUMBERS):
            part = things[first : first + WITH_NUMBERS]
            statement = (
                f"{plan.start}{', '.join([plan.marks] * len(part))} ON CONFLICT DO NOTHING"
                f" RETURNING {plan.number}, {connection.ops.quote_name(by)}"
            )
            cursor.execute(statement, [value for thing in part for value in _values(plan, thing)])
            for number, whose in cursor.fetchall():
                new.append(_numbered(waiting[whose], number))
    return new


def _values(plan: _Plan, thing: models.Model) -> tuple[Any, ...]:
    return tuple(convert(getattr(thing, name)) for name, convert in zip(plan.names, plan.converters, strict=True))


def _numbered[Thing: models.Model](thing: Thing, number: int) -> Thing:
    thing.pk = number
    thing._state.adding = False  # noqa: SLF001 - as `bulk_create` leaves them
    thing._state.db = connection.alias  # noqa: SLF001
    return thing


def _insert(plan: _Plan, values: Sequence[tuple[Any, ...]], end: str = "") -> None:
    if not values:
        return
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":  # one prepared statement, no limit on parameters
            cursor.executemany(f"{plan.start}{plan.marks}{end}", values)
            return
        for first in range(0, len(values), ROWS):
            part = values[first : first + ROWS]
            statement = f"{plan.start}{', '.join([plan.marks] * len(part))}{end}"
            cursor.execute(statement, [value for row in part for value in row])


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """From Python to the database. Text of a choice is made plain text; numbers and truth go as they are."""
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: value if value is None else str(value)
    if isinstance(field, (*PLAIN, models.ForeignKey)):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection=connection)
