"""What the day's pages show, each in as few queries as it has kinds of rows: on a busy day they are asked for all the time."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, Count, DateField, F, IntegerField, OuterRef, QuerySet, Subquery, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce, Greatest, Least, TruncDate
from django.http import Http404
from django.utils.translation import get_language

from groundswell.convenings.choices import QuestionState, RegistrationState, SiteKind
from groundswell.convenings.models import (
    Attendance,
    Convening,
    EventCode,
    Material,
    Question,
    Registration,
    Room,
    Session,
    Site,
    SiteLine,
    WallNote,
)
from groundswell.core.clock import PACIFIC, now, today
from groundswell.core.languages import in_language
from groundswell.core.models import LiveEvent
from groundswell.instruments.selectors import SharedTool, as_tool, shared_tool_row

QUEUE = 12  # questions that stand in line on every page
WALL = 24  # notes on the wall at once
RANKED = 200  # of those that wait, the oldest: among them the order is made
NUMBER = IntegerField()


@dataclass(frozen=True)
class Day:
    """A convening on its day, in one query: what the room does, the number up to which its pages have seen everything."""

    convening: Convening
    room: Room
    after: int
    tool: SharedTool | None = None
    held: int = 0  # posts that wait to be let through; where it was asked for

    @property
    def space_id(self) -> int:
        return self.convening.space_id


def newest_event() -> Coalesce:
    """The number of the last live event, read with whatever is read first."""
    return Coalesce(Subquery(LiveEvent.objects.order_by("-id").values("id")[:1]), 0)


def room_in(convening: Convening) -> Room:
    """What the room does, of a convening that was fetched with it."""
    room: Room | None = getattr(convening, "live_room", None)
    return room or Room(convening=convening)


def day_by_key(key: str) -> Day:
    """The day of the convening with this address. Raises Http404."""
    return _day(key)


def _day(key: str, **more: Any) -> Day:
    rows = Convening.objects.filter(key=key).select_related("live_room__session")
    found = rows.annotate(live_after=newest_event(), tool=shared_tool_row(), **more).first()
    if found is None:
        raise Http404
    return Day(found, room_in(found), found.live_after, as_tool(found.tool), getattr(found, "held", 0))


def desk_day(key: str) -> Day:
    """The same as `day_by_key`, with how many posts wait to be let through (`held`). Raises Http404."""
    return _day(key, held=held_from(convening=OuterRef("pk")))


def held_from(**where: Any) -> Any:
    """How many posts from there wait to be let through, as part of another query."""
    asked = Question.objects.filter(state=QuestionState.HELD, **where)
    return counted(asked) + counted(WallNote.objects.filter(held=True, **where))


@dataclass(frozen=True)
class SiteDay:
    """A site on the day: its convening's day, who is here and expected, the code at its door (or the empty string), and
    how many posts from it wait to be let through.
    """

    site: Site
    day: Day
    here: int
    expected: int
    code: str
    held: int

    @property
    def space_id(self) -> int:
        return self.site.space_id


def counted(rows: QuerySet[Any]) -> Coalesce:
    """How many rows there are, as part of another query."""
    grouped = rows.order_by().annotate(all=Value(1)).values("all").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(grouped, output_field=NUMBER), 0)


def this_day() -> Combinable:
    """`Convening.this_day` of each site of a query."""
    first, last = (TruncDate(f"convening__{name}", tzinfo=PACIFIC) for name in ("starts_at", "ends_at"))
    return Least(Greatest(Value(today(), DateField()), first), last)


def here_today() -> Coalesce:
    """How many are checked in at each site of a query on its `this_day`."""
    return counted(Attendance.objects.filter(site=OuterRef("pk"), day=OuterRef("this_day")))


def site_day(key: str, number: int) -> SiteDay:
    """A site of the convening with this address, on its day, in one query. Raises Http404."""
    moment = now()
    codes = EventCode.objects.filter(site=OuterRef("pk"), valid_from__lte=moment, valid_until__gt=moment)
    registered = Registration.objects.filter(site=OuterRef("pk"), state=RegistrationState.REGISTERED)
    rows = Site.objects.filter(convening__key=key, number=number).select_related("convening__live_room__session")
    found = (
        rows.annotate(this_day=this_day())
        .annotate(
            live_after=newest_event(),
            here=here_today(),
            expected=counted(registered),
            held=held_from(site=OuterRef("pk")),
            code=Coalesce(Subquery(codes.order_by("-made_at").values("code")[:1]), Value(""), output_field=CharField()),
        )
        .first()
    )
    if found is None:
        raise Http404
    day = Day(found.convening, room_in(found.convening), found.live_after)
    return SiteDay(found, day, found.here, max(found.here, found.expected), found.code, found.held)


@dataclass(frozen=True)
class Part:
    """A session with what it needs."""

    session: Session
    materials: list[Material] = field(default_factory=list)


def program_of(convening: Convening) -> list[Part]:
    """The sessions in order, each with its materials, in one query: a row for each material."""
    names = ("id", "title", "title_es", "link", "file", "for_hosts", "number")
    rows = Session.objects.filter(convening=convening).annotate(
        **{f"of_{name}": F(f"materials__{name}") for name in names}
    )
    parts: dict[int, Part] = {}
    for row in rows.order_by("starts_at", "number", "pk", "materials__number", "materials__pk"):
        part = parts.setdefault(row.pk, Part(row))
        if vars(row)["of_id"] is not None:
            said = {name: vars(row)[f"of_{name}"] for name in names}
            part.materials.append(Material(convening_id=row.convening_id, session_id=row.pk, **said))
    return list(parts.values())


def next_session(sessions: Sequence[Session], room: Room) -> Session | None:
    """The session after the one that runs; before the first, the first. Those at one site only are not for all."""
    shared = [session for session in sessions if session.site_id is None]
    if room.session_id is None:
        return next((session for session in shared if session.ends_at > now()), None)
    later = [position for position, session in enumerate(shared) if session.pk == room.session_id]
    return shared[later[0] + 1] if later and later[0] + 1 < len(shared) else None


@dataclass(frozen=True)
class Heard:
    """A site with its line, and how many of its questions were answered."""

    site: Site
    line: SiteLine | None
    answered: int
    here: int = 0  # today; where it was asked for
    host_user: int | None = None  # the user of its host


def sites_of(convening: int, *, counted: bool = False) -> list[Heard]:
    """All sites in order, those that only plan too, with their lines, what was answered, and who is here when counted."""
    answered = Question.objects.filter(
        convening=OuterRef("convening_id"), site=OuterRef("pk"), merged_into=None, state=QuestionState.ANSWERED
    )
    counts = answered.order_by().values("site").annotate(n=Count("pk")).values("n")
    rows = Site.objects.filter(convening=convening).select_related("line").order_by("number")
    here = here_today() if counted else Value(0)
    found = rows.annotate(this_day=this_day()).annotate(
        answered=Coalesce(Subquery(counts, output_field=NUMBER), 0), here=here, host_user=F("host__user")
    )
    return [Heard(site, getattr(site, "line", None), site.answered, site.here, site.host_user) for site in found]


def with_people(sites: Sequence[Heard]) -> list[Heard]:
    """Those where people are."""
    return [one for one in sites if one.site.kind != SiteKind.PLANNING]


@dataclass(frozen=True)
class Line:
    """The line of questions: the one asked now, those who wait in the order in which they are called, and who asked."""

    asked: Question | None
    waiting: list[Question]
    heard: list[tuple[str, int]]
    total: int


def line_of(convening: int, sites: Sequence[Heard]) -> Line:
    """Sites that have not been heard come first, then the longest wait: the order that hosts and participants see."""
    rows = Question.objects.filter(
        convening=convening, merged_into=None, state__in=[QuestionState.QUEUED, QuestionState.ASKED]
    ).only("convening_id", "site_id", "text", "state", "votes", "asked_at")
    found = list(rows.order_by("asked_at", "pk")[:RANKED])
    at = {one.site.pk: one.site for one in sites}
    counts = {one.site.pk: one.answered for one in sites}
    asked = next((question for question in found if question.state == QuestionState.ASKED), None)
    if asked is not None:
        counts[asked.site_id] += 1
    waiting = [question for question in found if question.state == QuestionState.QUEUED]
    first_of: set[int] = set()
    ranked = []
    for question in waiting:
        first = counts[question.site_id] == 0 and question.site_id not in first_of
        first_of.add(question.site_id)
        ranked.append((not first, -question.votes if not first else 0, question.asked_at, question))
    ranked.sort(key=lambda row: row[:3])
    shown = [row[3] for row in ranked[:QUEUE]]
    for question in [*shown, *([asked] if asked is not None else [])]:
        question.site = at[question.site_id]
    language = get_language() or "en"
    heard = [(in_language(one.site, "name", language), counts[one.site.pk]) for one in with_people(sites)]
    return Line(asked, shown, heard, len(waiting))


def notes_of(convening: int, sites: Sequence[Heard]) -> list[WallNote]:
    """The wall, newest first."""
    at = {one.site.pk: one.site for one in sites}
    rows = WallNote.objects.filter(convening=convening, hidden_at=None, held=False).only(
        "convening_id", "site_id", "text", "made_at"
    )
    notes = list(rows.order_by("-made_at", "-pk")[:WALL])
    for note in notes:
        note.site = at[note.site_id]
    return notes
