"""A query whose SQL is composed once, for reads that a rush repeats hundreds of times a minute.

Composing costs two to five times what the database needs for a few rows. Only the values change here; the rows are
ordinary ones, read anew each time, so nothing can be out of date.
"""

import copy
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Expression, Field, Model, QuerySet


class Slot(Expression):
    """The place of a value in the query; `output_field` says how it is written for the database."""

    def __init__(self, number: int, output_field: Field[Any, Any]) -> None:
        super().__init__(output_field=output_field)
        self.number = number

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        """A parameter that is itself, to be exchanged for a value."""
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Composed:
    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]


class _Ready:
    """What a queryset asks of its query while it runs; the composing has been done."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_words: Any, **_options: Any) -> Any:
        return self._compiler


class Prepared[M: Model]:
    """`build` gets a Slot for each of the fields and returns the query; calling with as many values runs it.

    The shape of the query is fixed: a lookup in a list keeps its length.
    """

    def __init__(self, build: Callable[..., QuerySet[M]], *fields: Field[Any, Any]) -> None:
        self._build = build
        self._slots = [Slot(number, field) for number, field in enumerate(fields)]
        self._composed: dict[str, _Composed] = {}

    def __call__(self, *values: Any) -> list[M]:
        """The rows for these values, one for each field."""
        connection = connections[DEFAULT_DB_ALIAS]
        composed = self._composed.get(connection.vendor) or self._compose(connection)
        given = [
            slot.output_field.get_db_prep_value(value, connection)
            for slot, value in zip(self._slots, values, strict=True)
        ]
        params = tuple(given[one.number] if isinstance(one, Slot) else one for one in composed.params)
        compiler = copy.copy(composed.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (composed.sql, params)
        return list(_like(composed.rows, _Ready(composed.rows.query, compiler)))

    def _compose(self, connection: Any) -> _Composed:
        rows = self._build(*self._slots)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        self._composed[connection.vendor] = composed = _Composed(rows, compiler, sql, tuple(params))
        return composed


def _like(rows: QuerySet[Any], query: Any) -> QuerySet[Any]:
    """A queryset that gives the same kind of rows by another query."""
    made = type(rows)(model=rows.model, query=query)
    for name in ("_iterable_class", "_fields", "_fetch_mode", "_prefetch_related_lookups"):
        setattr(made, name, getattr(rows, name))
    return made
