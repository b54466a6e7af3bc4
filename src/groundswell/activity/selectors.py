"""Reading the record."""

from collections.abc import Sequence

from groundswell.accounts.models import User
from groundswell.activity.models import Activity, FeedLine, Notice

PAGE = 50


def feed_of_space(space: int, *, before: int | None = None, size: int = PAGE) -> list[Activity]:
    """What happened in a space and all within it, newest first; `before` is the id after which the next page starts."""
    lines = FeedLine.objects.filter(space_id=space)
    if before is not None:
        lines = lines.filter(activity_id__lt=before)
    numbers = list(lines.order_by("-at", "-activity_id").values_list("activity_id", flat=True)[:size])
    return lines_by_number(numbers)


def feed_of_actor(user: User, *, before: int | None = None, size: int = PAGE) -> list[Activity]:
    """What a user did, newest first."""
    lines = Activity.objects.filter(actor=user)
    if before is not None:
        lines = lines.filter(pk__lt=before)
    return lines_by_number(list(lines.order_by("-at", "-id").values_list("id", flat=True)[:size]))


def lines_by_number(numbers: Sequence[int]) -> list[Activity]:
    """The lines with these ids, newest first, with what a sentence needs."""
    return list(
        Activity.objects.filter(pk__in=numbers).select_related("actor", "space", "other").order_by("-at", "-id")
    )


def notices_of(user: User, *, size: int = 20) -> list[Notice]:
    """A user's notices, newest first."""
    rows = Notice.objects.filter(user=user).select_related("activity__actor", "activity__space", "activity__other")
    return list(rows.order_by("-id")[:size])


def unread_count(user: User) -> int:
    """How many notices a user has not read, counted up to 99."""
    return Notice.objects.filter(user=user, read_at=None)[:99].count()
