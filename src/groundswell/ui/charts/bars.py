"""Bars from one line, and bars in parts."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html
from django.utils.translation import gettext as _

from groundswell.ui.charts.figure import Caption, Figure, Key, legend
from groundswell.ui.charts.svg import (
    NARROW,
    TEXT,
    WIDE,
    both_widths,
    drawing,
    lines_of_text,
    rect,
    shown,
    text,
    text_width,
    wrap,
)
from groundswell.ui.components.tables import Column, Table

BOLD = 1.12  # how much wider the words of the key bar are


@dataclass(frozen=True, slots=True)
class Bar:
    """`value` None draws no bar: not known or not shown; `words` then says which. `key` is the one the sentence names.

    `tone` is math, science or both, for subjects only. `url` opens what the number was computed from.
    """

    label: str
    value: float | None
    words: str = ""
    key: bool = False
    tone: str = ""
    url: str = ""


def linked(words: str, url: str) -> str:
    return format_html('<a href="{}">{}</a>', url, words) if url else words


def _css(bar: Bar) -> str:
    return "bar key" if bar.key else f"bar {bar.tone}".strip()


def bar_chart(bars: Sequence[Bar], caption: Caption, *, what: str = "", of: str = "") -> Figure:
    """Bars to the right, longest where you put it: the order is yours. `what` and `of` head the table's columns."""
    top = max((bar.value or 0 for bar in bars), default=0) or 1
    label_width = min(240.0, max((text_width(bar.label) * (BOLD if bar.key else 1) for bar in bars), default=0)) + 12
    value_width = max((text_width(shown(bar.value, bar.words), TEXT * 1.05) for bar in bars), default=0) + 16
    room = WIDE - label_width - value_width
    wide: list[str] = []
    y = 0.0
    for bar in bars:
        lines = wrap(bar.label, (label_width - 10) / (BOLD if bar.key else 1))
        height = max(30, 10 + 16 * len(lines))
        mid = y + height / 2
        wide.append(lines_of_text(label_width - 12, mid + 4.5, lines, "end strong" if bar.key else "end"))
        length = room * (bar.value or 0) / top
        wide += [rect(label_width, mid - 9, length, 18, _css(bar))]
        wide.append(text(label_width + length + 8, mid + 4.5, shown(bar.value, bar.words), "strong"))
        y += height
    narrow: list[str] = []
    down = 0.0
    for bar in bars:
        lines = wrap(bar.label, NARROW / (BOLD if bar.key else 1))
        narrow += [text(0, down + 14 + 16 * n, line, "strong" if bar.key else "") for n, line in enumerate(lines)]
        down += 5 + 16 * len(lines)
        length = (NARROW - value_width) * (bar.value or 0) / top
        narrow.append(rect(0, down, length, 14, _css(bar)))
        narrow.append(text(length + 8, down + 11.5, shown(bar.value, bar.words), "strong"))
        down += 25
    table = Table(
        caption.heading or caption.sentence,
        [Column(of or _("Which")), Column(what or _("How many"), number=True)],
        [[bar.label, linked(shown(bar.value, bar.words), bar.url)] for bar in bars],
        csv_url=caption.csv_url,
    )
    picture = both_widths(drawing(WIDE, y, wide, caption.sentence), drawing(NARROW, down, narrow, caption.sentence))
    return Figure(caption, picture, table)


@dataclass(frozen=True, slots=True)
class StackedRow:
    """One bar of parts; `parts` are counts in the order of the categories. None: not shown, `words` says why."""

    label: str
    parts: Sequence[float] | None
    words: str = ""


SHADES = {1: (4,), 2: (2, 5), 3: (1, 3, 5), 4: (1, 2, 4, 5), 5: (1, 2, 3, 4, 5)}


def stacked_chart(rows: Sequence[StackedRow], categories: Sequence[str], caption: Caption, *, of: str = "") -> Figure:
    """Each row as a whole of 100 %, in two to five shades from the first category to the last (answers on a scale)."""
    shades = SHADES[len(categories)]
    label_width = min(250.0, max((text_width(row.label) for row in rows), default=0)) + 12

    def bar(row: StackedRow, x: float, y: float, room: float) -> list[str]:
        total = sum(row.parts or ())
        if not row.parts or not total:
            return [text(x, y + 15, row.words or _("not shown"), "ital")]
        out = []
        for part, shade in zip(row.parts, shades, strict=True):
            length = room * part / total
            words = f"{round(100 * part / total)}%"
            out.append(rect(x, y, length, 22, f"part k{shade}"))
            if text_width(words) + 8 <= length:
                out.append(text(x + length / 2, y + 15.5, words, f"mid on-{shade}"))
            x += length
        return out

    wide: list[str] = []
    y = 0.0
    for row in rows:
        lines = wrap(row.label, label_width - 10, lines=3)
        height = max(34, 12 + 16 * len(lines))
        wide.append(lines_of_text(label_width - 12, y + height / 2 + 4.5, lines, "end"))
        wide += bar(row, label_width, y + height / 2 - 11, WIDE - label_width)
        y += height
    narrow: list[str] = []
    low = 0.0
    for row in rows:
        lines = wrap(row.label, NARROW, lines=2)
        narrow += [text(0, low + 14 + 16 * i, line) for i, line in enumerate(lines)]
        narrow += bar(row, 0, low + 4 + 16 * len(lines), NARROW)
        low += 16 * len(lines) + 38
    counts = [[row.label, *((shown(p) for p in row.parts) if row.parts else ["–"] * len(shades))] for row in rows]
    table = Table(
        caption.heading or caption.sentence,
        [Column(of or _("Statement")), *(Column(category, number=True) for category in categories)],
        counts,
        csv_url=caption.csv_url,
    )
    keys = [
        Key(f'<rect class="k{shade}" width="18" height="14"/>', word)
        for shade, word in zip(shades, categories, strict=True)
    ]
    picture = both_widths(drawing(WIDE, y, wide, caption.sentence), drawing(NARROW, low, narrow, caption.sentence))
    return Figure(caption, picture, table, legend(keys))
