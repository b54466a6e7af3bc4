"""Grids shaded by how much, and one mark for each person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from groundswell.ui.charts.figure import Caption, Figure, Key, legend
from groundswell.ui.charts.svg import n, shown
from groundswell.ui.components.tables import Column, Table


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`step` 1 to 5 is the shade, 0 none; `words` stand in the cell, so the shade never speaks alone."""

    words: str
    step: int = 0
    url: str = ""


def heat_grid(
    rows: Mapping[str, Sequence[HeatCell]],
    columns: Sequence[str],
    caption: Caption,
    *,
    of: str = "",
    keys: Sequence[str] = (),
) -> Figure:
    """A grid that is itself a table; `keys` say what each shade means, from the lightest. The order is yours."""

    def cell(one: HeatCell, column: str) -> SafeString:
        inner = format_html('<a href="{}">{}</a>', one.url, one.words) if one.url else one.words
        return format_html('<td class="k{}" data-label="{}">{}</td>', one.step, column, inner)

    body = format_html_join(
        "",
        '<tr><th scope="row">{}</th>{}</tr>',
        (
            (label, format_html_join("", "{}", ((cell(one, col),) for one, col in zip(cells, columns, strict=True))))
            for label, cells in rows.items()
        ),
    )
    head = format_html_join("", '<th scope="col"><span>{}</span></th>', ((column,) for column in columns))
    picture = format_html(
        '<table class="heat"><caption class="visually-hidden">{}</caption><thead><tr><th scope="col">{}</th>{}</tr>'
        "</thead><tbody>{}</tbody></table>",
        caption.heading or caption.sentence,
        of or _("Which"),
        head,
        body,
    )
    table = Table(
        caption.heading or caption.sentence,
        [Column(of or _("Which")), *(Column(column, number=True) for column in columns)],
        [[label, *(one.words for one in cells)] for label, cells in rows.items()],
        csv_url=caption.csv_url,
    )
    shades = [
        Key(f'<rect class="k{step}" width="18" height="14"/>', words) for step, words in enumerate(keys, 1) if words
    ]
    return Figure(caption, picture, table, legend(shades))


_STEP = 13  # a mark of 10 and the space to the next
_SHAPES = {
    "math": ("sq", "M{x} {y}h10v10h-10Z"),
    "science": ("ci", "M{x} {m}a5 5 0 0 1 10 0a5 5 0 0 1 -10 0Z"),
    "both": ("bo", "M{m2} {y}l5 5l-5 5l-5 -5Z"),
    "here": ("in", "M{x1} {y}h7v10h-7Z"),
    "away": ("out", "M{x1} {y}h7v10h-7Z"),
}


def unit_marks(counts: Sequence[tuple[str, int]], *, per_row: int = 18, label: str = "") -> SafeString:
    """One mark a person: squares for math, discs for science, diamonds for both; `here` and `away` for check-in.

    The number must stand beside it in words, or in `label`; without a label the drawing is hidden from readers.
    """
    drawn: dict[str, str] = {}
    i = 0
    for kind, count in counts:
        css, shape = _SHAPES[kind]
        for _i in range(count):
            x, y = i % per_row * _STEP + 1, i // per_row * _STEP + 1
            drawn[css] = drawn.get(css, "") + shape.format(x=x, y=y, m=y + 5, m2=x + 5, x1=n(x + 1.5))
            i += 1
    width, height = min(i, per_row) * _STEP, (i + per_row - 1) // per_row * _STEP
    paths = mark_safe("".join(f'<path class="{css}" d="{d}"/>' for css, d in drawn.items()))
    spoken = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    return format_html(
        '<svg class="units" viewBox="0 0 {} {}" width="{}" height="{}" {}>{}</svg>',
        width,
        height,
        width,
        height,
        spoken,
        paths,
    )


def shade(value: float | None, bounds: Sequence[float]) -> int:
    """Which of the five shades a value takes: 0 for none, else 1 and one more for each bound that it reaches."""
    return 0 if value is None else min(5, 1 + sum(value >= bound for bound in bounds))


def words_for_bounds(bounds: Sequence[float], unit: str = "") -> list[str]:
    """The legend of `shade`: "under 5%", "5% to 10%", …, "20% or more"."""
    names = [f"{shown(bound)}{unit}" for bound in bounds]
    between = [_("%(low)s to %(high)s") % {"low": a, "high": b} for a, b in pairwise(names)]
    return [_("under %(bound)s") % {"bound": names[0]}, *between, _("%(bound)s or more") % {"bound": names[-1]}]
