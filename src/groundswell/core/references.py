"""Every foreign key to a model, found by itself, and rows moved from one thing to another and back."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

CHUNK = 500  # rows in one statement


@dataclass(frozen=True, slots=True)
class Reference:
    """One foreign key: "app_label.Model.field"."""

    label: str

    @property
    def model(self) -> type[models.Model]:
        return apps.get_model(self.label.rpartition(".")[0])

    @property
    def column(self) -> str:
        return f"{self.label.rpartition('.')[2]}_id"


def references_to(target: type[models.Model]) -> Iterator[Reference]:
    """Every foreign key of the project that points at this model, also those without a name for the way back."""
    for relation in target._meta.get_fields(include_hidden=True):
        if relation.auto_created and (relation.one_to_many or relation.one_to_one):
            yield Reference(f"{relation.related_model._meta.label}.{relation.field.name}")  # type: ignore[union-attr]


def move_rows(reference: Reference, old: int, new: int) -> tuple[list[Any], list[Any]]:
    """Point rows from `old` to `new`. Return the keys of those that moved and of those that could not.

    A row cannot move where the other has one like it: both held one position, both registered for one convening.
    """
    rows = reference.model._base_manager
    keys = list(rows.filter(**{reference.column: old}).order_by("pk").values_list("pk", flat=True))
    moved: list[Any] = []
    left: list[Any] = []
    for start in range(0, len(keys), CHUNK):
        some = keys[start : start + CHUNK]
        if _point(rows, some, reference.column, new):
            moved += some
            continue
        for key in some:
            (moved if _point(rows, [key], reference.column, new) else left).append(key)
    return moved, left


def move_rows_back(reference: Reference, keys: Sequence[Any], new: int, old: int) -> None:
    """Point these rows to `old` again, where they still point to `new`."""
    rows = reference.model._base_manager
    for start in range(0, len(keys), CHUNK):
        rows.filter(pk__in=keys[start : start + CHUNK], **{reference.column: new}).update(**{reference.column: old})


def _point(rows: models.Manager[Any], keys: Sequence[Any], column: str, new: int) -> bool:
    try:
        with transaction.atomic():
            rows.filter(pk__in=keys).update(**{column: new})
    except IntegrityError:
        return False
    return True
