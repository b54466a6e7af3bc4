"""A map of counties on paper: the page's own, as shapes of a PDF."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from groundswell.ui.maps.drawing import WIDTH, Area, MapPoint
from groundswell.ui.maps.frames import Box, center, sheet, way_to_a_free_place
from groundswell.ui.maps.projection import Outline
from groundswell.ui.pdf import INK, POPPY, RULE, SANS, SERIF, draw_svg, printable

SHADES = {0: "#fbf8f1", 1: "#ebeadb", 2: "#cfd9bd", 3: "#a6bd95", 4: "#739a6a", 5: "#3e6439"}  # see css/tokens.css
PAPER = (251, 248, 241)
DISC = 1.1  # mm: half a site's disc
AROUND = 1.6  # mm from its middle that no words come near


def draw_county_map(
    pdf: Any, outlines: Mapping[str, Outline], areas: Mapping[str, Area], points: Sequence[MapPoint], *, x: float, y: float,
    width: float,
) -> float:  # fmt: skip
    """The counties of `areas` with their names and words, and the sites; returns how high it is."""
    codes = [code for code in outlines if code in areas]
    drawn = sheet(tuple((code, outlines[code]) for code in codes), WIDTH, 8.0)
    scale = width / drawn.frame.width
    shapes = "".join(
        f'<path d="{drawn.paths[code]}" fill="{SHADES[areas[code].step]}" stroke="#8a8271" stroke-width="1"/>'
        for code in codes
    )
    height = drawn.frame.height * scale
    draw_svg(pdf, f"0 0 {drawn.frame.width} {drawn.frame.height}", shapes, x=x, y=y, width=width, height=height)
    taken: list[Box] = []
    for point in points:
        across, down = (place * scale for place in drawn.frame.at((point.longitude, point.latitude)))
        _point(pdf, point, x + across, y + down)
        taken.append((x + across - AROUND, y + down - AROUND, x + across + AROUND, y + down + AROUND))
    for code in codes:
        across, down = (place * scale for place in center(drawn.frame, outlines[code]))
        taken.append(_name(pdf, areas[code], x + across, y + down, taken))
    return height


def _name(pdf: Any, area: Area, x: float, y: float, taken: Collection[Box]) -> Box:
    """In the middle of the county or beside what stands there, light on the darkest shade; returns where it is."""
    lines = []
    for down, family, style, size, words in (
        (-3.4, SERIF, "I", 7.5, area.name),
        (0.2, SANS, "B", 8.5, area.label or area.words),
    ):
        pdf.set_font(family, style, size)
        lines.append((down, family, style, size, printable(words), pdf.get_string_width(printable(words))))
    half = max(wide for *_line, wide in lines) / 2
    y += way_to_a_free_place((x - half, y - 3.4, x + half, y + 3.8), taken, 1.4)
    pdf.set_text_color(*(PAPER if area.step == 5 else INK))
    for down, family, style, size, text, wide in lines:
        pdf.set_font(family, style, size)
        pdf.set_xy(x - wide / 2 - 1, y + down)
        pdf.cell(wide + 2, 3.6, text, align="C")
    return x - half, y - 3.4, x + half, y + 3.8


def _point(pdf: Any, point: MapPoint, x: float, y: float) -> None:
    """A disc for a site, a ring for one that plans."""
    pdf.set_draw_color(*POPPY)
    pdf.set_fill_color(*(PAPER if point.planning else POPPY))
    pdf.set_line_width(0.35)
    pdf.ellipse(x - DISC, y - DISC, 2 * DISC, 2 * DISC, style="DF")
    pdf.set_line_width(0.2)
    pdf.set_draw_color(*RULE)
