"""Maps: counties shaded in five steps, hubs and people as points, arcs between them, and always the table."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from groundswell.ui.charts.figure import Caption, Figure, Key, legend
from groundswell.ui.charts.svg import TEXT, circle, n, path, text, text_width
from groundswell.ui.components.tables import Column, Table
from groundswell.ui.maps.frames import Box, Sheet, center, sheet, way_to_a_free_place
from groundswell.ui.maps.projection import Outline

WIDTH = 460.0
NAMED = 16  # up to so many counties carry their names
NAME = 13.5  # px of a county's name


@dataclass(frozen=True, slots=True)
class Area:
    """A county on a map. `step` 1 to 5 is its shade, 0 a county without a value; `words` are its value as text,
    `label` what is written on the county where they are too long for it.

    `planning` draws it dashed: takes part, hosts nothing. `url` opens what the value was computed from.
    """

    name: str
    step: int = 0
    words: str = ""
    planning: bool = False
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class MapPoint:
    """A hub. `number` stands in it, `label` beside it; a planning one is an empty dashed ring."""

    longitude: float
    latitude: float
    label: str
    number: str = ""
    words: str = ""
    planning: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class Arc:
    """A bent line between two points, by their index; `words` tell what passes along it (for the table)."""

    start: int
    end: int
    words: str = ""


def county_map(
    outlines: Mapping[str, Outline],
    areas: Mapping[str, Area],
    caption: Caption,
    *,
    points: Sequence[MapPoint] = (),
    arcs: Sequence[Arc] = (),
    zoom: Collection[str] = (),
    steps: Sequence[str] = (),
    what: str = "",
    names: bool | None = None,
) -> Figure:
    """The counties of `zoom` (all of `outlines` where it is empty), shaded by `areas`.

    `steps` are the legend's words for the shades 1 to 5, from the lightest ("" leaves one out). `what` heads the values'
    column. Names stand in the counties where there are few; `names` decides otherwise.
    """
    shown_codes = [code for code in outlines if not zoom or code in zoom]
    drawn = sheet(tuple((code, outlines[code]) for code in shown_codes), WIDTH, 8.0)
    named = len(shown_codes) <= NAMED if names is None else names
    parts = [_area(drawn, code, areas.get(code)) for code in shown_codes]
    parts.append(path(drawn.inner, "edge-soft"))
    parts.append(path(drawn.edge, "edge"))
    parts += [_link(drawn, code, area) for code in shown_codes if (area := areas.get(code)) and area.url]
    parts += _arcs(drawn, points, arcs)
    if named:
        parts += _names(drawn, {code: outlines[code] for code in shown_codes}, areas, points)
    parts += [_point(drawn, point) for point in points]
    picture = format_html(
        '<svg viewBox="0 0 {} {}" role="{}" aria-label="{}">{}</svg>',
        n(drawn.frame.width),
        n(drawn.frame.height),
        "group" if any(area.url for area in areas.values()) or any(point.url for point in points) else "img",
        caption.sentence,
        mark_safe("".join(parts)),
    )
    return Figure(caption, picture, _table(areas, points, caption, what), _legend(areas, points, steps), kind="map")


def _area(drawn: Sheet, code: str, area: Area | None) -> str:
    if area is None:
        return f'<path class="land none" d="{drawn.paths[code]}"/>'
    css = f"land k{area.step}" if area.step else "land none"
    title = "" if area.url else _title(area)
    return f'<path class="{css}{" planning" if area.planning else ""}" d="{drawn.paths[code]}">{title}</path>'


def _link(drawn: Sheet, code: str, area: Area) -> str:
    """A county's outline once more, above all counties and clear: what is drawn later would lie on the ring of its focus."""
    return f'<a href="{escape(area.url)}"><path class="reach" d="{drawn.paths[code]}">{_title(area)}</path></a>'


def _title(area: Area) -> str:
    return f"<title>{escape(_said(area.name, area.words))}</title>"


def _said(name: str, words: str) -> str:
    return f"{name}: {words}" if words else name


def _names(
    drawn: Sheet, outlines: Mapping[str, Outline], areas: Mapping[str, Area], points: Sequence[MapPoint]
) -> Iterable[str]:
    taken = [box for point in points for box in _boxes(drawn, point)]
    for code, outline in outlines.items():
        area = areas.get(code)
        if area is None or not area.name:
            continue
        x, y = center(drawn.frame, outline)
        half, height = text_width(area.name, NAME) / 2, 32.0 if area.words else 16.0
        y += way_to_a_free_place((x - half, y - 13, x + half, y - 13 + height), taken, 10)
        taken.append((x - half, y - 13, x + half, y - 13 + height))
        tone = f" on-{area.step}" if area.step else ""
        yield text(x, y, area.name, f"name{tone}")
        if area.words:
            yield text(x, y + 16, area.label or area.words, f"val{tone}")


