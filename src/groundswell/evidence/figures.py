"""The report's figures: a sentence, a picture, a table; each opens what it was computed from."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Convening
from groundswell.convenings.wording import name_of_site
from groundswell.engines.distance import ROAD_FACTOR
from groundswell.evidence.answers import by_question, hidden, rate_sentence
from groundswell.evidence.measures import Connections, Introduced, Travel
from groundswell.evidence.report import Report
from groundswell.evidence.sources import MILES_AN_HOUR
from groundswell.evidence.turnout import CountyLine
from groundswell.instruments.figures import Shown, shown_questions
from groundswell.places import atlas
from groundswell.spread.choices import Word
from groundswell.spread.selectors import SILENCE, Kept
from groundswell.ui.addresses import address
from groundswell.ui.charts.bars import Bar, bar_chart
from groundswell.ui.charts.figure import Caption, Figure
from groundswell.ui.charts.grids import shade, words_for_bounds
from groundswell.ui.maps import Area, MapPoint, county_map

COUNTS = (10, 20, 40, 60)
SHARES = (2, 5, 10, 15)  # people per hundred teachers


def source(convening: Convening, measure: str) -> str:
    """Where a number opens to what it was computed from."""
    return address("evidence:source", convening.key, measure)


def csv(convening: Convening, measure: str, table: int = 1) -> str:
    """One of the tables that a number was computed from, as a file."""
    return f"{source(convening, measure)}?as=csv&table={table}"


@dataclass(frozen=True)
class Attendance:
    """Counties shaded by who came, the sites, and the sentence: what the page's map and the PDF's show."""

    areas: Mapping[str, Area]
    points: Sequence[MapPoint]
    steps: Sequence[str]
    caption: Caption


def attendance_of(report: Report) -> Attendance | None:
    """By county: as a share of its teachers once their number is known for all, else as a count."""
    lines, convening = report.lines, report.convening
    if not report.counties:
        return None
    shares = all(line.share is not None for line in lines)
    bounds = SHARES if shares else COUNTS
    planning = {s.county.county for s in report.sites if s.kind == SiteKind.PLANNING and s.county is not None}
    areas = {}
    for line in lines:
        value = line.share if shares else line.people
        words = f"{line.people}" if line.share is None else _("%(people)d (%(share)s per 100 teachers)") % {
            "people": line.people, "share": number_format(line.share, 1)
        }  # fmt: skip
        name, plans = atlas.counties()[line.code].name, line.code in planning and not line.people
        url = source(convening, "attendance") if line.people else ""
        areas[line.code] = Area(
            name, shade(value, bounds) if line.people else 0, "" if plans else words, planning=plans, url=url,
            label=number_format(line.share, 1) if shares and line.share else "",
        )  # fmt: skip
    at = Counter(row.site for row in report.turnout.came.values())
    points = [
        MapPoint(
            s.longitude or 0,
            s.latitude or 0,
            name_of_site(s),
            words="" if s.kind == SiteKind.PLANNING else f"{at[s.pk]}",
            planning=s.kind == SiteKind.PLANNING,
        )
        for s in report.sites
        if s.latitude is not None and s.longitude is not None
    ]
    most = max(lines, key=lambda line: (line.share or 0) if shares else line.people)
    sentence = (
        _("%(county)s brought the most people for its number of teachers.")
        if shares
        else _("%(county)s brought the most people: %(people)d.")
    ) % {"county": most.name, "people": most.people}
    caption = Caption(
        sentence, note=teachers_note(lines), heading=_("People who were there, by county"), measured=True,
        csv_url=csv(convening, "attendance"),
    )  # fmt: skip
    unit = _(" per 100 teachers") if shares else ""
    return Attendance(areas, points, words_for_bounds(bounds, unit), caption)


def attendance_map(found: Attendance | None) -> Figure | None:
    """The same on the page."""
    if found is None:
        return None
    return county_map(
        atlas.outlines(), found.areas, found.caption, points=found.points, zoom=set(found.areas), steps=found.steps,
        what=_("People"),
    )  # fmt: skip


def teachers_note(lines: Sequence[CountyLine]) -> str:
    """Whose numbers of teachers the shares are reckoned from; nothing where a county's number is not known."""
    if not all(line.teachers for line in lines):
        return ""
    said = {(line.year, line.source) for line in lines}
    named = "; ".join(f"{year}, {source}" if source else year for year, source in sorted(said))
    return _("Teachers by county: %(named)s.") % {"named": named}


def travel_sentence(travel: Travel) -> str:
    """What meeting at several sites saved, and how it is reckoned."""
    return _(
        "Meeting at several sites saved %(saved)d hours on the road: %(driven)d hours were driven instead of %(alone)d, had "
        "everyone met in %(site)s, the one site with the shortest way for all."
    ) % {
        "saved": round(travel.saved),
        "driven": round(travel.driven),
        "alone": round(travel.alone),
        "site": travel.site,
    }


