"""The report's figures: a sentence, a picture, a table; each opens what it was computed from."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Convening, Site
from groundswell.evidence.measures import Connections, Introduced, Travel
from groundswell.evidence.turnout import CountyLine
from groundswell.places import atlas
from groundswell.spread.selectors import Kept
from groundswell.ui.charts.bars import Bar, bar_chart
from groundswell.ui.charts.figure import Caption, Figure
from groundswell.ui.charts.grids import shade, words_for_bounds
from groundswell.ui.maps import Area, MapPoint, county_map

COUNTS = (10, 20, 40, 60)
SHARES = (2, 5, 10, 15)  # people per hundred teachers


def source(convening: Convening, measure: str) -> str:
    """Where a number opens to what it was computed from."""
    return reverse("evidence:source", args=[convening.key, measure])


def attendance_map(convening: Convening, lines: Sequence[CountyLine], sites: Sequence[Site]) -> Figure | None:
    """By county: as a share of its teachers once their number is known for all, else as a count."""
    if not lines:
        return None
    shares = all(line.share is not None for line in lines)
    bounds = SHARES if shares else COUNTS
    areas = {}
    for line in lines:
        value = line.share if shares else line.people
        words = f"{line.people}" if line.share is None else _("%(people)d (%(share)s per 100 teachers)") % {
            "people": line.people, "share": number_format(line.share, 1)
        }  # fmt: skip
        areas[line.code] = Area(
            atlas.counties()[line.code].name, shade(value, bounds), words, url=source(convening, "attendance")
        )
    for site in sites:
        if site.kind == SiteKind.PLANNING and site.county and site.county.county not in areas:
            areas[site.county.county] = Area(atlas.counties()[site.county.county].name, planning=True)
    points = [
        MapPoint(s.longitude or 0, s.latitude or 0, s.name, planning=s.kind == SiteKind.PLANNING)
        for s in sites
        if s.latitude is not None and s.longitude is not None
    ]
    most = max(lines, key=lambda line: (line.share or 0) if shares else line.people)
    sentence = (
        _("%(county)s brought the most people for its number of teachers.")
        if shares
        else _("%(county)s brought the most people: %(people)d.")
    ) % {"county": most.name, "people": most.people}
    caption = Caption(sentence, note=teachers_note(lines), heading=_("People who were there, by county"), measured=True)
    unit = _(" per 100 teachers") if shares else ""
    steps = words_for_bounds(bounds, unit)
    return county_map(atlas.outlines(), areas, caption, points=points, zoom=set(areas), steps=steps, what=_("People"))


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
    caption = Caption(sentence, heading=_("New connections between counties"), measured=True)
    return bar_chart(bars, caption, what=_("Counties"), of=_("Pairs"))


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


def commitments_chart(convening: Convening, found: Kept) -> Figure | None:
    """What became of commitments, in the word of those who made them; who did not answer is shown so."""
    if not found.made:
        return None
    parts = (
        (_("kept"), found.kept),
        (_("partly kept"), found.partly),
        (_("not yet"), found.not_yet),
        (_("not any more"), found.dropped),
        (_("no answer"), found.unanswered),
    )
    bars = [
        Bar(label, count, key=n == 0, url=source(convening, "commitments")) for n, (label, count) in enumerate(parts)
    ]
    sentence = _(
        "Of %(made)d commitments %(kept)d are kept, as those who made them say; %(silent)d have not answered."
    ) % {
        "made": found.made,
        "kept": found.kept,
        "silent": found.unanswered,
    }
    return bar_chart(
        bars, Caption(sentence, heading=_("Commitments"), measured=False), what=_("What they say"), of=_("Commitments")
    )
