"""What people in the room say: questions, notes, “ours too”. What comes at one instant is kept in one transaction.

On a busy day fifty posts a second arrive from a thousand phones. By sets they cost one commit and a few statements, and
the line of questions is announced once, to be rendered when the next message leaves.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum

from django.db import IntegrityError, models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import Happening, record_all
from groundswell.convenings.choices import QuestionState
from groundswell.convenings.models import Convening, Question, QuestionVote, Site, WallNote
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.live.publish import Change, publish_all, spoken
from groundswell.core.services.submissions import claim_for_good
from groundswell.core.services.together import Together
from groundswell.people.models import Person

# What the database itself checks; looking each of them up before would ask four times more.
KEYS = {"convening", "session", "site", "person", "hidden_by", "merged_into", "answered_by"}


class NothingWritten(Refused):
    """An empty question or note."""


class What(Enum):
    """What somebody says."""

    QUESTION = "question"
    NOTE = "note"
    VOTE = "vote"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Post:
    """Something that one person in the room says; of a vote only the number of the question counts.

    What is `held` waits until a host lets it through. `key` is the form's: what was sent again, because the line was lost
    before the answer came, is kept once.
    """

    what: What
    convening: Convening
    owner: str
    by: User | None = None
    site: Site | None = None
    person: Person | None = None
    session: int | None = None
    text: str = ""
    question: int = 0
    key: str = ""
    held: bool = False
    at: datetime = field(default_factory=now)


Kept = Question | WallNote | bool


def clean_words(post: Post) -> str:
    """What is kept of the words. Raises NothingWritten."""
    if post.what == What.QUESTION:
        words = " ".join(post.text.split())[:500]
        sentence = _("Write your question first.")
    else:
        words = post.text.strip()[:1000]
        sentence = _("Write your note first.")
    if not words:
        raise NothingWritten(sentence)
    return words


def say_in_room(post: Post) -> Kept:
    """Keep a post together with those that come at the same instant. Raises NothingWritten."""
    if post.what != What.VOTE:
        clean_words(post)
    try:
        return TOGETHER.ask(post)
    except IntegrityError:  # the same “ours too” reached another process at the same instant
        if post.what == What.VOTE:
            return False
        raise


def keep_posts(posts: Sequence[Post]) -> list[Kept | Exception]:
    """What became of each: the question, the note, or whether it counted (a vote, a repeat). They must have words."""
    with transaction.atomic():
        repeats = _repeats(posts)
        fresh = [post for post in posts if post not in repeats]
        questions = _ask([post for post in fresh if post.what == What.QUESTION])
        notes = _note([post for post in fresh if post.what == What.NOTE])
        counted = _vote([post for post in fresh if post.what == What.VOTE]) | dict.fromkeys(repeats, False)
        said: dict[Post, Question | WallNote] = {**questions, **notes}
        record_all([_happening(post, row) for post, row in said.items()])
        held = {post.convening.pk for post in said if post.held}
        changes = [note_change(note) for post, note in notes.items() if not post.held]
        heard = [post for post in questions if not post.held]
        moved = {post.convening.pk for post in [*heard, *(post for post, counts in counted.items() if counts)]}
        changes += [change for pk in sorted(moved) for change in line_changes(pk)]
        changes += [change for pk in sorted(held) for change in held_changes(pk)]
        at = {row.site_id: post.convening.pk for post, row in said.items()}
        waits = {row.site_id for post, row in said.items() if post.held}
        publish_all([*changes, *(one for pk in sorted(at) for one in site_changes(at[pk], pk, waits=pk in waits))])
    done: dict[Post, Kept] = {**said, **counted}
    return [done[post] for post in posts]


def _repeats(posts: Sequence[Post]) -> set[Post]:
    """Those that were kept before, or stand twice among these."""
    first: dict[str, Post] = {}
    for post in posts:
        if post.key:
            first.setdefault(post.key, post)
    new = claim_for_good(first)
    return {post for post in posts if post.key and (post is not first[post.key] or post.key not in new)}


# One for this process: everything that participants post goes through it.
TOGETHER: Together[Post, Kept] = Together(keep_posts)


def _ask(posts: Sequence[Post]) -> dict[Post, Question]:
    rows = {
        post: Question(
            convening=post.convening, session_id=post.session, site=post.site, person=post.person, owner=post.owner,
            text=clean_words(post), asked_at=post.at, state=QuestionState.HELD if post.held else QuestionState.QUEUED,
        )
        for post in posts
    }  # fmt: skip
    for row in rows.values():
        row.clean_fields(exclude=KEYS)
    if rows:
        Question.objects.bulk_create(rows.values())
    return rows


def _note(posts: Sequence[Post]) -> dict[Post, WallNote]:
    rows = {
        post: WallNote(
            convening=post.convening, session_id=post.session, site=post.site, person=post.person, owner=post.owner,
            text=clean_words(post), made_at=post.at, held=post.held,
        )
        for post in posts
    }  # fmt: skip
    for row in rows.values():
        row.clean_fields(exclude=KEYS)
    if rows:
        WallNote.objects.bulk_create(rows.values())
    return rows


def _vote(posts: Sequence[Post]) -> dict[Post, bool]:
    """Each person once for a question of their own convening."""
    if not posts:
        return {}
    asked = {post.question for post in posts}
    at = dict(Question.objects.filter(pk__in=asked).values_list("pk", "convening_id"))
    owners = {post.owner for post in posts}
    held = set(QuestionVote.objects.filter(question_id__in=asked, owner__in=owners).values_list("question_id", "owner"))
    counted: dict[Post, bool] = {}
    for post in posts:
        ballot = (post.question, post.owner)
        counted[post] = at.get(post.question) == post.convening.pk and ballot not in held
        held.add(ballot)
    new = [post for post, counts in counted.items() if counts]
    QuestionVote.objects.bulk_create([QuestionVote(question_id=post.question, owner=post.owner) for post in new])
    for pk, count in sorted(Counter(post.question for post in new).items()):
        Question.objects.filter(pk=pk).update(votes=models.F("votes") + count)
    return counted


def _happening(post: Post, row: Question | WallNote) -> Happening:
    verb, name = (
        ("convenings.question_asked", "question") if isinstance(row, Question) else ("convenings.note_posted", "note")
    )
    space = post.site.space_id if post.site else post.convening.space_id
    return Happening(verb=verb, by=post.by, space=space, other=post.convening.space_id, facts={name: row.pk})


def line_changes(convening: int) -> list[Change]:
    """The line of questions as it will stand when this leaves."""
    return [Change(f"room:{convening}", "replace", "line", part=f"room-line:{convening}")]


def note_change(note: WallNote) -> Change:
    """A note on the wall of every page."""

    def draw() -> str:
        return render_to_string("convenings/live/note.html", {"note": note})

    return spoken(f"room:{note.convening_id}", "prepend", "wall", draw)


def held_changes(convening: int) -> list[Change]:
    """What waits to be let through and what is hidden, as it will stand when this leaves; and how much, for the desk."""
    return [
        Change(f"desk:{convening}", "replace", "held", part=f"desk-held:{convening}"),
        Change(f"desk:{convening}", "replace", "held-count", part=f"desk-held-count:{convening}"),
    ]


def site_changes(convening: int, site: int, *, waits: bool = True) -> list[Change]:
    """What was posted from a site, for its host; and, where it may have changed, how much of it waits."""
    posts = Change(f"posts:{site}", "replace", "posts", part=f"site-posts:{site}")
    count = Change(f"site:{site}", "replace", "held-count", part=f"site-held-count:{convening}-{site}")
    return [posts, count] if waits else [posts]
