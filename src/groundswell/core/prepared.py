"""A query whose SQL is composed once, for reads that a rush repeats hundreds of times a minute.

Composing costs two to five times what the database needs for a few rows. Only the values change here; the rows are
ordinary ones, read anew each time, so nothing can be out of date.
"""

import copy
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model, QuerySet, Value


class _Slot:
    """The place of a value in the query; of one of a list, its number there."""

    def __init__(self, name: str, number: int | None = None) -> None:
        self.name = name
        self.number = number

    def take(self, values: dict[str, Any]) -> Any:
        """What stands here this time. A list fills the places that are left with its last one."""
        given = values[self.name]
        return given if self.number is None else given[min(self.number, len(given) - 1)]


@dataclass(slots=True)
class _Composed:
    rows: QuerySet[Any]
    compiler: Any
    sql: str
    params: tuple[Any, ...]
    converters: Any = None  # how values of the columns become ours; hundreds of columns stand in a wide row

    def get_converters(self, expressions: Any) -> Any:
        """What the compiler finds for its columns, found once."""
        if self.converters is None:
            self.converters = self.compiler.get_converters(expressions)
        return self.converters


class _Ready:
    """What a queryset asks of its query while it runs; the composing has been done."""

    def __init__(self, query: Any, compiler: Any) -> None:
        self._query = query
        self._compiler = compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_words: Any, **_options: Any) -> Any:
        return self._compiler


class Prepared[Row]:
    """`build` writes the query, with a placeholder for each of `names`; a call fills in and asks.

        by_key = Prepared(lambda key: Convening.objects.filter(key=key), "key")
        rows = by_key(key="symposium")  # what list(Convening.objects.filter(key="symposium")) would be

    Values are words, numbers, days, moments or saved rows, which stand for their numbers, and never None. Those named in
    `many` are lists, for `__in`: the query is composed anew for each power of two of their lengths. An empty one gives no
    rows. A foreign key is asked for by `person__pk__in`, which needs no join.
    """

    def __init__(self, build: Callable[..., QuerySet[Any, Row]], *names: str, many: Sequence[str] = ()) -> None:
        self._build = build
        self._names = names
        self._many = many
        self._composed: dict[tuple[str | int, ...], _Composed] = {}

    def __call__(self, **values: Any) -> list[Row]:
        """The rows, as they are now."""
        connection = connections[DEFAULT_DB_ALIAS]
        if not all(values[name] for name in self._many):
            return []
        lengths = [_enough(len(values[name])) for name in self._many]
        composed = self._composed.get((connection.vendor, *lengths)) or self._compose(connection, lengths)
        params = tuple(
            _plain(one.take(values), connection) if isinstance(one, _Slot) else one for one in composed.params
        )
        compiler = copy.copy(composed.compiler)
        compiler.connection = connection
        compiler.as_sql = lambda: (composed.sql, params)
        compiler.get_converters = composed.get_converters
        return list(_like(composed.rows, _Ready(composed.rows.query, compiler)))

    def _compose(self, connection: Any, lengths: Sequence[int]) -> _Composed:
        slots: dict[str, Any] = {name: Value(_Slot(name)) for name in self._names}
        for name, length in zip(self._many, lengths, strict=True):
            slots[name] = [Value(_Slot(name, number)) for number in range(length)]
        rows = self._build(**slots)
        compiler = rows.query.get_compiler(connection=connection)
        sql, params = compiler.as_sql()
        composed = _Composed(rows, compiler, sql, tuple(params))
        self._composed[connection.vendor, *lengths] = composed
        return composed


def _enough(length: int) -> int:
    """The next power of two."""
    return 1 << (length - 1).bit_length()


def _like(rows: QuerySet[Any], query: Any) -> QuerySet[Any]:
    """A queryset that gives the same kind of rows by another query."""
    made = type(rows)(model=rows.model, query=query)
    for name in ("_iterable_class", "_fields", "_fetch_mode", "_prefetch_related_lookups"):
        setattr(made, name, getattr(rows, name))
    return made


def _plain(value: Any, connection: Any) -> Any:
    """As the database takes it."""
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    return value.pk if isinstance(value, Model) else value
