"""Forms as pages show them: any bound field with label, help, error and counter; a form with its errors on top."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from groundswell.ui.components.actions import new_client_id
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


def field(bound: BoundField, counter: bool = False, label: str = "", more: str = "") -> SafeString:
    """A field of any form. `counter` counts letters against `max_length`; `more` is markup below (a link, a hint)."""
    if bound.is_hidden:
        return SafeString(str(bound))
    kind = field_kind(bound)
    _keep_what_was_typed(bound.field.widget)
    attrs: dict[str, Any] = {}
    if described := _described_by(bound):
        attrs["aria-describedby"] = described
    if kind in {"choices", "grid", "group"}:
        attrs = {}
    limit = getattr(bound.field, "max_length", None) if counter else None
    return SafeString(
        render_to_string(
            "ui/components/field.html",
            {
                "bound": bound,
                "kind": kind,
                "label": label or bound.label,
                "control": bound.as_widget(attrs=attrs),
                "described": _described_by(bound),
                "limit": limit,
                "more": more,
                "optional": not bound.field.required and kind != "check",
            },
        )
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


def problems(form: forms.BaseForm) -> Iterator[Problem]:
    for bound in form:
        if bound.errors and not bound.is_hidden:
            # A group's first input has the id with _0; the fieldset itself carries the plain id and can take focus.
            yield Problem(str(bound.auto_id), str(bound.label), [str(error) for error in bound.errors])


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
) -> SafeString:
    """A whole form that is sent once. Without content it shows every field; with content, what the content shows.

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
                "problems": list(problems(form)),
                "csrf_token": context.get("csrf_token", ""),
            },
        )
    )
