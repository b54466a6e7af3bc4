"""What each number of a report was computed from: the method in words, and tables that also leave as CSV and XLSX.

Nobody is named. What people said stands only where ten or more said it, and opens no further.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from groundswell.convenings.choices import FollowUpState
from groundswell.convenings.models import Attendance, Convening, FollowUp
from groundswell.convenings.selectors.travel import KM_PER_HOUR
from groundswell.convenings.wording import name_of_site
from groundswell.engines.distance import KM_PER_MILE, ROAD_FACTOR
from groundswell.evidence.answers import answer_tables, told
from groundswell.evidence.report import Report
from groundswell.evidence.selectors import one_person
from groundswell.places.atlas import counties
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.selectors import SILENCE, WORDS
from groundswell.ui.components.tables import Column, Table

MILES_AN_HOUR = round(KM_PER_HOUR / KM_PER_MILE)


@dataclass(frozen=True)
class Source:
    """The method in words, and the tables."""

    title: str
    method: str
    tables: Sequence[Table]


def _table(caption: str, words: Sequence[str], rows: Sequence[Sequence[object]], foot: Sequence[object] = ()) -> Table:
    """The first column names the line, the last ones that hold numbers stand at the right."""
    first = next(iter(rows), ())
    numbers = [isinstance(value, int | float) for value in first] or [False] * len(words)
    columns = [Column(word, number=number) for word, number in zip(words, numbers, strict=True)]
    return Table(caption, columns, rows, foot=foot)


def attendance(report: Report) -> Source:
    """Check-ins by county, by site, and by the district or school of whoever came."""
    rows = Attendance.objects.filter(registration__convening=report.convening)
    found = rows.values_list("registration__county__name", "registration__place__name").annotate(
        n=Count(one_person("registration__"), distinct=True)
    )
    schools = [(county or _("not known"), place or _("not listed"), count) for county, place, count in found.order_by(
        "registration__county__name", "registration__place__name")]  # fmt: skip
    lines = [
        (line.name, line.people, line.places, line.teachers or _("not known"),
         round(line.share, 1) if line.share is not None else "–")
        for line in report.lines
    ]  # fmt: skip
    turnout = report.turnout
    at = [row.site for row in turnout.came.values()]
    chosen = [row.chosen for row in turnout.placed.values()]
    sites = [(name_of_site(site), at.count(site.pk), chosen.count(site.pk)) for site in turnout.sites]
    people, had = _("Were there"), _("Had a place")
    method = _(
        "Each person who was checked in counts once, for the county of the school or district they registered with. "
        "Attendance is always shown, also where it is one person."
    )
    return Source(_("Who was there"), method, (
        _table(_("By county"), (_("County"), people, had, _("Teachers"), _("Per 100 teachers")), lines),
        _table(_("By site"), (_("Site"), people, had), sites, (_("all"), report.there, report.registered)),
        _table(_("By school or district"), (_("County"), _("School or district"), people), schools),
    ))  # fmt: skip


def travel(report: Report) -> Source:
    """Hours by site, as driven and to the one best site; and what every site alone would have cost."""
    found = report.travel
    method = _(
        "Great circle from the school or district to the site and back, times %(factor)s for the road, at %(speed)d miles an "
        "hour. The one site to compare with is the one at which the total is least. Whoever joined by link drove nothing."
    ) % {"factor": ROAD_FACTOR, "speed": MILES_AN_HOUR}
    if found is None:
        return Source(_("Travel"), method, ())
    if found.uncounted:
        method += " " + _("Not counted, because it is not known where they came from: %(people)d.") % {
            "people": found.uncounted
        }
    lines = [
        (line.name, line.people, round(line.driven, 1), round(line.alone, 1), round(line.saved, 1))
        for line in found.lines
    ]
    foot = (_("all"), found.people, round(found.driven, 1), round(found.alone, 1), round(found.saved, 1))
    words = (_("Site"), _("People"), _("Hours driven"), _("Hours to %(site)s") % {"site": found.site}, _("Hours saved"))
    totals = [(name, round(hours, 1)) for name, hours in found.totals]
    return Source(_("Travel"), method, (
        _table(_("What was driven, by site"), words, lines, foot),
        _table(_("Had everyone met at one site"), (_("Site"), _("Hours for all")), totals),
    ))  # fmt: skip


def connections(report: Report) -> Source:
    """Pairs by how they met, and by counties."""
    found = report.connections
    ways = [
        (_("at one table or in one group of a site"), found.at_tables),
        (_("in one group across sites"), found.across_sites),
        (_("one answered the other's question"), found.asked),
    ]
    lines = [(a, b, count) for (a, b), count in found.by_counties.items()]
    method = _(
        "Two people of different counties who sat at one table or in one group and were both checked in, or of whom one "
        "answered the other's question. Each pair counts once, for the first of these ways, and only if they had not met or "
        "been introduced at an earlier convening."
    )
    return Source(_("New connections"), method, (
        _table(_("How they met"), (_("How"), _("Pairs")), ways, (_("all"), found.pairs)),
        _table(_("By counties"), (_("County"), _("County"), _("Pairs")), lines),
    ))  # fmt: skip


def introductions(report: Report) -> Source:
    """Pairs who named each other, by counties; what stands for fewer than ten people is summed up in the last row."""
    lines = [
        (a or _("Other counties, together"), b or "", count)
        for a, b, count in report.connections.introduced.by_counties
    ]
    method = _(
        "Two people of different counties who each named the other in the survey as somebody they hope to work with, and "
        "were told so. Each pair counts once, and only if they had not met or been introduced at an earlier convening. "
        "Numbers that stand for fewer than ten people are not shown."
    )
    table = _table(_("By counties"), (_("County"), _("County"), _("Pairs")), lines)
    return Source(_("Introductions"), method, (table,))


def answers(report: Report) -> Source:
    """Who answered, what all said, and what each county's people said."""
    method = _(
        "The survey after the convening. The rate is of those who were there. A number that stands for fewer than ten people "
        "is not shown, nor one from which it could be computed."
    )
    if report.survey is None:
        return Source(_("What people said"), method, ())
    names = {code: county.name for code, county in counties().items()}
    tables = answer_tables(report.survey, report.survey_by_county, report.returned, names)
    return Source(_("What people said"), method, tables)


