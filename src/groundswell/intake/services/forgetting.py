"""A file that was brought in is not kept for good: it may hold a whole staff's names and addresses."""

from datetime import datetime
from functools import partial

from django.core.files.storage import default_storage
from django.db import transaction

from groundswell.intake.models import ImportRun, RowProblem


def forget_files(before: datetime, most: int) -> int:
    """Files of imports begun before go, and what stood in rows with a problem. That something was brought in stays."""
    found = list(ImportRun.objects.filter(made_at__lt=before).exclude(file="").values_list("pk", "file")[:most])
    numbers = [pk for pk, _name in found]
    RowProblem.objects.filter(run__in=numbers).exclude(value="").update(value="")
    ImportRun.objects.filter(pk__in=numbers).update(file="")
    for _pk, name in found:
        transaction.on_commit(partial(default_storage.delete, name))
    return len(found)
