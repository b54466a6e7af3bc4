"""What each number of a report was computed from, as a table that also leaves as CSV. Nobody is named."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from groundswell.convenings.models import Attendance, Convening
from groundswell.engines.distance import ROAD_FACTOR
from groundswell.evidence import measures
from groundswell.evidence.report import Report
from groundswell.spread.choices import CommitmentKind, Word
from groundswell.spread.models import Commitment

Row = Sequence[str | int | float]


@dataclass(frozen=True)
class Source:
    """The method in words, and the rows."""

    title: str
    method: str
    columns: Sequence[str]
    rows: Sequence[Row]


def attendance(report: Report) -> Source:
    """Check-ins by the county and the district or school of whoever came."""
    rows = Attendance.objects.filter(registration__convening=report.convening)
    found = rows.values_list("registration__county__name", "registration__place__name").annotate(
        n=Count("registration_id", distinct=True)
    )
    lines = [(county or _("not known"), place or _("not listed"), count) for county, place, count in found.order_by(
        "registration__county__name", "registration__place__name")]  # fmt: skip
    method = _(
        "Each person who was checked in counts once, for the county of the school or district they registered with."
    )
    return Source(_("Who was there"), method, (_("County"), _("School or district"), _("People")), lines)


def travel(report: Report) -> Source:
    """Hours by site."""
    sites = {site.pk: site for site in report.sites if measures.has_point(site)}
    hours: dict[int, float] = {}
    people: dict[int, int] = {}
    for row in report.turnout.came.values():
        if row.site in sites and row.latitude is not None:
            way = measures.hours_there_and_back(row.latitude, row.longitude, sites[row.site])
            hours[row.site] = hours.get(row.site, 0) + way
            people[row.site] = people.get(row.site, 0) + 1
    lines = [(sites[pk].name, people[pk], round(hours[pk], 1)) for pk in sorted(hours, key=lambda pk: sites[pk].number)]
    method = _(
        "Great circle from the school or district to the site and back, times %(factor)s for the road, at 50 miles an hour. "
        "The same for every site alone gives the one with the shortest way for all."
    ) % {"factor": ROAD_FACTOR}
    return Source(_("Travel"), method, (_("Site"), _("People"), _("Hours driven")), lines)


def connections(report: Report) -> Source:
    """Pairs by counties."""
    lines = [(a, b, count) for (a, b), count in report.connections.by_counties.items()]
    method = _(
        "Two people of different counties who sat at one table or in one group and were both checked in, or of whom one "
        "answered the other's question. Each pair counts once, and only if they had not met or been introduced at an "
        "earlier convening."
    )
    return Source(_("New connections"), method, (_("County"), _("County"), _("Pairs")), lines)


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
    return Source(_("Introductions"), method, (_("County"), _("County"), _("Pairs")), lines)


def commitments(report: Report) -> Source:
    """Commitments by kind and what was said."""
    rows = Commitment.objects.filter(convening=report.convening).prefetch_related("said")
    counts: dict[tuple[str, str], int] = {}
    for row in rows:
        words = sorted(row.said.all(), key=lambda said: said.said_at)
        word = str(Word(words[-1].word).label) if words else _("no answer")
        key = (str(CommitmentKind(row.kind).label), word)
        counts[key] = counts.get(key, 0) + 1
    method = _("What people said of their own commitments, or a witness of theirs. Nothing is inferred from silence.")
    lines = [(kind, word, count) for (kind, word), count in sorted(counts.items())]
    return Source(_("Commitments"), method, (_("Kind"), _("What they say"), _("Commitments")), lines)


MEASURES: dict[str, Callable[[Report], Source]] = {
    "attendance": attendance,
    "travel": travel,
    "connections": connections,
    "introductions": introductions,
    "commitments": commitments,
}


def about(convening: Convening, measure: str) -> str:
    """A name for the file."""
    return f"{convening.key}-{measure}"
