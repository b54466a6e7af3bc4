"""QR codes as SVG, drawn with a path so that they print sharply and need no inline style."""

import re
from functools import lru_cache

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

MASK = 4
DARK = re.compile(rb"\x01+")  # neighbors in a row are drawn as one


@lru_cache(maxsize=200)
def _drawn(link: str) -> tuple[int, str]:
    """Width and path. The encoder tries eight patterns; a screen, a sheet and a phone ask for the same one again."""
    import segno

    # Links here end in random letters: no mask suits them better than another, and trying all eight is most of the work.
    code = segno.make(link, error="m", mask=MASK, boost_error=False)
    border = 4
    path = "".join(
        f"M{run.start() + border} {y + border}h{run.end() - run.start()}v1H{run.start() + border}Z"
        for y, row in enumerate(code.matrix)
        for run in DARK.finditer(row)
    )
    return len(code.matrix) + 2 * border, path


def qr_svg(link: str) -> SafeString:
    """The link as a QR code, error correction M."""
    size, path = _drawn(link)
    return format_html(
        '<svg class="qr" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect class="qr-ground" width="{0}" height="{0}"/><path class="qr-mark" d="{2}"/></svg>',
        size,
        _("QR code: %s") % link,
        path,
    )
