"""Facts, entries, agendas, results: ruled lists. Each is a block tag around its rows."""

from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.ui.components.actions import button
from groundswell.ui.components.attributes import attributes
from groundswell.ui.components.icons import icon


def facts(content: str) -> SafeString:
    return format_html('<dl class="facts">{}</dl>', content)


def fact(content: str, term: str, small: str = "") -> SafeString:
    """One fact under its italic term. `small` is the quieter line below."""
    more = format_html("<small>{}</small>", small) if small else ""
    return format_html("<div><dt>{}</dt><dd>{}{}</dd></div>", term, content, more)


def entries(content: str) -> SafeString:
    return format_html('<ul class="entries" role="list">{}</ul>', content)


def entry(
    content: str,
    title: str,
    url: str = "",
    *,
    day: str = "",
    month: str = "",
    kind: str = "",
    meta: str = "",
    level: int = 3,
) -> SafeString:
    """One ruled row, one link. The content says more about it: paragraphs, chips, buttons (they stay clickable).

    With `day` and `month` the row begins with a date as on a calendar page; `kind` is a small line above the title,
    `meta` the quiet column to the right.
    """
    heading = format_html('<a href="{}">{}</a>', url, title) if url else title
    date = format_html('<p class="day"><b>{}</b><span>{}</span></p>', day, month) if day else ""
    return format_html(
        '<li class="{0}">{1}{2}<h{3}>{4}</h{3}>{5}{6}</li>',
        "entry" if day else "stack tight",
        date,
        format_html('<p class="over">{}</p>', kind) if kind else "",
        level,
        heading,
        format_html('<div class="more">{}</div>', content) if content.strip() else "",
        format_html('<div class="meta">{}</div>', meta) if meta else "",
    )


def card(content: str, title: str, url: str, subject: str = "") -> SafeString:
    """Only where the whole card is one link."""
    return format_html(
        '<article class="card"{}><h3><a href="{}">{}</a></h3>{}</article>',
        attributes({"data-subject": subject}),
        url,
        title,
        content,
    )


def agenda(content: str) -> SafeString:
    """One list of what is due, next, changed, whom to meet; the first row is the one to do now."""
    return format_html('<ol class="agenda" role="list">{}</ol>', content)


def agenda_item(content: str, kind: str, when: str, title: str, url: str = "", *, first: bool = False) -> SafeString:
    heading = format_html('<a href="{}">{}</a>', url, title) if url else title
    return format_html(
        '<li{}><p class="when"><b>{}</b>{}</p><h3>{}</h3>{}</li>',
        attributes({"data-first": first}),
        kind,
        when,
        heading,
        content,
    )


def result(content: str, title: str, url: str, *, locator: str = "") -> SafeString:
    """A search result. Say in it why it was found (`<p class="why">`). `locator` is a small map to the right."""
    return format_html(
        '<article class="result"><h3><a href="{}">{}</a></h3>{}{}</article>',
        url,
        title,
        content,
        format_html('<div class="locator">{}</div>', locator) if locator else "",
    )


def facets(content: str, label: str = "") -> SafeString:
    """What a list can be narrowed by. Folded on a phone, always open where there is room."""
    return format_html(
        '<div class="facets"><details class="narrow"><summary>{}</summary>{}</details></div>',
        label or _("Narrow the list"),
        content,
    )


def facet(content: str, title: str, *, open: bool = True) -> SafeString:  # noqa: A002  named as in HTML
    return format_html(
        '<details{}><summary>{}</summary><ul role="list">{}</ul></details>', attributes({"open": open}), title, content
    )


def facet_link(label: str, url: str, count: int | None = None, *, on: bool = False) -> SafeString:
    """One value of a facet. Following it adds it, or takes it away when it is on: `url` says which."""
    return format_html(
        '<li><a href="{}"{}><span>{}</span>{}</a></li>',
        url,
        attributes({"aria-current": "true" if on else None}),
        label,
        format_html('<span class="count">{}</span>', count) if count is not None else "",
    )


def tabs(content: str, label: str) -> SafeString:
    return format_html('<nav class="tabs" aria-label="{}"><ul role="list">{}</ul></nav>', label, content)


def tab(
    context: Context, label: str, url: str, count: int | str | None = None, *, current: bool | None = None
) -> SafeString:
    """Tabs are links. The current one is found by the page's address unless `current` says it."""
    if current is None:
        request = context.get("request")
        current = request is not None and url.partition("#")[0].partition("?")[0] == request.path
    return format_html(
        '<li><a href="{}"{}>{}{}</a></li>',
        url,
        attributes({"aria-current": "page" if current else None}),
        label,
        format_html(" <b>{}</b>", count) if count is not None else "",
    )


def timeline(content: str) -> SafeString:
    return format_html('<ol class="timeline" role="list">{}</ol>', content)


def moment(content: str, when: str, title: str = "", *, now: bool = False) -> SafeString:
    """One moment of a timeline: when, what, and in the content the rest."""
    return format_html(
        '<li{}><p class="when">{}</p><div>{}{}</div></li>',
        attributes({"aria-current": "step" if now else None}),
        when,
        format_html("<h3>{}</h3>", title) if title else "",
        content,
    )


def search(
    content: str,
    label: str,
    url: str = "",
    *,
    name: str = "q",
    value: str = "",
    placeholder: str = "",
    suggest: str = "",
    submit: str = "",
) -> SafeString:
    """A search box. The content is what a person may try, or hidden fields that go along.

    `suggest` is an address that answers as for `widgets.SuggestInput`.
    """
    field = f"search-{name}"
    return format_html(
        '<form class="search" role="search" method="get"{0}><label for="{1}">{2}</label><div>{3}'
        '<input id="{1}" name="{4}" type="search" value="{5}"{6} list="{1}-list">{7}</div>'
        '<datalist id="{1}-list"></datalist>{8}</form>',
        attributes({"action": url}),
        field,
        label,
        icon("search"),
        name,
        value,
        attributes({"placeholder": placeholder, "data-suggest": suggest, "autocomplete": "off" if suggest else None}),
        button(submit or _("Find")),
        format_html('<div class="try">{}</div>', content) if content.strip() else "",
    )
