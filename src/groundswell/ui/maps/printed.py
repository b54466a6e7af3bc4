"""A map of counties on paper: the page's own, as shapes of a PDF."""

from collections.abc import Mapping, Sequence
from typing import Any

from groundswell.ui.maps.drawing import WIDTH, Area, MapPoint
from groundswell.ui.maps.frames import center, sheet
from groundswell.ui.maps.projection import Outline
from groundswell.ui.pdf import INK, POPPY, RULE, SANS, SERIF, draw_svg, printable

SHADES = {0: "#fbf8f1", 1: "#ebeadb", 2: "#cfd9bd", 3: "#a6bd95", 4: "#739a6a", 5: "#3e6439"}  # see css/tokens.css
PAPER = (251, 248, 241)


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
    for point in points:
        across, down = drawn.frame.at((point.longitude, point.latitude))
        _point(pdf, point, x + across * scale, y + down * scale)
    for code in codes:
        across, down = center(drawn.frame, outlines[code])
        _name(pdf, areas[code], x + across * scale, y + down * scale)
    return height


def _name(pdf: Any, area: Area, x: float, y: float) -> None:
    """In the middle of the county, light on the darkest shade."""
    pdf.set_text_color(*(PAPER if area.step == 5 else INK))
    for down, family, style, size, words in (
        (-3.4, SERIF, "I", 7.5, area.name),
        (0.2, SANS, "B", 8.5, area.label or area.words),
    ):
        pdf.set_font(family, style, size)
        text = printable(words)
        wide = pdf.get_string_width(text) + 2
        pdf.set_xy(x - wide / 2, y + down)
        pdf.cell(wide, 3.6, text, align="C")


def _point(pdf: Any, point: MapPoint, x: float, y: float) -> None:
    """A disc for a site, a ring for one that plans."""
    pdf.set_draw_color(*POPPY)
    pdf.set_fill_color(*(PAPER if point.planning else POPPY))
    pdf.set_line_width(0.35)
    pdf.ellipse(x - 1.1, y - 1.1, 2.2, 2.2, style="DF")
    pdf.set_line_width(0.2)
    pdf.set_draw_color(*RULE)
