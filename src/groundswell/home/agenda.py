"""One's own page as one list: what is due, what is next, what is new, whom to meet. Lines are words and links."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import models
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import get_language, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from groundswell.collaboratives.wording import name_of, title_of_task
from groundswell.convenings.choices import ConveningState, RegistrationState
from groundswell.convenings.models import Convening, Introduction, Registration
from groundswell.convenings.wording import topic_words
from groundswell.core.clock import PACIFIC, today
from groundswell.core.languages import in_language
from groundswell.home.selectors import NEXT, Today
from groundswell.people.models import Person

SOON = timedelta(days=7)
YEAR = 300  # days from which on a day is told with its year


class Kind(models.TextChoices):
    """Why a line is there, in the order of the list."""

    DUE = "due", pgettext_lazy("on one's own page", "Due")
    NEXT = "next", pgettext_lazy("on one's own page", "Next")
    NEW = "new", pgettext_lazy("on one's own page", "New")
    MEET = "meet", pgettext_lazy("on one's own page", "Meet")


@dataclass(frozen=True)
class Line:
    """One row; `first` is the one to do now, and has a button with its `action`. `mark` is a status and its words."""

    kind: Kind
    day: date | None
    title: str
    url: str = ""
    text: str = ""
    action: str = ""
    mark: tuple[str, str] = ("", "")
    first: bool = False

    @property
    def when(self) -> str:
        """“today”, “Wed”, “Oct 14”."""
        return short_day(self.day) if self.day else ""


def short_day(day: date) -> str:
    """As one says it from today: within a week by its weekday, far away with its year."""
    away = (day - today()).days
    near = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}
    if away in near:
        return near[away]
    if 0 < away < SOON.days:
        return date_format(day, "D")
    # Translators: Django's pattern of a day without its year, as short as can be
    short = date_format(day, _("M j"))
    return f"{short}, {day.year}" if abs(away) > YEAR else short


def agenda_of(found: Today, person: Person | None) -> list[Line]:
    """All lines: what is overdue first, then by day; what is new, the newest first."""
    due = [line for some in (_to_do(found, person), _to_say(found), _for_county(found)) for line in some]
    coming = list(_coming(found))
    coming += [line for line in due if line.kind is Kind.NEXT]
    now_due = sorted((line for line in due if line.kind is Kind.DUE), key=_by_day)
    return [
        *(replace(line, first=place == 0) for place, line in enumerate(now_due)),
        *sorted(coming, key=_by_day),
        *_new(found),
        *(_meeting(row) for row in found.introductions),
    ]


def what_is_due(lines: list[Line]) -> str:
    """One sentence: how much is overdue, or due within a week, or waits without a day, or nothing."""
    due = [line.day for line in lines if line.kind is Kind.DUE]
    late = sum(day is not None and day < today() for day in due)
    soon = sum(day is not None and today() <= day <= today() + SOON for day in due)
    if late:
        return ngettext("%(n)d thing is overdue.", "%(n)d things are overdue.", late) % {"n": late}
    if soon:
        return ngettext("%(n)d thing is due this week.", "%(n)d things are due this week.", soon) % {"n": soon}
    if waiting := due.count(None):
        return ngettext("%(n)d thing waits for you.", "%(n)d things wait for you.", waiting) % {"n": waiting}
    return _("Nothing is due this week.")


def _by_day(line: Line) -> date:
    return line.day or date.max


def _to_do(found: Today, person: Person | None) -> Iterator[Line]:
    """Tasks, and visions to stand behind."""
    for task in found.tasks:
        late = task.due_on is not None and task.due_on < today()
        mark = ("wrong", _("overdue")) if late else ("", "")
        if person is not None and task.offered_to_id == person.pk:  # also what another owns and hands over
            mark = ("wait", _("offered to you: say yes or no"))
        yield Line(
            Kind.DUE, task.due_on, title_of_task(task),
            reverse("collaboratives:change-task", args=[task.collaborative.key, task.pk]),
            _joined(name_of(task.collaborative), task.county.name if task.county else ""), _("Open the task"), mark,
        )  # fmt: skip
    for vision in found.visions:
        yield Line(
            Kind.DUE, None, _("Endorse the vision of %(name)s") % {"name": name_of(vision.collaborative)},
            reverse("collaboratives:vision", args=[vision.collaborative.key]),
            Truncator(in_language(vision, "text", _language())).words(30), _("Read and endorse"),
        )  # fmt: skip


def _to_say(found: Today) -> Iterator[Line]:
    """Whether one comes, what one took away, what became of what one meant to do, or of what another did."""
    for taken in found.registrations:
        row = taken.row
        title = {"title": _title(row.convening)}
        if not row.convening.is_over:
            if row.confirmed_at is None and row.convening.state != ConveningState.CANCELLED:
                asked = _("A colleague registered you.")
                yield Line(
                    Kind.DUE, None, _("Will you come to %(title)s?") % title, _mine(row), asked, _("Say yes or no")
                )
        elif taken.came and row.convening.survey_id and not taken.answered:
            url = reverse("convenings:survey", args=[row.secret])
            yield Line(
                Kind.DUE, None, _("Say what you took away from %(title)s") % title, url, action=_("Answer the survey")
            )
    for own in found.meant.to_say[:NEXT]:
        kind = Kind.DUE if own.due_on <= today() + SOON else Kind.NEXT
        after = _("What you meant to do after %(title)s") % {"title": _title(own.convening)} if own.convening else ""
        yield Line(kind, own.due_on, own.text, reverse("spread:say", args=[own.pk]), after, _("Say how it went"))
    for seen in found.meant.to_witness[:NEXT]:
        yield Line(
            Kind.DUE, seen.due_on, _("Did %(name)s do it?") % {"name": seen.person.name},
            reverse("spread:say", args=[seen.pk]), seen.text, _("Say what you saw"),
        )  # fmt: skip


def _for_county(found: Today) -> Iterator[Line]:
    """What people ask their county office for, and what it planned for them."""
    for asked in found.duties.requests:
        words = {"name": asked.registration.person.name, "topic": topic_words(asked.topic)}
        yield Line(
            Kind.DUE, None, _("%(name)s asks for: %(topic)s") % words, _county(asked.county.key), asked.words,
            _("Look at the request"),
        )  # fmt: skip
    for held in found.duties.follow_ups:
        day = _day(held.starts_at) if held.starts_at else None
        over = day is not None and day < today()
        yield Line(
            Kind.DUE if over else Kind.NEXT, day, held.title, reverse("convenings:follow-up", args=[held.pk]),
            _joined(held.where, held.county.name), _("Say that it was held"),
        )  # fmt: skip
    for county, count in found.counties:
        if count:
            title = ngettext("%(n)d open request of your teachers", "%(n)d open requests of your teachers", count)
            yield Line(Kind.DUE, None, title % {"n": count}, _county(county.key), county.name, _("Plan a follow-up"))


def _coming(found: Today) -> Iterator[Line]:
    for row in (taken.row for taken in found.registrations):
        if not row.convening.is_over:
            waits = ("wait", row.get_state_display()) if row.state == RegistrationState.WAITING else ("", "")
            where = in_language(row.site, "name", _language())
            yield _next(row.convening, _mine(row), where, mark=waits)
    for site in found.hosted:
        url = reverse("convenings:host", args=[site.convening.key, site.number])
        host = _joined(_("You host"), in_language(site, "name", _language()))
        yield _next(site.convening, url, host)
    for plan in found.planned:
        url = reverse("convenings:plan", args=[plan.key])
        state = "" if plan.state == ConveningState.POSTPONED else plan.get_state_display()
        yield _next(plan, url, _joined(_("You plan it"), state))


def _next(convening: Convening, url: str, text: str, mark: tuple[str, str] = ("", "")) -> Line:
    """One that comes; of what does not take place it says so, and no day that is not known."""
    off = {ConveningState.CANCELLED: "wrong", ConveningState.POSTPONED: "wait"}.get(ConveningState(convening.state))
    mark = (off, convening.get_state_display()) if off is not None else mark
    day = None if convening.state == ConveningState.POSTPONED else convening.this_day
    return Line(Kind.NEXT, day, _title(convening), url, text, mark=mark)


def _new(found: Today) -> Iterator[Line]:
    """What others did, then what is over: the way to one's certificate, and reports for those who read them."""
    if found.notices:
        words = ngettext("%(n)d new notice", "%(n)d new notices", found.notices) % {"n": found.notices}
        yield Line(Kind.NEW, None, words, reverse("activity:notices"), _("What others did that concerns you."))
    over = [taken.row for taken in found.registrations if taken.came and taken.row.convening.is_over]
    for row in reversed(over):
        words = _("You were there. Your certificate and what you took home are on your page.")
        yield Line(Kind.NEW, row.convening.this_day, _title(row.convening), _mine(row), words)
    for convening, (people, counties) in found.reports:
        came = ngettext("%(n)d person was there", "%(n)d people were there", people) % {"n": people}
        places = ngettext("from %(n)d county", "from %(n)d counties", counties) % {"n": counties}
        url = reverse("evidence:report", args=[convening.key])
        name = _("Report: %(title)s") % {"title": _title(convening)}
        yield Line(
            Kind.NEW,
            _day(convening.starts_at),
            name,
            url,
            _joined(f"{came}, {places}", name_of(convening.collaborative)),
        )


def _meeting(row: Introduction) -> Line:
    hope = _("You both hope to work together since %(title)s.") % {"title": _title(row.convening)}
    if row.address_at and row.other.user and row.other.user.email:
        return Line(Kind.MEET, _day(row.told_at), row.other.name, f"mailto:{row.other.user.email}", hope)
    wait = _("You get each other's address as soon as you both agree to introductions.")
    return Line(Kind.MEET, _day(row.told_at), row.other.name, reverse("people:agreements"), f"{hope} {wait}")


def _mine(row: Registration) -> str:
    return reverse("convenings:mine", args=[row.secret])


def _county(key: str) -> str:
    return reverse("convenings:follow-ups", args=[key])


def _title(convening: Convening) -> str:
    return in_language(convening, "title", _language())


def _language() -> str:
    return get_language() or "en"


def _day(moment: datetime) -> date:
    return moment.astimezone(PACIFIC).date()


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