def _boxes(drawn: Sheet, point: MapPoint) -> list[Box]:
    """What a hub covers: its disc, and its name where it has no number."""
    x, y = drawn.frame.at((point.longitude, point.latitude))
    disc = (x - 11, y - 11, x + 11, y + 11)
    if point.number or not point.label:
        return [disc]
    width = text_width(point.label, TEXT)
    left = x - 11 - width if _to_the_left(drawn, point, x) else x + 11
    return [disc, (left, y - 9, left + width, y + 7)]


def _to_the_left(drawn: Sheet, point: MapPoint, x: float) -> bool:
    """Whether a hub's name would run off the paper at its right."""
    return x > drawn.frame.width - 16 - text_width(point.label, TEXT)


def _arcs(drawn: Sheet, points: Sequence[MapPoint], arcs: Sequence[Arc]) -> Iterable[str]:
    spots = [drawn.frame.at((point.longitude, point.latitude)) for point in points]
    for arc in arcs:
        (x1, y1), (x2, y2) = spots[arc.start], spots[arc.end]
        bend = 0.14
        mx, my = (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
        yield path(f"M{n(x1)} {n(y1)}Q{n(mx)} {n(my)} {n(x2)} {n(y2)}", "link-line")


def _point(drawn: Sheet, point: MapPoint) -> str:
    x, y = drawn.frame.at((point.longitude, point.latitude))
    title = f"<title>{escape(_said(point.label, point.words))}</title>"
    radius = 9.5 if point.number else 6.0
    shape = circle(x, y, radius, "hub-open" if point.planning else "hub")
    if point.number:
        shape += text(x, y + 4.5, point.number, "hub-num dark" if point.planning else "hub-num")
    elif point.label:
        left = _to_the_left(drawn, point, x)
        shape += text(x - radius - 5 if left else x + radius + 5, y + 4.5, point.label, "spot end" if left else "spot")
    group = f"<g>{title}{shape}</g>"
    return f'<a href="{escape(point.url)}">{group}</a>' if point.url else group


def _table(areas: Mapping[str, Area], points: Sequence[MapPoint], caption: Caption, what: str) -> Table:
    def linked(words: str, url: str) -> SafeString | str:
        return format_html('<a href="{}">{}</a>', url, words) if url else words

    planning = _("plans with us")
    rows: list[Sequence[SafeString | str]] = []
    valued = any(area.words for area in areas.values())
    listed = [area for area in areas.values() if valued or area.planning or not points]
    if listed:
        rows += [[area.name, linked(area.words or (planning if area.planning else "–"), area.url)] for area in listed]
    for point in points:
        name = f"{point.number} {point.label}".strip()
        if not name:
            continue  # a mark that says where the place of the page lies
        rows.append([name, linked(point.words or (planning if point.planning else "–"), point.url)])
    columns = [Column(_("Where")), Column(what or _("What"), number=True)]
    return Table(caption.heading or caption.sentence, columns, rows, csv_url=caption.csv_url)


def _legend(areas: Mapping[str, Area], points: Sequence[MapPoint], steps: Sequence[str]) -> str:
    keys = [Key(f'<rect class="k{i}" width="18" height="14"/>', words) for i, words in enumerate(steps, 1) if words]
    if steps and any(not area.step and not area.planning for area in areas.values()):
        keys.insert(0, Key('<rect class="none" width="18" height="14"/>', _("none")))
    if any(area.planning for area in areas.values()):
        keys.append(Key('<rect class="none planning" width="18" height="14"/>', _("plans with us")))
    if any(not point.planning for point in points):
        keys.append(Key('<circle class="hub" cx="9" cy="7" r="6"/>', _("site, open")))
    if any(point.planning for point in points):
        keys.append(
            Key('<circle class="hub-open" cx="9" cy="7" r="6"/>', _("plans with us and receives the materials"))
        )
    return legend(keys)


def locator_map(outlines: Mapping[str, Outline], codes: Collection[str], words: str) -> SafeString:
    """A small California with some counties filled, for a search result; `words` say which."""
    everything = sheet(tuple(outlines.items()), 104.0, 1.0)
    here = "".join(everything.paths[code] for code in outlines if code in codes)
    return format_html(
        '<svg viewBox="0 0 {} {}" aria-hidden="true"><path class="state" d="{}"/><path class="lands" d="{}"/></svg>{}',
        n(everything.frame.width),
        n(everything.frame.height),
        everything.edge,
        here,
        words,
    )
