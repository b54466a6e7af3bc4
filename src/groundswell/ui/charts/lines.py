"""What changed: over time (lines), from before to after (slopes), and where several groups stand (dots)."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.ui.charts.figure import Caption, Figure, Key, legend
from groundswell.ui.charts.svg import (
    NARROW,
    WIDE,
    both_widths,
    circle,
    diamond,
    drawing,
    fit,
    lines_of_text,
    n,
    nice_ticks,
    path,
    rect,
    shown,
    spread,
    text,
    text_width,
    wrap,
)
from groundswell.ui.components.tables import Column, Table


@dataclass(frozen=True, slots=True)
class Series:
    """One line; a value a moment, None where nothing is known (the line breaks). `tone`: math, science, both, or none."""

    label: str
    values: Sequence[float | None]
    key: bool = False
    tone: str = ""


def _tone(series: Series) -> str:
    return "key" if series.key else series.tone


def _mark(x: float, y: float, tone: str) -> str:
    if tone == "math":
        return rect(x - 4, y - 4, 8, 8, "dot math")
    if tone == "both":
        return diamond(x, y, 5.5, "dot both")
    return circle(x, y, 4.5, f"dot {tone}".strip())


def _lines(
    series: Sequence[Series], moments: Sequence[str], caption: Caption, width: float, height: float
) -> SafeString:
    ticks = nice_ticks(max((v for one in series for v in one.values if v is not None), default=0))
    left = max(text_width(shown(tick)) for tick in ticks) + 10
    right = min(width * 0.4, max((text_width(one.label) for one in series), default=0) + 12)
    top, bottom = 14.0, height - 28
    last = max(1, len(moments) - 1)

    def at(i: int, value: float) -> tuple[float, float]:
        return left + 6 + (width - left - right - 12) * i / last, bottom - (bottom - top) * value / ticks[-1]

    parts = []
    for tick in ticks:
        y = at(0, tick)[1]
        parts += [path(f"M{n(left)} {n(y)}H{n(width - right)}", "axis" if tick == 0 else "grid")]
        parts.append(text(left - 8, y + 4.5, shown(tick), "end"))
    every = max(1, round(len(moments) * 52 / (width - left - right)))
    for i, moment in enumerate(moments):
        if i % every == 0:
            parts.append(text(at(i, 0)[0], height - 8, moment, "mid"))
    ends = []
    for one in sorted(series, key=lambda one: one.key):
        d, pen = "", "M"
        for i, value in enumerate(one.values):
            if value is None:
                pen = "M"
                continue
            x, y = at(i, value)
            d += f"{pen}{n(x)} {n(y)}"
            pen = "L"
        parts.append(path(d, f"line {_tone(one)}".strip()))
        parts += [_mark(*at(i, v), _tone(one)) for i, v in enumerate(one.values) if v is not None]
        known = [(i, v) for i, v in enumerate(one.values) if v is not None]
        if known:
            ends.append((one, at(*known[-1])[1]))
    for (one, _y), y in zip(ends, spread([y for _one, y in ends], 17, top, bottom), strict=True):
        parts.append(text(width - right + 2, y + 4.5, fit(one.label, right - 4), "strong" if one.key else ""))
    return drawing(width, height, parts, caption.sentence)


def line_chart(series: Sequence[Series], moments: Sequence[str], caption: Caption, *, when: str = "") -> Figure:
    """Lines from zero up, each named at its end. At most six lines can be told apart."""
    table = Table(
        caption.heading or caption.sentence,
        [Column(when or _("When")), *(Column(one.label, number=True) for one in series)],
        [[moment, *(shown(one.values[i]) for one in series)] for i, moment in enumerate(moments)],
        csv_url=caption.csv_url,
    )
    picture = both_widths(
        _lines(series, moments, caption, WIDE, 300),
        _lines(series, moments, caption, NARROW, 250),
    )
    return Figure(caption, picture, table)


@dataclass(frozen=True, slots=True)
class Change:
    """One statement before and after. None on a side: not known or not shown."""

    label: str
    before: float | None
    after: float | None
    key: bool = False


def _percent(value: float | None) -> str:
    return "–" if value is None else f"{round(value)}%"


def _points(row: Change) -> str:
    if row.before is None or row.after is None:
        return "–"
    change = round(row.after) - round(row.before)
    return f"+{change}" if change > 0 else f"\u2212{-change}" if change else "0"


def slope_chart(rows: Sequence[Change], caption: Caption, *, before: str, after: str, of: str = "") -> Figure:
    """Shares of 100 before and after, as slopes; on a phone as two dots on a beam. `before` and `after` name the times."""
    whole = [row for row in rows if row.before is not None and row.after is not None]
    top, bottom = 44.0, 44.0 + max(230.0, 34.0 * len(whole))
    values = [v for row in whole for v in (row.before, row.after) if v is not None]
    low, high = min(values, default=0), max(values, default=1)
    scale = (bottom - top - 24) / ((high - low) or 1)

    def at(value: float | None) -> float:
        return bottom - 12 - ((value or 0) - low) * scale

    x1, x2 = 400.0, 650.0
    wide = [text(x1, 22, before, "ital mid"), text(x2, 22, after, "ital mid")]
    wide.append(path(f"M{n(x1)} 34V{n(bottom)}M{n(x2)} 34V{n(bottom)}", "axis"))
    lefts = spread([at(row.before) for row in whole], 19, top, bottom)
    rights = spread([at(row.after) for row in whole], 19, top, bottom)
    for row, left, right in sorted(zip(whole, lefts, rights, strict=True), key=lambda three: three[0].key):
        css, y1, y2 = (" key" if row.key else ""), at(row.before), at(row.after)
        wide.append(path(f"M{n(x1)} {n(y1)}L{n(x2)} {n(y2)}", f"line{css}"))
        wide += [circle(x1, y1, 5, f"dot{css}"), circle(x2, y2, 5, f"dot{css}")]
        label = f"{fit(row.label, x1 - 64)} {_percent(row.before)}"
        wide.append(text(x1 - 14, left + 4.5, label, "end strong" if row.key else "end"))
        wide.append(text(x2 + 14, right + 4.5, _percent(row.after), "strong" if row.key else ""))
    table = Table(
        caption.heading or caption.sentence,
        [
            Column(of or _("Statement")),
            Column(before, number=True),
            Column(after, number=True),
            Column(_("Points"), number=True),
        ],
        [[row.label, _percent(row.before), _percent(row.after), _points(row)] for row in rows],
        csv_url=caption.csv_url,
    )
    keys = [
        Key('<circle class="ring" cx="9" cy="7" r="5"/>', before),
        Key('<circle class="dot" cx="9" cy="7" r="6"/>', after),
    ]
    narrow, height = _dumbbells(whole, NARROW)
    picture = both_widths(
        drawing(WIDE, bottom + 8, wide, caption.sentence, "slope"), drawing(NARROW, height, narrow, caption.sentence)
    )
    return Figure(caption, picture, table, legend(keys))


def _dumbbells(rows: Sequence[Change], width: float) -> tuple[list[str], float]:
    """Each statement over its own beam from 0 to 100."""
    parts: list[str] = []
    y = 0.0
    for row in rows:
        if row.before is None or row.after is None:
            continue
        lines = wrap(row.label, width)
        parts += [text(0, y + 14 + 16 * i, line, "strong" if row.key else "") for i, line in enumerate(lines)]
        y += 16 * len(lines) + 20
        css = " key" if row.key else ""
        x1, x2 = (40 + (width - 84) * value / 100 for value in (row.before, row.after))
        parts.append(path(f"M{n(x1)} {n(y)}H{n(x2)}", f"beam{css}"))
        parts += [circle(x1, y, 5, f"ring{css}"), circle(x2, y, 6, f"dot{css}")]
        outward = 10 if x2 >= x1 else -10
        sides = ("end", "strong") if x2 >= x1 else ("", "end strong")
        parts.append(text(x1 - outward, y + 4.5, _percent(row.before), sides[0]))
        parts.append(text(x2 + outward, y + 4.5, _percent(row.after), sides[1]))
        y += 22
    return parts, y


@dataclass(frozen=True, slots=True)
class DotRow:
    """One line of a dot plot: a value for each group in the groups' order, None where nothing is known or shown."""

    label: str
    values: Sequence[float | None]


