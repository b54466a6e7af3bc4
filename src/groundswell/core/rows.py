"""The base of every model: a foreign key that was not asked for raises instead of querying row by row."""

from typing import ClassVar, Self

from django.db import models


class Manager[M: models.Model](models.Manager[M]):
    """Rows refuse to fetch a forgotten foreign key: name it in `select_related`."""

    def get_queryset(self) -> models.QuerySet[M]:
        return super().get_queryset().fetch_mode(models.FETCH_RAISE)


class Model(models.Model):
    """Base of every model of ours."""

    objects: ClassVar[Manager[Self]] = Manager()

    class Meta:
        abstract = True
