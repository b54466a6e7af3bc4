"""The room: the same state at all sites, one line of questions, one wall of notes. Each change is live at once."""

from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from groundswell.accounts.models import User
from groundswell.activity.services.record import record
from groundswell.convenings.choices import QuestionState, SessionPart
from groundswell.convenings.models import Convening, Question, Room, Session, SessionPerson, Site, SiteLine, WallNote
from groundswell.convenings.selectors.board import line_of, next_session, room_in, sites_of
from groundswell.convenings.selectors.day import tally_of
from groundswell.convenings.selectors.posts import held_count, held_of, posts_of
from groundswell.convenings.services.saying import (
    Post,
    What,
    held_changes,
    keep_posts,
    line_changes,
    note_change,
    site_changes,
)
from groundswell.core.clock import now
from groundswell.core.errors import Refused
from groundswell.core.live.publish import Change, publish_all, spoken
from groundswell.people.models import Person


def move_room(*, by: User | None, convening: Convening, session: Session | None, mode: str, message: str = "") -> Room:
    """All sites go on to this session, together or each on its own; every page shows it."""
    with transaction.atomic():
        room, _made = Room.objects.select_for_update().get_or_create(convening=convening)
        room.session, room.mode, room.message, room.since, room.by = session, mode, message, now(), by
        room.clean_fields(exclude={"convening", "session", "by"})  # the database checks those
        room.save()
        facts = {"session": session.pk if session else None, "mode": mode}
        record(verb="convenings.room_changed", by=by, space=convening.space_id, facts=facts)
        publish_room(room)
    return room


def tell_line(*, by: User | None, site: Site, ready: bool, trouble: str = "") -> SiteLine:
    """A host says how their site's line is; the other hosts see it."""
    with transaction.atomic():
        line, _made = SiteLine.objects.update_or_create(
            site=site, defaults={"ready": ready, "trouble": trouble[:200], "changed_at": now()}
        )
        publish_all([_site_line_change(site, line)])
    return line


def _site_line_change(site: Site, line: SiteLine) -> Change:
    here, _expected = tally_of(site.pk, site.convening.this_day)

    def draw() -> str:
        return render_to_string("convenings/live/site_line.html", {"site": site, "line": line, "here": here})

    return spoken(f"desk:{site.convening_id}", "replace", f"site-line-{site.pk}", draw)


def ask_question(
    *, by: User | None, convening: Convening, site: Site, owner: str, text: str, person: Person | None = None
) -> Question:
    """A question to the speaker from a site; it stands in the line of all sites."""
    session = Room.objects.filter(convening=convening).values_list("session_id", flat=True).first()
    kept = keep_posts(
        [
            Post(
                what=What.QUESTION, by=by, convening=convening, site=site, owner=owner, text=text, person=person,
                session=session,
            )
        ]
    )[0]  # fmt: skip
    assert isinstance(kept, Question)
    return kept


def vote_for(*, question: Question, owner: str) -> bool:
    """“Ours too”: once a person. Returns whether it counted."""
    return (
        keep_posts([Post(what=What.VOTE, convening=question.convening, owner=owner, question=question.pk)])[0] is True
    )


def call_question(*, by: User | None, question: Question) -> None:
    """It is asked now; the one before counts as answered."""
    with transaction.atomic():
        # Two hosts may call at the same instant; one of the two questions would be asked and never shown.
        Room.objects.select_for_update().filter(convening=question.convening).first()
        before = Question.objects.filter(convening=question.convening, state=QuestionState.ASKED)
        for pk, session in before.exclude(pk=question.pk).values_list("pk", "session_id"):
            answered = {"state": QuestionState.ANSWERED, "answered_at": now(), "answered_by_id": _speaker_of(session)}
            Question.objects.filter(pk=pk).update(**answered)
        Question.objects.filter(pk=question.pk).update(state=QuestionState.ASKED, called_at=now())
        publish_line(question.convening_id)


def hold_posts(*, by: User | None, convening: Convening, holds: bool) -> None:
    """From now on what people post waits until a host lets it through, or goes to all at once. On record."""
    with transaction.atomic():
        Room.objects.get_or_create(convening=convening)
        Room.objects.filter(convening=convening).update(holds=holds)
        verb = "convenings.posts_held" if holds else "convenings.posts_open"
        record(verb=verb, by=by, space=convening.space_id)
        publish_all(held_changes(convening.pk))


def let_question_through(*, by: User | None, question: Question) -> None:
    """One that was held, or hidden by mistake, stands in the line of all sites."""
    with transaction.atomic():
        hidden = Question.objects.filter(pk=question.pk, state__in=[QuestionState.HELD, QuestionState.HIDDEN])
        if hidden.update(state=QuestionState.QUEUED, answered_at=None, hidden_by_desk=False):
            record(
                verb="convenings.post_shown", by=by, space=question.site.space_id, other=question.convening.space_id,
                facts={"question": question.pk},
            )  # fmt: skip
            publish_all([*line_changes(question.convening_id), *_moderated(question)])


def let_note_through(*, by: User | None, note: WallNote) -> None:
    """One that was held, or hidden by mistake, stands on the wall of all sites."""
    with transaction.atomic():
        hidden = WallNote.objects.filter(models.Q(held=True) | models.Q(hidden_at__isnull=False), pk=note.pk)
        if hidden.update(held=False, hidden_at=None, hidden_by=None, hidden_by_desk=False):
            record(
                verb="convenings.post_shown", by=by, space=note.site.space_id, other=note.convening.space_id,
                facts={"note": note.pk},
            )  # fmt: skip
            publish_all([note_change(note), *_moderated(note)])


