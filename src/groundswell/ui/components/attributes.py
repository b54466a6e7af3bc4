"""HTML attributes from keyword arguments, as templates can write them."""

from collections.abc import Mapping
from typing import Any

from django.utils.formats import localize
from django.utils.functional import Promise
from django.utils.html import conditional_escape, escape
from django.utils.safestring import SafeString
from django.utils.timezone import template_localtime  # type: ignore[attr-defined]


def markup(value: object) -> str:
    """A value as a template shows it: numbers and times in the page's language and zone, words escaped unless safe."""
    if not isinstance(value, str | Promise):
        value = localize(template_localtime(value))
    return conditional_escape(value)  # type: ignore[arg-type]


Value = str | int | bool | Promise | None


def attributes(values: Mapping[str, Value]) -> SafeString:
    """` name="value"` for each, with underscores as hyphens. None, False and "" are left out, True stands alone."""
    out = ""
    for key, value in values.items():
        if value is None or value is False or value == "":
            continue
        name = key.strip("_").replace("_", "-")
        out += f" {name}" if value is True else f' {name}="{escape(str(value))}"'
    return SafeString(out)


def widget_attributes(values: Mapping[str, Any]) -> str:
    """As Django's own `attrs.html` writes a widget's attributes: names as they are, and an empty string is a value."""
    out = ""
    for name, value in values.items():
        if value is not None and value is not False:
            out += f" {name}" if value is True else f' {name}="{escape(str(value))}"'
    return out
