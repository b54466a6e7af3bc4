"""The page's skeleton: its head with one action, chapters with their heading in the margin, pairs and thirds."""

from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from groundswell.ui.components.attributes import attributes

_ASIDE = "ui_page_head_aside"


def page_head(context: Context, content: str, title: str, lead: str = "", over: str = "") -> SafeString:
    """The page's one `h1`. The content is the one action and, in `{% aside %}`, what stands at the right (facts, map).

    `over` is the short line above the title: a date, a kind, a code.
    """
    aside = context.render_context.get(_ASIDE, "")
    context.render_context[_ASIDE] = ""
    return SafeString(
        render_to_string(
            "ui/components/page_head.html",
            {"title": title, "lead": lead, "over": over, "content": content, "aside": aside},
        )
    )


def aside(context: Context, content: str) -> str:
    """Inside `page_head` only: kept until the head is drawn."""
    context.render_context[_ASIDE] = content
    return ""


def chapter(
    content: str,
    title: str,
    note: str = "",
    *,
    id: str = "",  # noqa: A002  named as in HTML
    ground: str = "",
    open: bool = False,  # noqa: A002
    url: str = "",
    link: str = "",
) -> SafeString:
    """A part of a page under a heading in the margin.

    `note` explains below the heading, `link`/`url` leads on from there ("All 49 teams"). `ground="sunk"` darkens the
    paper, `open` gives the matter the whole width below the heading.
    """
    name = id or slugify(title)
    return format_html(
        '<div class="band"{0}><section class="chapter" id="{1}" aria-labelledby="{1}-h"{2}>'
        '<header><h2 id="{1}-h">{3}</h2>{4}{5}</header><div class="matter">{6}</div></section></div>',
        attributes({"data-ground": ground}),
        name,
        attributes({"data-open": open}),
        title,
        format_html("<p>{}</p>", note) if note else "",
        format_html('<p><a href="{}">{}</a></p>', url, link) if url and link else "",
        content,
    )


def band(content: str, ground: str = "") -> SafeString:
    """The page's width between its gutters, for what is no chapter."""
    return format_html(
        '<div class="band"{}><div class="matter">{}</div></div>', attributes({"data-ground": ground}), content
    )


def pair(content: str, lean: str = "") -> SafeString:
    """Two columns from a laptop up, the first wider; `lean="end"` makes the second wider."""
    return format_html('<div class="pair"{}>{}</div>', attributes({"data-lean": lean}), content)


def thirds(content: str) -> SafeString:
    return format_html('<div class="thirds">{}</div>', content)


def stack(content: str, gap: str = "") -> SafeString:
    return format_html('<div class="stack{}">{}</div>', " tight" if gap == "tight" else "", content)


def cluster(content: str) -> SafeString:
    """Things in a row that wrap: buttons, chips, small facts."""
    return format_html('<div class="cluster">{}</div>', content)
