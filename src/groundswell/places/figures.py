"""Maps and tables of places, as the pages show them: plain values from selectors in, components' values out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache

from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.places import atlas
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.places.selectors.browsing import Counts
from groundswell.ui.charts.figure import Caption, Figure
from groundswell.ui.components.tables import Column, Table
from groundswell.ui.maps import Area, MapPoint, county_map

STEPS = (50, 150, 300, 600)  # open schools: the borders between the five shades


def place_url(place: Place) -> str:
    """The address of a place's page. Pages hold hundreds of them: the pattern is asked for once."""
    return f"{_before_key()}{place.key}/"


@cache
def _before_key() -> str:
    return reverse("places:overview")


def link_to(place: Place, words: str = "") -> str:
    return format_html('<a href="{}">{}</a>', place_url(place), words or place.name)


def shade(schools: int) -> int:
    """0 for a county without schools on record, else 1 to 5."""
    return 0 if schools == 0 else 1 + sum(schools >= border for border in STEPS)


def step_words() -> Sequence[str]:
    low = (1, *STEPS)
    closed = [_("%(low)d to %(high)d schools") % {"low": a, "high": b - 1} for a, b in zip(low, STEPS, strict=False)]
    return [*closed, _("%(low)d schools or more") % {"low": STEPS[-1]}]


def schools_map(counties: Iterable[Place], counts: Mapping[str, Counts], sentence: str) -> Figure:
    """The counties given, shaded by their open schools, each a link to its page."""
    shown = list(counties)
    total = sum(counts.get(county.county, Counts()).schools for county in shown)
    areas = {
        county.county: Area(
            atlas.counties()[county.county].name,
            shade(held.schools),
            str(held.schools) if total else "",
            url=place_url(county),
        )
        for county in shown
        for held in [counts.get(county.county, Counts())]
    }
    note = "" if total else _("Schools have not been brought in yet; the map shows the counties.")
    caption = Caption(sentence, note=note, heading=_("Open schools by county"))
    zoom = set(areas) if len(areas) < len(atlas.counties()) else ()
    steps = step_words() if total else ()
    return county_map(atlas.outlines(), areas, caption, zoom=zoom, steps=steps, what=_("Open schools"))


def spot_map(place: Place) -> Figure | None:
    """Where a place stands, in its county and the counties around it."""
    if place.latitude is None or place.longitude is None or place.county not in atlas.counties():
        return None
    county = atlas.counties()[place.county]
    around = {county.code, *county.neighbors}
    areas = {code: Area(atlas.counties()[code].name, int(code == county.code)) for code in around}
    point = MapPoint(place.longitude, place.latitude, "", words=place.name)
    names = {"name": place.name, "county": county.name, "seat": county.seat}
    sentence = _("%(name)s stands in %(county)s County.") % names
    if place.kind == PlaceKind.COUNTY:
        sentence = _("%(name)s and its neighbors; the county seat is %(seat)s.") % names
    if place.kind == PlaceKind.DISTRICT:
        sentence = _("The middle of the schools of %(name)s, in %(county)s County.") % names
    drawn = county_map(atlas.outlines(), areas, Caption(sentence), points=[point], zoom=around, names=True)
    return replace(drawn, legend="")  # one point needs no key


def county_table(counties: Iterable[Place], counts: Mapping[str, Counts]) -> Table:
    columns = [
        Column(_("County")),
        Column(_("Locale")),
        Column(_("Districts"), number=True),
        Column(_("Schools"), number=True),
        Column(_("Students"), number=True),
    ]
    rows = [
        [
            link_to(county),
            county.get_locale_display(),
            held.districts,
            held.schools or "–",
            f"{held.students:,}" if held.students else "–",
        ]
        for county in counties
        for held in [counts.get(county.county, Counts())]
    ]
    return Table(_("Counties"), columns, rows, empty=_("No county is of this kind."))


def district_table(districts: Iterable[Place]) -> Table:
    columns = [
        Column(_("District")),
        Column(_("Locale")),
        Column(_("Schools"), number=True),
        Column(_("Students"), number=True),
    ]
    rows = [
        [
            link_to(district, district.district_name or district.name),
            district.get_locale_display(),
            getattr(district, "open_schools", 0) or "–",
            f"{district.students:,}" if district.students else "–",
        ]
        for district in districts
    ]
    return Table(_("Districts"), columns, rows, empty=_("No district is of this kind."))


def school_table(schools: Iterable[Place], caption: str) -> Table:
    columns = [
        Column(_("School")),
        Column(_("Grades")),
        Column(_("City")),
        Column(_("Students"), number=True),
    ]
    rows = [
        [
            format_html("{}{}", link_to(school), " · " + _("charter") if school.charter else ""),
            school.grades or "–",
            school.city,
            f"{school.students:,}" if school.students is not None else "–",
        ]
        for school in schools
    ]
    empty = _("No school is on record here. Schools come from the state's directory.")
    return Table(caption, columns, rows, empty=empty)


def count_words(schools: int) -> str:
    return ngettext("%(count)d open school", "%(count)d open schools", schools) % {"count": schools}
