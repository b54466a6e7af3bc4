"""Reading the record: what happened in a space, what a person did, page by page from now backwards.

A page costs the same at a thousand and at a million lines: it is one walk along an index from where the page before
ended. With a filter, a rare verb or person is read from its own index; for a frequent one the walk looks at so many lines
and no more, and the page says how far back it looked.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from groundswell.accounts.models import User
from groundswell.activity.models import Activity, FeedLine, Letter, MailChoice, Notice
from groundswell.activity.sentences import Sentence, sentences_of
from groundswell.core.clock import PACIFIC

PAGE = 50
RARE = 2000  # so many lines are read from the index of their verb or person
WINDOW = 5000  # so many lines of a feed are looked through for a frequent one
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a feed is narrowed to. `since` and `until` are days in California, both included."""

    verbs: tuple[str, ...] = ()
    actor: int | None = None
    since: date | None = None
    until: date | None = None

    @property
    def narrow(self) -> bool:
        return bool(self.verbs) or self.actor is not None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Sentences, newest first. `older` is the `before` of the next page, empty at the end; `looked_to` how far was looked."""

    lines: list[Sentence]
    older: str = ""
    looked_to: datetime | None = None


def feed_of_space(
    space: int, *, wish: Wish | None = None, before: str = "", size: int = PAGE, addresses: bool = False
) -> FeedPage:
    """What happened in a space and in all that is part of it. `addresses` is for auditors, see `sentences_of`."""
    found = _look(space, wish or Wish(), before, size)
    rows = Activity.objects.filter(pk__in=found.numbers).order_by("-at", "-id")
    return FeedPage(sentences_of(list(rows), addresses=addresses), found.older, found.looked_to)


@dataclass(frozen=True, slots=True)
class _Found:
    """The ids of a page's activities, before their sentences are made."""

    numbers: list[int]
    older: str = ""
    looked_to: datetime | None = None


def _look(space: int, wish: Wish, before: str, size: int) -> _Found:
    lines = _between(FeedLine.objects.filter(space_id=space), wish)
    if not wish.narrow:
        found = list(_from(lines, before, "activity_id").values_list("activity_id", "at")[: size + 1])
        return _found(found, size)
    narrowed = _narrowed(Activity.objects.order_by(), wish)
    if _is_rare(wish):
        here = Exists(FeedLine.objects.filter(activity=OuterRef("pk"), space_id=space))
        rows = _from(_between(narrowed.filter(here), wish), before, "id")
        found = list(rows.values_list("id", "at")[: size + 1])
        return _found(found, size)
    return _look_through(_from(lines, before, "activity_id"), wish, size)


def _is_rare(wish: Wish) -> bool:
    """Whether the person, or the verbs, have few lines in all. Each is counted along its own index and in its order: without
    the order PostgreSQL reads the table from its beginning, and may read all of it where the lines lie at its end.
    """
    told = Activity.objects.order_by("-at", "-id").values("pk")
    ways = [[told.filter(actor_id=wish.actor)]] if wish.actor is not None else []
    ways += [[told.filter(verb=verb) for verb in wish.verbs]] if wish.verbs else []
    return any(sum(len(rows[: RARE + 1]) for rows in way) <= RARE for way in ways)


def feed_of_actor(user: User, *, before: str = "", size: int = PAGE) -> FeedPage:
    """What a user did."""
    rows = _from(Activity.objects.filter(actor=user), before, "id")
    found = _found(list(rows.values_list("id", "at")[: size + 1]), size)
    lines = Activity.objects.filter(pk__in=found.numbers).order_by("-at", "-id")
    return FeedPage(sentences_of(list(lines)), found.older)


def notices_of(user: User, *, size: int = PAGE) -> list[Notice]:
    """A user's notices, newest first."""
    rows = Notice.objects.filter(user=user).select_related("activity")
    return list(rows.order_by("-id")[:size])


def unread_count(user: User) -> int:
    """How many notices a user has not read, counted up to 99."""
    return Notice.objects.filter(user=user, read_at=None)[:99].count()


