"""Writing the record. Every service that changes something calls `record` in its own transaction."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.activity.models import Activity, FeedLine, Notice
from groundswell.activity.verbs import verb_of
from groundswell.core.clock import now
from groundswell.core.inserts import insert_all, insert_rows
from groundswell.core.prepared import Prepared
from groundswell.spaces.models import Reach

CHUNK = 500  # spaces in one statement


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the record to be: see `record`."""

    verb: str
    by: User | None
    space: int | None = None
    other: int | None = None
    facts: dict[str, Any] = field(default_factory=dict)
    tell: Sequence[int] = ()
    seen_as: str = ""


def record(
    *,
    verb: str,
    by: User | None,
    space: int | None = None,
    other: int | None = None,
    facts: dict[str, Any] | None = None,
    tell: list[int] | None = None,
    seen_as: str = "",
) -> Activity:
    """One line: `by` did `verb` about the space with this id (and another one).

    `facts` are ids, codes and counts, never words; `user` among them is whom it was done to. `tell` are ids of users who
    get a notice. `seen_as` is the role that `by` was looking as. Raises KeyError for a verb
    that no app registered.
    """
    return record_all([Happening(verb, by, space, other, facts or {}, tell or (), seen_as)])[0]


def record_all(happenings: Sequence[Happening]) -> list[Activity]:
    """Several lines at once, in this order, by sets. Raises KeyError as `record` does."""
    if not happenings:
        return []
    moment = now()
    lines = [
        Activity(
            verb=verb_of(one.verb).code, actor=one.by, space_id=one.space, other_id=one.other, facts=one.facts, at=moment,
            seen_as=one.seen_as,
        )
        for one in happenings
    ]  # fmt: skip
    with transaction.atomic(savepoint=False):
        insert_all(lines)
        reach = _reach_of({pk for line in lines for pk in (line.space_id, line.other_id) if pk is not None})
        insert_rows(
            FeedLine,
            (
                {"space_id": outer, "activity_id": line.pk, "at": moment}
                for line in lines
                for outer in sorted(reach.get(line.space_id, set()) | reach.get(line.other_id, set()))
            ),
        )
        notices = [
            Notice(user_id=user, activity=line, made_at=moment)
            for line, one in zip(lines, happenings, strict=True)
            for user in dict.fromkeys(one.tell)
        ]
        if notices:
            Notice.objects.bulk_create(notices, batch_size=500)
    return lines


def _reach_of(spaces: set[int]) -> dict[int | None, set[int]]:
    """Each of these spaces → itself and all that it lies within."""
    reach: dict[int | None, set[int]] = {}
    ids = sorted(spaces)
    for start in range(0, len(ids), CHUNK):
        for inner, outer in _outer(inner=ids[start : start + CHUNK]):
            reach.setdefault(inner, set()).add(outer)
    return reach


_outer = Prepared(
    lambda inner: Reach.objects.filter(inner__pk__in=inner).values_list("inner_id", "outer_id"), "inner", many=["inner"]
)