def commitments(report: Report) -> Source:
    """Commitments by kind and what was said."""
    found = report.kept
    words = [_("no answer") if word == SILENCE else str(Word(word).label) for word in WORDS]
    lines = [
        (str(CommitmentKind(kind).label), *(told(counts[word]) for word in WORDS), told(whole))
        for kind, (counts, whole) in found.kinds.items()
    ]
    foot = (_("all"), *(told(found.words[word]) for word in WORDS), found.made)
    method = _(
        "What people said of their own commitments, or a witness of theirs. Nothing is inferred from silence. A number that "
        "stands for fewer than ten people is not shown, nor one from which it could be computed."
    )
    caption = _("What became of commitments")
    columns = [Column(_("Kind")), *(Column(word, number=True) for word in (*words, _("Commitments")))]
    return Source(_("Commitments"), method, (Table(caption, columns, lines, foot=foot),))


def follow_ups(report: Report) -> Source:
    """What county offices planned and held."""
    done = Count("pk", filter=Q(state=FollowUpState.DONE))
    rows = FollowUp.objects.filter(convening=report.convening).values_list("county__name")
    lines = list(rows.annotate(planned=Count("pk"), held=done).order_by("county__name"))
    method = _("What county offices recorded. What their people asked them for stands among what people said.")
    foot = (_("all"), report.follow_ups, report.follow_ups_done)
    table = _table(_("By county"), (_("County"), _("Planned"), _("Held")), lines, foot)
    return Source(_("Follow-ups"), method, (table,))


MEASURES: dict[str, Callable[[Report], Source]] = {
    "attendance": attendance,
    "travel": travel,
    "connections": connections,
    "introductions": introductions,
    "answers": answers,
    "commitments": commitments,
    "follow-ups": follow_ups,
}


def numbers(report: Report) -> Source:
    """Every table of the report, under the names of what they belong to."""
    found = [make(report) for make in MEASURES.values()]
    tables = [replace(table, caption=f"{one.title}: {table.caption}") for one in found for table in one.tables]
    method = _("Every table of the report. How each was computed stands beside it in the report.")
    return Source(_("All numbers"), method, tables)


def about(convening: Convening, measure: str) -> str:
    """A name for the file."""
    return f"{convening.key}-{measure}"
