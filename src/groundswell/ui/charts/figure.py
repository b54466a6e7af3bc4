"""A figure: first the sentence that says what it shows, then the picture, the legend, and the table one click away."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from groundswell.ui.components import tables
from groundswell.ui.components.tables import Table


@dataclass(frozen=True, slots=True)
class Caption:
    """What a figure says in words. `note` tells what was counted; `heading` names the table (default: the sentence).

    `measured` is True for what the product counted, False for what people said about themselves, None where neither.
    """

    sentence: str
    note: str = ""
    heading: str = ""
    csv_url: str = ""
    measured: bool | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """`kind` is chart or map. Show it with `{% figure … %}`."""

    caption: Caption
    picture: SafeString
    table: Table
    legend: str = ""
    kind: str = "chart"


@dataclass(frozen=True, slots=True)
class Key:
    """One line of a legend: a small drawing (18 by 14) and its words."""

    drawing: str  # trusted SVG, made in this package
    words: str


def legend(keys: Sequence[Key]) -> str:
    if not keys:
        return ""
    items = format_html_join(
        "",
        '<li><svg viewBox="0 0 18 14" aria-hidden="true">{}</svg>{}</li>',
        ((mark_safe(key.drawing), key.words) for key in keys),
    )
    return format_html('<ul class="legend" role="list">{}</ul>', items)


def figure(context: Context, figure: Figure, level: int = 3) -> SafeString:
    """The figure as markup. Its sentence is a heading of `level`."""
    kind = "plain" if len(figure.table.columns) <= 3 else ""
    table = tables.table(context, figure.table, kind, quiet=True)
    return SafeString(
        render_to_string(
            "ui/components/figure.html",
            {"figure": figure, "level": level, "table": table},
        )
    )