def mail_choice_of(user: User) -> MailChoice:
    """How the user wants to be written to; the usual way where they never chose."""
    return MailChoice.objects.filter(user=user).first() or MailChoice(user=user)


def letters_on_the_table(*, to: str = "", before: int | None = None, size: int = PAGE) -> list[Letter]:
    """Letters, newest first, to addresses that contain `to`."""
    rows = Letter.objects.order_by("-id")
    if to:
        rows = rows.filter(to__icontains=to)
    if before is not None:
        rows = rows.filter(pk__lt=before)
    return list(rows.defer("html", "text", "calendar")[:size])


def letters_to(*, to: str = "", state: str = "", before: int | None = None, size: int = PAGE) -> list[Letter]:
    """Letters without their words, newest first: to one whole address; without one only those that have not arrived."""
    rows = Letter.objects.order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    if to:
        rows = rows.filter(to__in={to, to.lower()})
        rows = rows.filter(state=state) if state else rows
    else:
        # One state after the other: asked for two at once, SQLite walks the whole outbox from its end.
        states = [state] if state else [Letter.State.FAILED, Letter.State.WAITING]
        numbers = [pk for one in states for pk in rows.filter(state=one).values_list("pk", flat=True)[:size]]
        rows = Letter.objects.filter(pk__in=sorted(numbers, reverse=True)[:size]).order_by("-id")
    return list(rows.defer("html", "text", "calendar", "subject")[:size])


def _narrowed[Row: Any](rows: QuerySet[Row], wish: Wish) -> QuerySet[Row]:
    if wish.verbs:
        rows = rows.filter(verb__in=wish.verbs)
    return rows if wish.actor is None else rows.filter(actor_id=wish.actor)


def _between[Row: Any](rows: QuerySet[Row], wish: Wish) -> QuerySet[Row]:
    if wish.since:
        rows = rows.filter(at__gte=datetime.combine(wish.since, time(), PACIFIC))
    if wish.until:
        rows = rows.filter(at__lt=datetime.combine(wish.until + timedelta(days=1), time(), PACIFIC))
    return rows


def _from[Row: Any](rows: QuerySet[Row], before: str, number: str) -> QuerySet[Row]:
    """The rows after a cursor, in order. The first condition is the index's range, the second settles equal moments."""
    place = _read_cursor(before)
    if place is not None:
        at, pk = place
        rows = rows.filter(Q(at__lte=at), Q(at__lt=at) | Q(**{f"{number}__lt": pk}))
    return rows.order_by("-at", f"-{number}")


def _look_through(lines: QuerySet[FeedLine], wish: Wish, size: int) -> _Found:
    """The fitting ones among the next lines of a feed, at most WINDOW of them."""
    window = lines[:WINDOW]
    found = list(
        _narrowed(Activity.objects.filter(pk__in=window.values("activity_id")), wish)
        .order_by("-at", "-id")
        .values_list("id", "at")[: size + 1]
    )
    if len(found) > size:
        return _found(found, size)
    last = lines.values_list("activity_id", "at")[WINDOW - 1 : WINDOW].first()
    return _Found([number for number, _at in found], _cursor(*last) if last else "", last[1] if last else None)


def _found(rows: Sequence[tuple[int, datetime]], size: int) -> _Found:
    """A page of `size` out of one row more, which tells whether there is another page."""
    return _Found([number for number, _at in rows[:size]], _cursor(*rows[size - 1]) if len(rows) > size else "")


def _cursor(number: int, at: datetime) -> str:
    return f"{(at - EPOCH) // MICROSECOND}-{number}"


def _read_cursor(before: str) -> tuple[datetime, int] | None:
    """What nobody of ours wrote counts as none."""
    moment, _dash, number = before.partition("-")
    if not (moment.isdecimal() and number.isdecimal() and len(moment) < 17 and len(number) < 19):
        return None
    return EPOCH + int(moment) * MICROSECOND, int(number)
