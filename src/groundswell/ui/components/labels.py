"""Small words with a sign: subject, standard, person, place, state, season."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from groundswell.ui.components.attributes import Value, attributes
from groundswell.ui.components.icons import POPPY, mark
from groundswell.ui.components.icons import icon as draw_icon

SUBJECTS = {"math": _("Math"), "science": _("Science"), "both": _("Math and science")}
MONTHS = "JFMAMJJASOND"


def subject(key: str, words: str = "") -> SafeString:
    """The subject's mark and its word; `words` replaces the word ("teaches math")."""
    return format_html('<span class="subject">{}{}</span>', mark(key), words or SUBJECTS.get(key, key))


def standard_chip(
    code: str,
    statement: str,
    *,
    subject: str = "",
    about: str = "",
    url: str = "",
    id: str = "",  # noqa: A002
) -> SafeString:
    """A standard's code that opens to its statement by hover, focus, tap or key.

    `about` is the line above ("Grade 5 · fractions"). Give an `id` where the same code stands twice on a page.
    """
    pop = id or f"std-{slugify(code.replace('.', '-'))}"
    over = " · ".join([str(SUBJECTS[subject])] * (subject in SUBJECTS) + [about] * bool(about))
    return format_html(
        '<button class="chip" type="button" data-subject="{0}" popovertarget="{1}">{2}{3}</button>'
        '<span class="pop" popover id="{1}" data-subject="{0}" role="group" aria-label="{3}">'
        "{4}<b>{3}</b><span>{5}</span>{6}</span>",
        subject,
        pop,
        mark(subject),
        code,
        format_html("<span>{}{}</span>", mark(subject), over) if over else "",
        statement,
        format_html('<a href="{}">{} {}</a>', url, _("Open"), code) if url else "",
    )


def chips(content: str) -> SafeString:
    return format_html('<div class="chips">{}</div>', content)


def initials(name: str) -> str:
    """At most two letters, without titles: "Dr. Naomi Ferreira" is NF."""
    words = [word for word in name.split() if not word.endswith(".")]
    return "".join(word[0] for word in (words[:1] + words[-1:] if len(words) > 1 else words)).upper()


def person(name: str, about: str = "", url: str = "") -> SafeString:
    inner = format_html(
        '<span class="initials" aria-hidden="true">{}</span><span><b>{}</b>{}</span>', initials(name), name, about
    )
    if url:
        return format_html('<a class="person" href="{}">{}</a>', url, inner)
    return format_html('<span class="person">{}</span>', inner)


def place(name: str, url: str = "") -> SafeString:
    inner = format_html('<a href="{}">{}</a>', url, name) if url else name
    return format_html('<span class="place">{}{}</span>', draw_icon("pin"), inner)


def status(kind: str, label: str, **more: Value) -> SafeString:
    """`kind`: now (it happens), good, wait (not yet), wrong, or anything else for a plain dot."""
    return format_html('<span class="status" data-is="{}"{}>{}</span>', kind, attributes(more), label)


def vetted(by: str) -> SafeString:
    return format_html('<span class="vetted">{}<span><b>{}</b> {}</span></span>', POPPY, _("Vetted"), by)


def season(months: Iterable[int], words: str) -> SafeString:
    """The months (1 to 12) something can be seen or done, as in a field guide; `words` says them."""
    chosen = set(months)
    bars = format_html_join(
        "",
        '<rect{} x="{}" y="0" width="11" height="9"/>',
        ((attributes({"class": "on" if n + 1 in chosen else None}), n * 13) for n in range(12)),
    )
    letters = format_html_join(
        "", '<text x="{}" y="20">{}</text>', ((n * 13 + 5.5, letter) for n, letter in enumerate(MONTHS))
    )
    return format_html(
        '<span class="season"><svg viewBox="0 0 156 24" aria-hidden="true">{}{}</svg>{}</span>', bars, letters, words
    )


def filter_chip(label: str, url: str, *, on: bool = False) -> SafeString:
    """A filter as a link: when it is on, following it puts it off."""
    return format_html(
        '<a class="filter" href="{}"{}>{}{}</a>',
        url,
        attributes({"aria-current": "true" if on else None}),
        label,
        draw_icon("close") if on else "",
    )


def saved(text: str) -> SafeString:
    return format_html('<span class="saved">{}{}</span>', draw_icon("check"), text)


def live_state() -> SafeString:
    """Whether what happens elsewhere arrives here. Empty without JavaScript: the page is then as of its loading."""
    return format_html(
        '<span class="status" role="status" data-live-state{}></span>',
        attributes(
            {
                "data-connected": str(_("Connected")),
                "data-waiting": str(_("Line lost, trying again")),
                "data-looking": str(_("Looking every 5 seconds")),
                "data-refused": str(_("Reload the page to see what is new")),
            }
        ),
    )
