"""The few SVG elements that charts are made of, and how wide words are without a font at hand."""

from collections.abc import Iterable
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

WIDE = 720
NARROW = 328
TEXT = 13  # px in a drawing's own units; the stylesheet sets the same

_THIN = set("iljtfrI.,:;'|!()[]- ’“”·")
_BROAD = set("mwMWQOGDNH@%—&")


@lru_cache(maxsize=4096)  # the same labels come with every drawing
def text_width(words: str, size: float = TEXT) -> float:
    """About how wide a line of the system's sans is; on the safe side of most of them."""
    return size * sum(0.36 if c in _THIN else 0.92 if c in _BROAD else 0.7 if c.isupper() else 0.6 for c in words)


def wrap(words: str, width: float, size: float = TEXT, lines: int = 2) -> list[str]:
    """At most `lines` lines that fit; what does not is cut with an ellipsis."""
    out = [""]
    for word in words.split():
        longer = f"{out[-1]} {word}".strip()
        if text_width(longer, size) <= width or not out[-1]:
            out[-1] = longer
        else:
            out.append(word)
    if len(out) > lines:
        out = [*out[: lines - 1], " ".join(out[lines - 1 :])]
    return [fit(line, width, size) for line in out]


def fit(words: str, width: float, size: float = TEXT) -> str:
    if text_width(words, size) <= width:
        return words
    while words and text_width(words + "…", size) > width:
        words = words[:-1]
    return words.rstrip() + "…"


def n(value: float) -> str:
    """A coordinate, with at most one decimal."""
    rounded = round(float(value), 1)
    return str(int(rounded)) if rounded == int(rounded) else str(rounded)


def text(x: float, y: float, words: str, css: str = "") -> str:
    kind = f' class="{css}"' if css else ""
    return f'<text{kind} x="{n(x)}" y="{n(y)}">{escape(words)}</text>'


def lines_of_text(x: float, y: float, lines: list[str], css: str = "", step: float = 16) -> str:
    """Lines whose middle lies at `y`."""
    top = y - (len(lines) - 1) * step / 2
    return "".join(text(x, top + i * step, line, css) for i, line in enumerate(lines))


def rect(x: float, y: float, width: float, height: float, css: str) -> str:
    return f'<rect class="{css}" x="{n(x)}" y="{n(y)}" width="{n(max(0, width))}" height="{n(height)}"/>'


def circle(x: float, y: float, radius: float, css: str) -> str:
    return f'<circle class="{css}" cx="{n(x)}" cy="{n(y)}" r="{n(radius)}"/>'


def path(d: str, css: str) -> str:
    return f'<path class="{css}" d="{d}"/>'


def diamond(x: float, y: float, radius: float, css: str) -> str:
    r = n(radius)
    return path(f"M{n(x)} {n(y - radius)}l{r} {r}l-{r} {r}l-{r} -{r}Z", css)


def drawing(width: float, height: float, parts: Iterable[str], label: str, css: str = "") -> SafeString:
    """One picture; read aloud it is its label, the table beside it has the rest."""
    return format_html(
        '<svg{} viewBox="0 0 {} {}" role="img" aria-label="{}">{}</svg>',
        format_html(' class="{}"', css) if css else "",
        n(width),
        n(height),
        label,
        mark_safe("".join(parts)),
    )


def both_widths(wide: SafeString, narrow: SafeString) -> SafeString:
    return format_html('<div class="wide-only">{}</div><div class="narrow-only">{}</div>', wide, narrow)


def shown(value: float | None, words: str = "") -> str:
    """A number as people read it; `words` wins, nothing known is a dash."""
    if words:
        return words
    if value is None:
        return "–"
    whole = float(value).is_integer()
    return number_format(value, 0 if whole else 1, use_l10n=True, force_grouping=True)


def spread(wanted: list[float], gap: float, low: float, high: float) -> list[float]:
    """The wanted positions, moved as little as needed to be `gap` apart and, where there is room, within low and high."""
    order = sorted(range(len(wanted)), key=lambda i: wanted[i])
    placed = [0.0] * len(wanted)
    edge = low
    for i in order:
        placed[i] = max(wanted[i], edge)
        edge = placed[i] + gap
    edge = high
    for i in reversed(order):
        placed[i] = min(placed[i], edge)
        edge = placed[i] - gap
    return placed


def nice_ticks(top: float, count: int = 4) -> list[float]:
    """0 and up to `count` more round numbers, the last at or above `top`."""
    if top <= 0:
        return [0.0, 1.0]
    magnitude = 10.0
    while magnitude > top:
        magnitude /= 10
    while magnitude * 10 <= top:
        magnitude *= 10
    for step in (0.25, 0.5, 1, 2, 2.5, 5, 10):
        size = step * magnitude
        if top / size <= count:
            ticks = [size * i for i in range(count + 1)]
            return ticks[: next(i for i, tick in enumerate(ticks) if tick >= top * 0.999) + 1]
    return [0.0, top]
