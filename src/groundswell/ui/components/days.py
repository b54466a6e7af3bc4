"""The day itself: the program and its braid, the queue of questions, the wall of notes, who is here."""

from collections.abc import Sequence
from functools import lru_cache

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from groundswell.ui.charts.grids import unit_marks
from groundswell.ui.components.attributes import attributes


@lru_cache(maxsize=256)
def braid(threads: int, kind: str, before: str, after: str) -> SafeString:
    """One session's piece of the braid: `threads` sites run together in a joint session and part in a local one.

    `before` and `after` are the kinds of the sessions around it, "" at the ends of the day.
    """
    count = max(1, min(threads, 12))
    spread = [4 + 44 * i / max(1, count - 1) for i in range(count)] if count > 1 else [26.0]
    close = [26 + 1.45 * (i - (count - 1) / 2) for i in range(count)]
    lines = []
    for apart, together in zip(spread, close, strict=True):
        if kind == "joint":
            d = f"M{together:.1f} 0V100"
        else:
            # A local session begins and ends where its neighbors are: bent in beside a joint one, straight beside a local.
            top = f"M{together:.1f} 0C{together:.1f} 14 {apart:.1f} 8 {apart:.1f} 24" if before == "joint" else ""
            end = f"V76C{apart:.1f} 92 {together:.1f} 86 {together:.1f} 100" if after == "joint" else "V100"
            d = (top or f"M{apart:.1f} 0") + end
        lines.append(f'<path d="{d}"/>')
    return mark_safe(f'<svg viewBox="0 0 52 100" preserveAspectRatio="none">{"".join(lines)}</svg>')


def program(content: str) -> SafeString:
    return format_html('<ol class="program" role="list">{}</ol>', content)


def session(
    content: str,
    at: str,
    title: str,
    kind: str,
    mode: str,
    *,
    threads: int = 8,
    before: str = "",
    after: str = "",
    url: str = "",
    now: bool = False,
    past: bool = False,
    id: str = "",  # noqa: A002  named as in HTML
) -> SafeString:
    """One session of a program. `kind` is joint or local; `mode` says it in words ("All sites together", "At your site").

    `before` and `after` are the kinds of the sessions around it, `threads` how many sites there are.
    """
    return format_html(
        '<li data-kind="{}"{}><p class="clock"><time>{}</time></p><div class="braid" aria-hidden="true">{}</div>'
        '<div class="what"><p class="mode">{}</p><h3>{}</h3>{}</div></li>',
        kind,
        attributes({"id": id, "aria-current": "step" if now else None, "data-past": past}),
        at,
        braid(threads, kind, before, after),
        mode,
        format_html('<a href="{}">{}</a>', url, title) if url else title,
        content,
    )


def queue(content: str, topic: str = "") -> SafeString:
    """One line of questions from all sites. `topic` is the live topic that changes it."""
    return format_html(
        '<ol class="queue" role="list" aria-live="polite"{}>{}</ol>', attributes({"data-live": topic}), content
    )


def question(
    content: str,
    text: str,
    site: str,
    about: str,
    *,
    rank: int = 0,
    cue: str = "",
    now: bool = False,
    id: str = "",  # noqa: A002
) -> SafeString:
    """A question. The content is its button; `about` is who asked and how long ago, `cue` why it stands here."""
    return format_html(
        '<li{}><span class="rank">{}</span><p class="ask">{}</p><p class="by"><b>{}</b> · {}{}</p>{}</li>',
        attributes({"aria-current": "true" if now else None, "id": id}),
        "•" if now else rank,
        text,
        site,
        about,
        format_html(' · <span class="cue">{}</span>', cue) if cue else "",
        content,
    )


def heard(sites: Sequence[tuple[str, int]]) -> SafeString:
    """How many questions each site has asked; the silent ones stand out."""
    return format_html(
        '<ul class="heard" role="list" aria-label="{}">{}</ul>',
        _("How many questions each site has asked"),
        format_html_join(
            "",
            "<li{}>{} {}<span{}>{}</span></li>",
            (
                (
                    attributes({"data-quiet": count == 0}),
                    name,
                    _dots(count),
                    attributes({"class": "visually-hidden" if count else None}),
                    ngettext("%d asked", "%d asked", count) % count if count else _("not yet"),
                )
                for name, count in sites
            ),
        ),
    )


def _dots(count: int) -> SafeString:
    shown = max(1, min(count, 6))
    css = "yes" if count else "no"
    dots = "".join(f'<circle class="{css}" cx="{4.5 + 9 * i}" cy="4.5" r="3.5"/>' for i in range(shown))
    return mark_safe(
        f'<svg viewBox="0 0 {9 * shown} 9" width="{9 * shown}" height="10" aria-hidden="true">{dots}</svg>'
    )


def wall(content: str, topic: str = "") -> SafeString:
    return format_html(
        '<ul class="notes" role="list" aria-live="polite"{}>{}</ul>', attributes({"data-live": topic}), content
    )


def note(content: str, text: str, site: str, at: str = "", *, id: str = "") -> SafeString:  # noqa: A002  named as in HTML
    """One note on the wall; the content may hold a button ("We agree")."""
    return format_html(
        '<li{}><blockquote>{}</blockquote><p class="from"><b>{}</b><span>{}</span></p>{}</li>',
        attributes({"id": id}),
        text,
        site,
        at,
        content,
    )


def tally(here: int, of: int, id: str = "") -> SafeString:  # noqa: A002  named as in HTML
    """How many are here, as a number and as one mark a person."""
    return format_html(
        '<div class="tally-with-marks"{}><p class="tally">{} <small>{}</small></p>{}</div>',
        attributes({"id": id}),
        here,
        _("of %d") % of,
        unit_marks([("here", here), ("away", max(0, of - here))], per_row=20) if of <= 400 else "",
    )
