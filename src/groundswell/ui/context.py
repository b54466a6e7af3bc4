"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

# What groundswell.js imports at once; named in the head, so that they are fetched beside it and not after it.
MODULES = tuple(f"ui/js/{name}.js" for name in ("chip", "copy", "dialog", "fields", "once"))


def page(request: HttpRequest) -> dict[str, Any]:
    """The other language, for the switch in the head, and whether this is the example world."""
    language = (get_language() or "en").split("-")[0]
    return {
        "site_name": getattr(settings, "SITE_NAME", "Groundswell"),
        "page_language": language,
        "other_language": {"code": "en", "name": "English"} if language == "es" else {"code": "es", "name": "Español"},
        "page_path": request.get_full_path(),
        "ui_modules": MODULES,
    }