def dot_plot(rows: Sequence[DotRow], groups: Sequence[str], caption: Caption, *, of: str = "") -> Figure:
    """Several groups on each line. Groups differ by shape and by word: poppy disc, ink ring, square, diamond."""
    ticks = nice_ticks(max((v for row in rows for v in row.values if v is not None), default=0))
    label_width = min(260.0, max((text_width(row.label) for row in rows), default=0)) + 16
    wide, y = _dot_rows(rows, ticks, WIDE, label_width, above=False)
    narrow, low = _dot_rows(rows, ticks, NARROW, 6, above=True)
    table = Table(
        caption.heading or caption.sentence,
        [Column(of or _("Which")), *(Column(group, number=True) for group in groups)],
        [[row.label, *(shown(value) for value in row.values)] for row in rows],
        csv_url=caption.csv_url,
    )
    keys = [Key(_group_mark(i, 9, 7), group) for i, group in enumerate(groups)]
    picture = both_widths(drawing(WIDE, y, wide, caption.sentence), drawing(NARROW, low, narrow, caption.sentence))
    return Figure(caption, picture, table, legend(keys))


def _group_mark(group: int, x: float, y: float) -> str:
    marks = (
        lambda: circle(x, y, 5.5, "dot key"),
        lambda: circle(x, y, 5, "ring ink"),
        lambda: rect(x - 4.5, y - 4.5, 9, 9, "dot ink"),
        lambda: diamond(x, y, 6.5, "dot soft"),
    )
    return marks[group % len(marks)]()


def _dot_rows(
    rows: Sequence[DotRow], ticks: list[float], width: float, left: float, *, above: bool
) -> tuple[list[str], float]:
    step = 48 if above else 32
    bottom = step * len(rows) + 6.0

    def at(value: float) -> float:
        return left + (width - left - 14) * value / ticks[-1]

    parts = [path(f"M{n(at(tick))} 0V{n(bottom)}", "axis" if tick == 0 else "grid") for tick in ticks]
    parts += [text(at(tick), bottom + 18, shown(tick), "mid") for tick in ticks]
    for i, row in enumerate(rows):
        y = i * step + (34 if above else 18)
        if above:
            parts.append(text(left + 4, y - 14, fit(row.label, width - left), "strong halo"))
        else:
            parts.append(lines_of_text(left - 12, y + 4.5, wrap(row.label, left - 14), "end"))
        known = [value for value in row.values if value is not None]
        if known:
            parts.append(path(f"M{n(at(min(known)))} {n(y)}H{n(at(max(known)))}", "beam"))
        parts += [_group_mark(g, at(v), y) for g, v in reversed(list(enumerate(row.values))) if v is not None]
    return parts, bottom + 26
