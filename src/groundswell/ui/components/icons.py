"""One set of icons on a 24 grid, in one stroke. An icon always stands beside words, so it is hidden from readers."""

from functools import cache

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

ICONS = {
    "alert": '<path d="M12 3.5 22 20.5H2Z"/><path d="M12 10v5M12 17.8v.2"/>',
    "arrow": '<path d="M4 12h15M13 6l6 6-6 6"/>',
    "bell": '<path d="M6 17V11a6 6 0 0 1 12 0v6l1.5 2h-15Z"/><path d="M10 21h4"/>',
    "book": '<path d="M12 6c-2-1.5-5-2-8-2v14c3 0 6 .5 8 2 2-1.5 5-2 8-2V4c-3 0-6 .5-8 2Zm0 0v14"/>',
    "calendar": '<path d="M4 6h16v14H4ZM4 10.5h16M8 3.5V8M16 3.5V8"/>',
    "check": '<path d="m4.5 12.5 5 5 10-11"/>',
    "clock": '<circle cx="12" cy="12" r="8.5"/><path d="M12 7v5l3.5 2.5"/>',
    "close": '<path d="m5 5 14 14M19 5 5 19"/>',
    "copy": '<path d="M9 8h11v13H9Z"/><path d="M5 16H4V3h11v1"/>',
    "download": '<path d="M12 4v11M7 11l5 5 5-5M4 20h16"/>',
    "edit": '<path d="M4 20l1-5L16 4l4 4L9 19Z"/><path d="m13.5 6.5 4 4"/>',
    "eye": '<path d="M2 12c3-5 6-7 10-7s7 2 10 7c-3 5-6 7-10 7s-7-2-10-7Z"/><circle cx="12" cy="12" r="3"/>',
    "file": '<path d="M6 3h8l4 4v14H6Z"/><path d="M14 3v4h4"/>',
    "globe": '<circle cx="12" cy="12" r="8.5"/><path d="M3.5 12h17M12 3.5c5 5 5 12 0 17M12 3.5c-5 5-5 12 0 17"/>',
    "hand": '<path d="M8 12V6.5a1.5 1.5 0 0 1 3 0V11 5a1.5 1.5 0 0 1 3 0v6-4.5a1.5 1.5 0 0 1 3 0V15c0 3.5-2 6-5.5 6'
    '-3 0-4.5-1.5-6-4.5L4 13.5c-.5-1.5 1.5-2.5 2.5-1L8 14.5"/>',
    "link": '<path d="M10 14a4 4 0 0 0 6 0l3-3a4 4 0 0 0-6-6l-1 1"/><path d="M14 10a4 4 0 0 0-6 0l-3 3a4 4 0 0 '
    '0 6 6l1-1"/>',
    "lock": '<path d="M5 11h14v10H5Z"/><path d="M8 11V8a4 4 0 0 1 8 0v3"/>',
    "mail": '<path d="M3 6h18v13H3Z"/><path d="m3 7 9 7 9-7"/>',
    "menu": '<path d="M3 7h18M3 12h18M3 17h18"/>',
    "note": '<path d="M5 4h14v11l-5 5H5Z"/><path d="M14 20v-5h5"/>',
    "people": '<circle cx="9" cy="8" r="3.5"/><path d="M2.5 20c0-4 2.5-6.5 6.5-6.5s6.5 2.5 6.5 6.5M16 5a3.3 3.3 '
    "0 0 1 0 6.5"
    'M18 14c2.5.8 3.5 3 3.5 6"/>',
    "person": '<circle cx="12" cy="8" r="4"/><path d="M4.5 21c0-4.5 3-7 7.5-7s7.5 2.5 7.5 7"/>',
    "pin": '<path d="M12 21s-6.5-6.2-6.5-11a6.5 6.5 0 0 1 13 0c0 4.8-6.5 11-6.5 11Z"/><circle cx="12" cy="10" '
    'r="2.3"/>',
    "play": '<path d="M7 4.5v15l12-7.5Z"/>',
    "plus": '<path d="M12 4v16M4 12h16"/>',
    "print": '<path d="M7 9V3h10v6M7 17H4V9h16v8h-3"/><path d="M7 14h10v7H7Z"/>',
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="m15.5 15.5 5 5"/>',
    "settings": '<path d="M4 7h9M17 7h3M4 17h3M11 17h9"/><circle cx="15" cy="7" r="2"/><circle cx="9" cy="17" r="2"/>',
    "share": '<path d="M12 15V3M7.5 7 12 3l4.5 4M5 12v9h14v-9"/>',
    "trash": '<path d="M4 7h16M9 7V4h6v3M6 7l1 14h10l1-14M10 11v6M14 11v6"/>',
    "upload": '<path d="M12 16V4M7 9l5-5 5 5M4 20h16"/>',
    "video": '<path d="M3 6h12v12H3ZM15 11l6-4v10l-6-4Z"/>',
}

# Subjects: square math, round science, one upon the other for both. The shape tells them apart without the color.
MARKS = {
    "math": '<rect class="sq" x="1" y="1" width="10" height="10"/>',
    "science": '<circle class="ci" cx="6" cy="6" r="5.5"/>',
    "both": '<rect class="bo" x="0" y="3.5" width="8" height="8"/><circle class="bo-line" cx="7.5" cy="4.5" r="3.7"/>',
}

POPPY = mark_safe(
    '<svg viewBox="0 0 24 24" aria-hidden="true"><g fill="currentColor"><circle cx="12" cy="7" r="5.2"/>'
    '<circle cx="17" cy="12" r="5.2"/><circle cx="12" cy="17" r="5.2"/><circle cx="7" cy="12" r="5.2"/></g>'
    '<path class="tick" d="m8.3 12.3 2.7 2.7 4.8-5.4"/></svg>'
)


@cache
def icon(name: str) -> SafeString:
    """The drawing called `name`. An unknown name is a mistake in a template and raises `KeyError`."""
    return format_html('<svg class="icon" viewBox="0 0 24 24" aria-hidden="true">{}</svg>', mark_safe(ICONS[name]))


@cache
def mark(subject: str) -> SafeString:
    """A subject's mark alone; the word must stand beside it. An unknown subject has no mark."""
    if subject not in MARKS:
        return SafeString("")
    return format_html('<svg class="mark" viewBox="0 0 12 12" aria-hidden="true">{}</svg>', mark_safe(MARKS[subject]))
