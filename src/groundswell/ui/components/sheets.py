"""Paper: a sheet with its head, for rosters, run sheets and sign-in lists."""

from django.utils.html import format_html
from django.utils.safestring import SafeString


def sheet(content: str, title: str, sub: str = "", qr: str = "") -> SafeString:
    """One printed sheet; each begins on a new page. `qr` is an SVG code for the corner."""
    return format_html(
        '<section class="sheet"><header><div><h2>{}</h2>{}</div>{}</header>{}</section>',
        title,
        format_html("<p>{}</p>", sub) if sub else "",
        format_html('<div class="qr">{}</div>', qr) if qr else "",
        content,
    )
