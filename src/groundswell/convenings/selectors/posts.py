"""What hosts decide about: posts that wait to be let through, that all see, and that were hidden."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Q, QuerySet

from groundswell.convenings.choices import QuestionState
from groundswell.convenings.models import Question, Site, WallNote
from groundswell.convenings.selectors.board import WALL, Heard

HELD = 60  # posts that wait or are hidden, the newest
SHOWN = [QuestionState.QUEUED, QuestionState.ASKED]
BACK = [QuestionState.HELD, QuestionState.HIDDEN]
WAITS = Q(held=True)
HIDDEN = Q(hidden_at__isnull=False)


@dataclass(frozen=True)
class HeldPosts:
    """What waits until a host lets it through, and what a host has hidden; newest first, with their sites."""

    questions: list[Question] = field(default_factory=list)
    notes: list[WallNote] = field(default_factory=list)
    hidden_questions: list[Question] = field(default_factory=list)
    hidden_notes: list[WallNote] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return len(self.questions) + len(self.notes)

    @property
    def hidden(self) -> int:
        return len(self.hidden_questions) + len(self.hidden_notes)


@dataclass(frozen=True)
class SitePosts:
    """What was posted from one site: held back or hidden, and what all see now."""

    held: HeldPosts
    questions: list[Question]
    notes: list[WallNote]

    @property
    def shown(self) -> int:
        return len(self.questions) + len(self.notes)


def held_count(convening: int, site: int | None = None) -> int:
    """How many posts wait until a host lets them through; from one site, when given."""
    asked = Question.objects.filter(convening=convening, state=QuestionState.HELD)
    noted = WallNote.objects.filter(WAITS, convening=convening)
    if site is not None:
        asked, noted = asked.filter(site=site), noted.filter(site=site)
    return asked.count() + noted.count()


def held_of(convening: int, sites: Sequence[Heard]) -> HeldPosts:
    """What a moderator of all sites decides about."""
    at = {one.site.pk: one.site for one in sites}
    asked = Question.objects.filter(convening=convening, state__in=BACK)
    noted = WallNote.objects.filter(WAITS | HIDDEN, convening=convening)
    return _held(_questions(asked, at, HELD), _notes(noted, at, HELD))


def posts_of(site: Site) -> SitePosts:
    """What the host of this site decides about: posts from it, and no others."""
    at = {site.pk: site}
    asked = Question.objects.filter(convening=site.convening_id, site=site, merged_into=None)
    noted = WallNote.objects.filter(convening=site.convening_id, site=site)
    return SitePosts(
        _held(_questions(asked.filter(state__in=BACK), at, HELD), _notes(noted.filter(WAITS | HIDDEN), at, HELD)),
        _questions(asked.filter(state__in=SHOWN), at, HELD),
        _notes(noted.filter(held=False, hidden_at=None), at, WALL),
    )


def _held(questions: Sequence[Question], notes: Sequence[WallNote]) -> HeldPosts:
    return HeldPosts(
        [one for one in questions if one.state == QuestionState.HELD],
        [one for one in notes if one.held],
        [one for one in questions if one.state != QuestionState.HELD],
        [one for one in notes if not one.held],
    )


def _questions(rows: QuerySet[Question], at: dict[int, Site], most: int) -> list[Question]:
    found = rows.only("convening_id", "site_id", "text", "state", "asked_at", "hidden_by_desk").order_by(
        "-asked_at", "-pk"
    )
    return _at_sites(list(found[:most]), at)


def _notes(rows: QuerySet[WallNote], at: dict[int, Site], most: int) -> list[WallNote]:
    found = rows.only("convening_id", "site_id", "text", "held", "made_at", "hidden_by_desk").order_by(
        "-made_at", "-pk"
    )
    return _at_sites(list(found[:most]), at)


def _at_sites[Post: Any](posts: list[Post], at: dict[int, Site]) -> list[Post]:
    for post in posts:
        post.site = at[post.site_id]
    return posts
