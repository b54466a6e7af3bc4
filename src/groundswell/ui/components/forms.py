"""Forms as pages show them: any bound field with label, help, error and counter; a form with its errors on top."""

from collections.abc import Iterator
from dataclasses import dataclass

from django import forms
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from groundswell.ui.components.actions import new_client_id
from groundswell.ui.components.attributes import attributes, markup
from groundswell.ui.components.icons import icon
from groundswell.ui.field_words import words_of
from groundswell.ui.widgets import ScaleGrid


def field_kind(bound: BoundField) -> str:
    """Which shape a field takes: check, choices, grid, file, group (several inputs) or line (one input)."""
    widget = bound.field.widget
    if isinstance(widget, ScaleGrid):
        return "grid"
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.RadioSelect):
        return "choices"
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    if isinstance(widget, forms.FileInput):
        return "file"
    if isinstance(widget, forms.MultiWidget | forms.SelectDateWidget):
        return "group"
    return "line"


def _described_by(bound: BoundField) -> str:
    parts = [f"{bound.auto_id}_helptext"] if bound.help_text else []
    parts += [f"{bound.auto_id}_error"] if bound.errors else []
    return " ".join(parts)


GROUPS = {"choices", "grid", "group"}  # several inputs under one legend


def field(bound: BoundField, counter: bool = False, label: str = "", more: str = "") -> SafeString:
    """A field of any form. `counter` counts letters against `max_length`; `more` is markup below (a link, a hint).

    Drawn without a template: forms are long, and a template a field is most of a page's time.
    """
    if bound.is_hidden:
        return SafeString(str(bound))
    kind = field_kind(bound)
    _keep_what_was_typed(bound.field.widget)
    described = _described_by(bound)
    name = markup(label or bound.label or "")
    below = _error(bound) + _counter(bound, counter) + markup(more)
    if kind in GROUPS:
        extra = attributes({"aria-describedby": described})
        return SafeString(
            f'<fieldset class="field" data-kind="{kind}" id="{bound.auto_id}" tabindex="-1"{extra}>'
            f"<legend>{name}{_optional(bound)}</legend>{_help(bound)}{_group(bound, kind)}{below}</fieldset>"
        )
    control = bound.as_widget(attrs={"aria-describedby": described} if described else {})
    aim = bound.id_for_label
    if kind == "check":
        inner = f'<label class="choice" for="{aim}">{control}<span>{name}</span></label>{_help(bound)}'
    else:
        inner = f'<label for="{aim}">{name}{_optional(bound)}</label>{_help(bound)}{control}'
    css = "field upload" if kind == "file" else "field"
    return SafeString(f'<div class="{css}" data-kind="{kind}">{inner}{below}</div>')


def _group(bound: BoundField, kind: str) -> str:
    if kind != "choices":
        return bound.as_widget()
    offered = list(bound.subwidgets)
    choices = "".join(
        f'<label class="choice" for="{choice.id_for_label}">{choice.tag()}'
        f"<span>{markup(choice.choice_label)}</span></label>"
        for choice in offered
    )
    # Many short ones, such as grades, stand side by side.
    short = len(offered) > 5 and all(len(str(choice.choice_label)) <= 4 for choice in offered)
    return f'<div class="choices"{attributes({"data-short": short})}>{choices}</div>'


def _optional(bound: BoundField) -> str:
    word = _("optional")  # on a line of its own: what stands inside an f-string is not collected for translation
    return "" if bound.field.required else f' <span class="optional">{word}</span>'


def _help(bound: BoundField) -> str:
    # Django takes help texts as markup, and so do we: they come from the code.
    return f'<p class="help" id="{bound.auto_id}_helptext">{bound.help_text}</p>' if bound.help_text else ""


def _error(bound: BoundField) -> str:
    if not bound.errors:
        return ""
    words = " ".join(markup(error) for error in words_of(bound))
    return f'<p class="error" id="{bound.auto_id}_error">{icon("alert")}<span>{words}</span></p>'


def _counter(bound: BoundField, wanted: bool) -> str:
    limit = getattr(bound.field, "max_length", None) if wanted else None
    if not limit:
        return ""
    words = _("up to %(limit)s letters") % {"limit": limit}
    pattern = _("{used} of {limit}")
    return (
        f'<p class="foot"><span></span><span data-counter="{bound.id_for_label}" data-of="{limit}"'
        f' data-text="{markup(pattern)}">{words}</span></p>'
    )


def _keep_what_was_typed(widget: forms.Widget) -> None:
    """A number input shows nothing when "forty" was sent to it, so the words would be lost with the error beside them."""
    if isinstance(widget, forms.NumberInput) and widget.input_type == "number":
        widget.input_type = "text"
        whole = widget.attrs.get("step", 1) == 1
        widget.attrs = {key: value for key, value in widget.attrs.items() if key not in {"min", "max", "step"}}
        widget.attrs["inputmode"] = "numeric" if whole else "decimal"


@dataclass(frozen=True, slots=True)
class Problem:
    """One line of the summary at the top of a form; `anchor` is the field's id."""

    anchor: str
    label: str
    messages: list[str]

    @property
    def named(self) -> bool:
        """Whether what is said names the field, so that its label need not stand before it."""
        return bool(self.messages) and f"“{self.label}”" in self.messages[0]


def problems(form: forms.BaseForm) -> Iterator[Problem]:
    for bound in form:
        if bound.errors and not bound.is_hidden:
            # A group's first input has the id with _0; the fieldset itself carries the plain id and can take focus.
            yield Problem(str(bound.auto_id), str(bound.label), words_of(bound))


def form(
    context: Context,
    content: str,
    form: forms.BaseForm,
    submit: str,
    *,
    action: str = "",
    draft: str = "",
    client_id: str = "",
    cancel_url: str = "",
    id: str = "",  # noqa: A002  named as in HTML
    kind: str = "",
    method: str = "post",
    in_place: str = "",
) -> SafeString:
    """A whole form that is sent once. Without content it shows every field; with content, what the content shows.

    `in_place="keep"` or `"clear"`: sent without leaving the page (see ui/in_place.py), and emptied once it is taken or not.

    `draft` is the address where what is typed is kept (see drafts.js). `client_id` keeps an earlier try's id; a form
    shown again with errors keeps the one that was sent. `kind="danger"` for what cannot be undone.
    """
    sent = form.data.get("client_id", "") if form.is_bound else ""
    return SafeString(
        render_to_string(
            "ui/components/form.html",
            {
                "form": form,
                "content": content if content.strip() else "",
                "submit": submit,
                "action": action,
                "draft": draft,
                "client_id": client_id or sent or new_client_id(),
                "cancel_url": cancel_url,
                "id": id,
                "kind": kind,
                "method": method,
                "in_place": in_place,
                "problems": list(problems(form)),
                "csrf_token": context.get("csrf_token", ""),
            },
        )
    )
