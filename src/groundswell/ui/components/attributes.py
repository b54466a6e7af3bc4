"""HTML attributes from keyword arguments, as templates can write them."""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

Value = str | int | bool | None


def attributes(values: Mapping[str, Value]) -> SafeString:
    """` name="value"` for each, with underscores as hyphens. None and False are left out, True stands alone."""
    return format_html_join(
        "",
        "{}",
        (
            (format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value),)
            for name, value in ((key.strip("_").replace("_", "-"), value) for key, value in values.items())
            if value is not None and value is not False and value != ""
        ),
    )
