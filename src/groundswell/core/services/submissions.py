"""A form is submitted exactly once, however often its button is pressed."""

import uuid
from collections.abc import Callable

from django.db import transaction

from groundswell.core.models import Submission


def submit_once(*, key: str, act: Callable[[], str]) -> str:
    """Run `act` in a transaction unless `key` was submitted before; return its answer, or the first one's.

    The key is inserted before anything is read: a second submit at the same instant waits for the first to commit.
    When `act` raises, nothing is kept and the key is free again.
    """
    token = uuid.uuid4()
    with transaction.atomic():
        Submission.objects.bulk_create([Submission(key=key, token=token)], ignore_conflicts=True)
        row = Submission.objects.get(key=key)
        if row.token != token:
            return row.answer
        row.answer = act()
        row.save(update_fields=["answer"])
        return row.answer
