"""Widgets without templates. A form's fields are drawn on every page, and a template for each input costs four times as much.

FORM_RENDERER names `PlainRenderer`. What it does not know goes to Django's templates; a test holds the two to the same markup.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString

from groundswell.ui.components.attributes import widget_attributes

Widget = Mapping[str, Any]


def _input(widget: Widget) -> str:
    value = widget["value"]
    shown = f' value="{escape(str(value))}"' if value is not None else ""
    return f'<input type="{widget["type"]}" name="{widget["name"]}"{shown}{widget_attributes(widget["attrs"])}>'


def _textarea(widget: Widget) -> str:
    value = conditional_escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{widget["name"]}"{widget_attributes(widget["attrs"])}>\n{value}</textarea>'


def _option(option: Widget) -> str:
    value, attrs = escape(str(option["value"])), widget_attributes(option["attrs"])
    return f'<option value="{value}"{attrs}>{conditional_escape(option["label"])}</option>'


def _select(widget: Widget) -> str:
    parts = []
    for group, options, _index in widget["optgroups"]:
        inner = "".join(_option(option) for option in options)
        parts.append(f'<optgroup label="{conditional_escape(group)}">{inner}</optgroup>' if group else inner)
    return f'<select name="{widget["name"]}"{widget_attributes(widget["attrs"])}>{"".join(parts)}</select>'


_DRAWN: dict[str, Callable[[Widget], str]] = {
    **{
        f"django/forms/widgets/{name}.html": _input
        for name in (
            "input",
            "text",
            "email",
            "url",
            "tel",
            "search",
            "number",
            "password",
            "hidden",
            "date",
            "time",
            "checkbox",
        )
    },
    "django/forms/widgets/checkbox_option.html": _input,
    "django/forms/widgets/radio_option.html": _input,
    "django/forms/widgets/textarea.html": _textarea,
    "django/forms/widgets/select.html": _select,
}


class PlainRenderer(DjangoTemplates):
    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        widget = context.get("widget")
        draw = _DRAWN.get(template_name) if widget else None
        # A choice that wraps its own label is drawn by Django; `field` asks for the bare input.
        if draw is None or widget is None or widget.get("wrap_label"):
            return super().render(template_name, context, request)
        return SafeString(draw(widget))
