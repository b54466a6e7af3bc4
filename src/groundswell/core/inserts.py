"""Inserting ten thousand rows without making ten thousand model instances: a third of `bulk_create`'s time.

For bulk services that have checked their rows by sets. No signals, no ids back; constraints hold as ever.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.db import connection, models

PLAIN = (models.CharField, models.TextField, models.BooleanField, models.IntegerField, models.FloatField)


def insert_rows(model: type[models.Model], rows: Iterable[Mapping[str, Any]]) -> None:
    """Insert rows given as column name (`space_id`, not `space`) → value; a column left out takes its default."""
    options = model._meta
    fields = [field for field in options.concrete_fields if not field.primary_key]
    converters = [_converter(field) for field in fields]
    defaults = [field.get_default() for field in fields]
    names = [field.attname for field in fields]
    values = [
        tuple(
            convert(row.get(name, default)) for name, default, convert in zip(names, defaults, converters, strict=True)
        )
        for row in rows
    ]
    if not values:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    marks = ", ".join(["%s"] * len(fields))
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {quote(options.db_table)} ({columns}) VALUES ({marks})", values)  # noqa: S608


def _converter(field: models.Field[Any, Any]) -> Callable[[Any], Any]:
    """From Python to the database. Text of a choice is made plain text; numbers and truth go as they are."""
    if isinstance(field, models.CharField | models.TextField):
        return lambda value: value if value is None else str(value)
    if isinstance(field, (*PLAIN, models.ForeignKey)):
        return lambda value: value
    return lambda value: field.get_db_prep_save(value, connection=connection)