def travel_chart(report: Report) -> Figure | None:
    """Hours saved, by the site to which people came instead."""
    found, convening = report.travel, report.convening
    if found is None:
        return None
    lines = sorted(found.lines, key=lambda line: -line.saved)
    bars = [
        Bar(line.name, round(line.saved), key=n == 0, url=source(convening, "travel")) for n, line in enumerate(lines)
    ]
    caption = Caption(
        travel_sentence(found), heading=_("Hours of travel saved, by site"), measured=True,
        note=travel_note(found), csv_url=csv(convening, "travel"),
    )  # fmt: skip
    return bar_chart(bars, caption, what=_("Hours saved"), of=_("Site"))


def travel_note(found: Travel) -> str:
    """How it was reckoned, and who is not in it."""
    words = _("There and back: great circle times %(factor)s for the road, at %(speed)d miles an hour.") % {
        "factor": ROAD_FACTOR, "speed": MILES_AN_HOUR,
    }  # fmt: skip
    if not found.uncounted:
        return words
    return f"{words} " + ngettext(
        "%(n)d person is not counted: it is not known where they came from.",
        "%(n)d people are not counted: it is not known where they came from.",
        found.uncounted,
    ) % {"n": found.uncounted}


def connections_chart(convening: Convening, found: Connections) -> Figure | None:
    """Pairs of people of two counties who met for the first time, for the counties that were joined most."""
    if not found.by_counties:
        return None
    most = list(found.by_counties.items())[:12]
    bars = [
        Bar(f"{a} – {b}", count, key=n == 0, url=source(convening, "connections"))
        for n, ((a, b), count) in enumerate(most)
    ]
    sentence = ngettext(
        "%(pairs)d pair of people from different counties met for the first time.",
        "%(pairs)d pairs of people from different counties met for the first time.",
        found.pairs,
    ) % {"pairs": found.pairs}
    caption = Caption(
        sentence, heading=_("New connections between counties"), measured=True, csv_url=csv(convening, "connections", 2)
    )
    return bar_chart(bars, caption, what=_("Pairs"), of=_("Counties"))


def introductions_sentence(found: Introduced) -> str:
    """How many were introduced, and for how many of them it was the first time; without numbers for fewer than ten."""
    if found.pairs is None:
        return _("Fewer than ten people of different counties were introduced to each other.")
    if not found.pairs:
        return ""
    words = ngettext(
        "%(pairs)d pair of people from different counties each said that they hope to work with the other, and was told so.",
        "%(pairs)d pairs of people from different counties each said that they hope to work with the other, and were told so.",
        found.pairs,
    ) % {"pairs": found.pairs}
    if not found.first:
        return words
    more = ngettext(
        "%(first)d of them had not met at a table, in a group or over a question.",
        "%(first)d of them had not met at a table, in a group or over a question.",
        found.first,
    ) % {"first": found.first}
    return f"{words} {more}"


@dataclass(frozen=True)
class Said:
    """A question of the survey: what to show of it, and how many of those who were there answered it."""

    shown: Shown
    rate: str


def questions_of(report: Report) -> list[Said]:
    """What people said, question by question, the aims of the day first as the survey has them."""
    if report.survey is None:
        return []
    found = []
    for group in by_question(report.survey.questions):
        rate = rate_sentence(group, report.survey.asked)
        found += [Said(shown, rate) for shown in shown_questions(group, {}) if shown.figure or shown.table]
    return found


def commitments_chart(convening: Convening, found: Kept) -> Figure | None:
    """What became of commitments, in the word of those who made them; who did not answer is shown so."""
    if not found.made or found.hidden:
        return None
    parts = (
        (_("kept"), Word.KEPT),
        (_("partly kept"), Word.PARTLY),
        (_("not yet"), Word.NOT_YET),
        (_("not any more"), Word.DROPPED),
        (_("no answer"), SILENCE),
    )
    bars = [
        Bar(label, found.words[word], "" if found.words[word] is not None else hidden(), key=n == 0,
            url=source(convening, "commitments"))
        for n, (label, word) in enumerate(parts)
    ]  # fmt: skip
    caption = Caption(
        commitments_sentence(found), heading=_("Commitments"), measured=False, csv_url=csv(convening, "commitments")
    )
    return bar_chart(bars, caption, what=_("Commitments"), of=_("What they say"))


def commitments_sentence(found: Kept) -> str:
    """How many were made, and what is said of them where that may be told."""
    if not found.made:
        return _("Nobody has made a commitment yet.")
    made = ngettext("%(n)d commitment was made.", "%(n)d commitments were made.", found.made) % {"n": found.made}
    if found.hidden:
        return f"{made} " + _("What became of them is shown once ten people have made one.")
    parts = [made]
    if found.kept is not None:
        parts.append(_("%(n)d are kept, as the person or a witness says.") % {"n": found.kept})
    if found.unanswered:
        parts.append(_("Of %(n)d nobody has said anything.") % {"n": found.unanswered})
    return " ".join(parts)
