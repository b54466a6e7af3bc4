"""The map of hubs, the table of sites and the braid of the program, as the public page shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from groundswell.convenings.choices import ConveningState, Mode, SiteKind
from groundswell.convenings.models import Convening, Material, Session
from groundswell.convenings.selectors.convenings import SiteLine
from groundswell.convenings.wording import hour_of_program, in_language
from groundswell.places import atlas
from groundswell.standards.models import Item
from groundswell.ui.charts.figure import Caption, Figure
from groundswell.ui.charts.grids import unit_marks
from groundswell.ui.maps import Arc, Area, MapPoint, county_map


def hubs_map(convening: Convening, lines: Sequence[SiteLine]) -> Figure | None:
    """Where the sites are, joined to the one in their middle; None when no site has a point."""
    shown = [line for line in lines if line.site.latitude is not None and line.site.longitude is not None]
    if not shown:
        return None
    open_ones = [line for line in shown if line.site.kind == SiteKind.IN_PERSON]
    points = [
        MapPoint(
            longitude=line.site.longitude or 0,
            latitude=line.site.latitude or 0,
            label=in_language(line.site, "name", get_language() or "en"),
            number="" if line.site.kind == SiteKind.PLANNING else str(line.site.number),
            words=people_words(line.people),
            planning=line.site.kind == SiteKind.PLANNING,
        )
        for line in shown
    ]
    codes = {line.site.county.county: line for line in shown if line.site.county is not None}
    areas = {
        code: Area(atlas.counties()[code].name, planning=line.site.kind == SiteKind.PLANNING)
        for code, line in sorted(codes.items())
        if code in atlas.counties()
    }
    if convening.state in {ConveningState.CANCELLED, ConveningState.POSTPONED}:
        sentence = ngettext(
            "It was to be held at one site.", "It was to be held at %(count)d sites, joined by video.", len(open_ones)
        )
    elif convening.is_over:
        sentence = ngettext(
            "It was held at one site.", "It was held at %(count)d sites, joined by video.", len(open_ones)
        )
    else:
        sentence = ngettext("%(count)d site is open.", "%(count)d sites are open, joined by video.", len(open_ones))
    caption = Caption(sentence % {"count": len(open_ones)}, heading=_("Where the sites are"))
    return county_map(atlas.outlines(), areas, caption, points=points, arcs=_arcs(shown, open_ones), zoom=set(areas))


def _arcs(shown: Sequence[SiteLine], open_ones: Sequence[SiteLine]) -> list[Arc]:
    """From the site nearest to the middle to each of the others."""
    if len(open_ones) < 2:
        return []
    middle = (
        sum(line.site.latitude or 0 for line in open_ones) / len(open_ones),
        sum(line.site.longitude or 0 for line in open_ones) / len(open_ones),
    )
    center = min(
        open_ones,
        key=lambda line: ((line.site.latitude or 0) - middle[0]) ** 2 + ((line.site.longitude or 0) - middle[1]) ** 2,
    )
    start = list(shown).index(center)
    return [Arc(start, list(shown).index(line)) for line in open_ones if line is not center]


def people_words(count: int) -> str:
    return ngettext("%(count)d person", "%(count)d people", count) % {"count": count}


def site_rows(lines: Sequence[SiteLine], *, over: bool) -> list[dict[str, object]]:
    """A row a site: its marks, counts and, until it is over, whether seats are left."""
    rows: list[dict[str, object]] = []
    for line in lines:
        if line.site.kind == SiteKind.PLANNING:
            seats = _("plans with us and receives the kit")
        elif over:
            seats = ""
        elif line.free is None:
            seats = _("no limit")
        elif line.free == 0:
            seats = _("full: waiting list")
        else:
            seats = ngettext("%(count)d seat left", "%(count)d seats left", line.free) % {"count": line.free}
        marks = unit_marks(line.marks, label=people_words(line.people))
        rows.append({"line": line, "site": line.site, "marks": marks, "seats": seats})
    return rows


@dataclass(frozen=True, kw_only=True)
class BraidRow:
    """One session in the braid of the program, with what it needs of its neighbors."""

    session: Session
    at: str
    title: str
    kind: str
    mode: str
    before: str
    after: str
    threads: int
    now: bool = False
    past: bool = False

    @property
    def anchor(self) -> str:
        """Its id on the day's pages."""
        return f"session-{self.session.pk}"


@dataclass(frozen=True, kw_only=True)
class ProgramRow(BraidRow):
    """One session of the program with all that the public page says of it."""

    text: str
    standards: list[Item]
    materials: list[Material]
    site: str


def braid_rows(
    sessions: Sequence[Session],
    sites: int,
    language: str,
    *,
    current: int | None = None,
    over_by: datetime | None = None,
) -> list[BraidRow]:
    """The program in order, braided of as many threads as there are sites.

    On the day, `current` is the session that all sites are shown now, and what ended before `over_by` is past.
    """
    kinds = ["joint" if session.mode == Mode.JOINT else "local" for session in sessions]
    threads = max(2, min(12, sites))
    return [
        BraidRow(
            session=session,
            at=hour_of_program(session.starts_at),
            title=in_language(session, "title", language),
            kind=kinds[position],
            mode=str(session.get_mode_display()).capitalize(),
            before=kinds[position - 1] if position else "",
            after=kinds[position + 1] if position + 1 < len(kinds) else "",
            threads=threads,
            now=session.pk == current,
            past=over_by is not None and session.pk != current and session.ends_at <= over_by,
        )
        for position, session in enumerate(sessions)
    ]


def program_rows(sessions: Sequence[Session], sites: int, language: str) -> list[ProgramRow]:
    """The program of the public page; needs standards, materials and sites fetched along."""
    return [
        ProgramRow(
            **vars(row),
            text=in_language(row.session, "text", language),
            standards=list(row.session.standards.all()),
            materials=[material for material in row.session.materials.all() if not material.for_hosts],
            site=row.session.site.name if row.session.site else "",
        )
        for row in braid_rows(sessions, sites, language)
    ]
