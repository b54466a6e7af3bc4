"""Buttons, long work, empty lists, dialogs: what a person does, and what the page answers."""

from typing import Any
from uuid import uuid4

from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString

from groundswell.ui.components.attributes import Value, attributes
from groundswell.ui.components.icons import icon as draw_icon


def button(
    label: str, url: str = "", *, kind: str = "", size: str = "", icon: str = "", hidden: str = "", **more: Value
) -> SafeString:
    """A link when it has a URL, else a submit button. One poppy button a page: every other has a `kind`.

    `kind` is quiet, plain or danger. `hidden` is read aloud after the label ("Check in" + "Abel Thornquist").
    A link that cannot be followed yet (`disabled=True`) keeps its words and loses its address.
    """
    inner = (draw_icon(icon) if icon else "") + conditional_escape(label)
    if hidden:
        inner += format_html('<span class="visually-hidden"> {}</span>', hidden)
    shape = attributes({"data-kind": kind, "data-size": size})
    if not url:
        return SafeString(f'<button class="button"{shape}{attributes({"type": "submit", **more})}>{inner}</button>')
    where = ' role="link" aria-disabled="true"' if more.pop("disabled", False) else f' href="{escape(url)}"'
    return SafeString(f'<a class="button"{where}{shape}{attributes(more)}>{inner}</a>')


def new_client_id() -> str:
    """What a form sends with each try, so that a repeat gets the first answer."""
    return str(uuid4())


def post_button(context: Context, label: str, url: str, **more: Value) -> SafeString:
    """A button that changes something, as a form of its own.

    Keywords that begin with `send_` become hidden fields (`send_site=3` posts `site=3`), `in_place=True` lets it be sent
    without leaving the page (see ui/in_place.py); the others are `button`'s.
    """
    in_place = attributes({"data-in-place": "keep" if more.pop("in_place", False) else None})
    sent = {key.removeprefix("send_"): value for key, value in more.items() if key.startswith("send_")}
    rest: dict[str, Any] = {key: value for key, value in more.items() if not key.startswith("send_")}
    fields = {"csrfmiddlewaretoken": str(context.get("csrf_token", "")), "client_id": new_client_id(), **sent}
    hidden = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(str(value))}">'
        for name, value in fields.items()
        if value is not None
    )
    return SafeString(
        f'<form class="post" method="post" action="{escape(url)}" data-once{in_place}>{hidden}{button(label, **rest)}</form>'
    )


def empty(content: str, title: str, text: str = "") -> SafeString:
    """What will stand here once there is something. The content is the one action that fills it.

    Its title is no heading: it stands under headings of any level.
    """
    words = format_html("<p>{}</p>", text) if text else ""
    return format_html('<div class="empty"><p class="title">{}</p>{}{}</div>', title, words, content)


def dialog(content: str, id: str, title: str, *, open: bool = False) -> SafeString:  # noqa: A002  named as in HTML
    """A native dialog, opened by any button with `commandfor=id command="show-modal"` or a link to `#id`."""
    return format_html(
        '<dialog class="dialog" id="{0}" aria-labelledby="{0}-title"{1}><h2 id="{0}-title">{2}</h2>{3}</dialog>',
        id,
        attributes({"open": open}),
        title,
        content,
    )


def toast(content: str) -> SafeString:
    return format_html('<div class="toast" role="status">{}</div>', content)


def progress(
    context: Context, title: str, done: int, of: int, text: str = "", *, cancel_url: str = "", cancel: str = ""
) -> SafeString:
    """Long work and the way out of it. `of` is 0 while the end is not known."""
    known = {"value": min(done, of), "max": of} if of else {}
    stop = post_button(context, cancel, cancel_url, kind="plain", size="small") if cancel_url else ""
    return format_html(
        '<div class="progress" data-progress><div><p><b>{0}</b></p>{1}</div>'
        '<progress aria-label="{0}"{2}></progress>{3}</div>',
        title,
        stop,
        attributes(known),
        format_html("<p>{}</p>", text) if text else "",
    )


def breadcrumb(*pairs: str) -> SafeString:
    """`label, url, label, url, …` from the top down, without the page itself: its heading says where one is."""
    steps = list(zip(pairs[::2], pairs[1::2], strict=True))
    return SafeString(render_to_string("ui/components/breadcrumb.html", {"steps": steps}))


def action_bar(content: str, text: str = "") -> SafeString:
    """A phone's one action, at hand at the bottom edge. Wider screens hide it: the action stands in the page too."""
    words = format_html("<p>{}</p>", text) if text else ""
    return format_html('<div class="action-bar">{}{}</div>', words, content)