def close_question(
    *, by: User | None, question: Question, state: str, answered_by: Person | None = None, at_desk: bool = False
) -> None:
    """Answered, or hidden by a moderator (which is on record). Where nobody is named, the session's one speaker answered.

    What is hidden `at_desk` no site's host shows again.
    """
    with transaction.atomic():
        who = answered_by.pk if answered_by is not None else None
        if state == QuestionState.ANSWERED and who is None:
            who = _speaker_of(question.session_id)
        Question.objects.filter(pk=question.pk).update(
            state=state, answered_at=now(), answered_by_id=who, hidden_by_desk=at_desk and state == QuestionState.HIDDEN
        )
        verb = "convenings.question_hidden" if state == QuestionState.HIDDEN else "convenings.question_answered"
        record(
            verb=verb, by=by, space=question.site.space_id, other=question.convening.space_id,
            facts={"question": question.pk},
        )  # fmt: skip
        publish_all([*line_changes(question.convening_id), *_moderated(question)])


def _moderated(post: Question | WallNote) -> list[Change]:
    """What waits and is hidden, for the hosts of all sites and for those of the post's own."""
    return [*held_changes(post.convening_id), *site_changes(post.convening_id, post.site_id)]


def _speaker_of(session: int | None) -> int | None:
    """Who speaks in a session, where it is one person."""
    speakers = SessionPerson.objects.filter(session=session, part=SessionPart.SPEAKER) if session else []
    found = {row.person_id for row in speakers}
    return found.pop() if len(found) == 1 else None


def merge_questions(*, by: User | None, question: Question, into: Question) -> None:
    """The same question from two sites is asked once, with both counted."""
    if question.pk == into.pk or question.convening_id != into.convening_id:
        raise Refused(_("Choose another question of this convening."))
    with transaction.atomic():
        unmerged = Question.objects.filter(pk=question.pk, merged_into=None)
        if not unmerged.update(state=QuestionState.MERGED, merged_into=into):
            return  # pressed twice
        Question.objects.filter(pk=into.pk).update(votes=models.F("votes") + 1 + question.votes)
        record(
            verb="convenings.question_answered", by=by, space=question.site.space_id,
            facts={"question": question.pk, "into": into.pk},
        )  # fmt: skip
        publish_line(question.convening_id)


def post_note(
    *, by: User | None, convening: Convening, site: Site, owner: str, text: str, person: Person | None = None,
    session: Session | None = None,
) -> WallNote:  # fmt: skip
    """A note from a site, on the wall that all sites see."""
    kept = keep_posts(
        [
            Post(
                what=What.NOTE, by=by, convening=convening, site=site, owner=owner, text=text, person=person,
                session=session.pk if session else None,
            )
        ]
    )[0]  # fmt: skip
    assert isinstance(kept, WallNote)
    return kept


def hide_note(*, by: User | None, note: WallNote, at_desk: bool = False) -> None:
    """A moderator takes a note off the wall; that it was done is on record. `at_desk`: no site's host shows it again."""
    with transaction.atomic():
        WallNote.objects.filter(pk=note.pk).update(hidden_at=now(), hidden_by=by, held=False, hidden_by_desk=at_desk)
        record(
            verb="convenings.note_hidden", by=by, space=note.site.space_id, other=note.convening.space_id,
            facts={"note": note.pk},
        )  # fmt: skip
        publish_all([Change(f"room:{note.convening_id}", "remove", f"note-{note.pk}"), *_moderated(note)])


def publish_line(convening: int) -> None:
    """The line has changed, on every page."""
    publish_all(line_changes(convening))


def render_line(key: str) -> str:
    """The line of questions of this convening, as it stands now."""
    return render_to_string("convenings/live/line.html", {"line": line_of(int(key), sites_of(int(key)))})


def render_held(key: str) -> str:
    """What waits to be let through, and what is hidden, as it stands now."""
    pk = int(key)
    room = Room.objects.filter(convening=pk).first() or Room(convening_id=pk)
    return render_to_string("convenings/live/held.html", {"held": held_of(pk, sites_of(pk)), "room": room})


def render_held_count(key: str) -> str:
    """How many wait to be let through."""
    return render_to_string("convenings/live/held_count.html", {"waiting": held_count(int(key))})


def render_site_posts(key: str) -> str:
    """What was posted from this site, as it stands now."""
    return render_to_string("convenings/live/site_posts.html", {"posts": posts_of(Site.objects.get(pk=int(key)))})


def render_site_held_count(key: str) -> str:
    """How many posts of this site (`convening-site`) wait to be let through."""
    convening, _dash, site = key.partition("-")
    return render_to_string("convenings/live/held_count.html", {"waiting": held_count(int(convening), int(site))})


def render_next(key: str) -> str:
    """The desk's button to go on, as it stands now."""
    convening = Convening.objects.select_related("live_room").get(pk=int(key))
    sessions = Session.objects.filter(convening=convening).order_by("starts_at", "number")
    context = {"convening": convening, "next": next_session(list(sessions), room_in(convening))}
    return render_to_string("convenings/live/desk_next.html", context)


def publish_room(room: Room) -> None:
    """What all sites do now: at once, in the language of each page."""

    def draw() -> str:
        return render_to_string("convenings/live/room.html", {"room": room})

    pk = room.convening_id
    publish_all(
        [
            spoken(f"room:{pk}", "replace", "room", draw, urgent=True),
            Change(f"desk:{pk}", "replace", "desk-next", part=f"desk-next:{pk}"),
        ]
    )
