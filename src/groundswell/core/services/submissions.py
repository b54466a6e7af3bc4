"""A form is submitted exactly once, however often its button is pressed."""

import uuid
from collections.abc import Callable, Iterable, Mapping

from django.db import connection, transaction

from groundswell.core.inserts import insert_new
from groundswell.core.models import Submission
from groundswell.core.prepared import Prepared


def submit_once(*, key: str, act: Callable[[], str]) -> str:
    """Run `act` in a transaction unless `key` was submitted before; return its answer, or the first one's.

    The key is inserted before anything is read: a second submit at the same instant waits for the first to commit.
    When `act` raises, nothing is kept and the key is free again.
    """
    key = key.replace("\x00", "")  # the browser's part of it may be forged, and PostgreSQL keeps no NUL
    with transaction.atomic():
        known = claim_keys([key])[key]
        if known is not None:
            return known
        answer = act()
        keep_answers({key: answer})
        return answer


def claim_keys(keys: Iterable[str]) -> dict[str, str | None]:
    """For each key the answer it got before, or None: then it is the caller's, who gives it one in this transaction.

    Keys are inserted in order, so that two callers with the same ones wait for each other and never in a circle.
    """
    wanted = set(keys)
    ours = claim_for_good(wanted)
    answers: dict[str, str | None] = dict.fromkeys(ours)
    return answers | dict(_answered(keys=sorted(wanted - ours)))


_answered = Prepared(
    lambda keys: Submission.objects.filter(key__in=keys).values_list("key", "answer"), "keys", many=["keys"]
)


def claim_for_good(keys: Iterable[str]) -> set[str]:
    """Those of the keys that nobody claimed before: what they stand for is to be done in this transaction.

    For what has no answer of its own: a repeat is only to change nothing.
    """
    token = uuid.uuid4()
    wanted = sorted(set(keys))
    return {row.key for row in insert_new([Submission(key=key, token=token) for key in wanted], by="key")}


def keep_answers(answers: Mapping[str, str]) -> None:
    """What a repeat of each claimed key will be told."""
    table, key, answer = (connection.ops.quote_name(name) for name in (Submission._meta.db_table, "key", "answer"))
    statement = f"UPDATE {table} SET {answer} = %s WHERE {key} = %s"  # noqa: S608 - names from the model only
    with connection.cursor() as cursor:
        cursor.executemany(statement, [(said, whose) for whose, said in answers.items()])


def free_keys(keys: Iterable[str]) -> None:
    """Nothing came of these claimed keys: the next submit with one of them is a first one."""
    gone = sorted(set(keys))
    if gone:
        Submission.objects.filter(key__in=gone).delete()
