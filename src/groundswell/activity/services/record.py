"""Writing the record. Every service that changes something calls `record` in its own transaction."""

from typing import Any

from django.db import transaction

from groundswell.accounts.models import User
from groundswell.activity.models import Activity, FeedLine, Notice
from groundswell.activity.verbs import verb_of
from groundswell.core.clock import now
from groundswell.spaces.models import Reach


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
    verb_of(verb)
    with transaction.atomic():
        line = Activity.objects.create(
            verb=verb, actor=by, space_id=space, other_id=other, facts=facts or {}, at=now(), seen_as=seen_as
        )
        about = [pk for pk in (space, other) if pk is not None]
        if about:
            outers = set(Reach.objects.filter(inner_id__in=about).values_list("outer_id", flat=True))
            FeedLine.objects.bulk_create(
                [FeedLine(space_id=outer, activity=line, at=line.at) for outer in sorted(outers)]
            )
        if tell:
            Notice.objects.bulk_create(
                [Notice(user_id=user, activity=line, made_at=now()) for user in dict.fromkeys(tell)]
            )
    return line
