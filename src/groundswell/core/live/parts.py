"""Parts of pages that are rendered when they are handed out, not when they change.

A line of questions changes fifty times a second on a busy day; what counts is how it stands when the next message leaves.
Its event therefore names the part, `kind:key`, and carries no content; each process renders it once a message and language.
"""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils import translation

Render = Callable[[str], str]

_kinds: dict[str, Render] = {}


def register(kind: str, render: Render) -> None:
    """Called once per kind, from an app's `ready`. `render(key)` returns HTML in the active language."""
    if kind in _kinds:
        raise ValueError(f"Live part kind {kind} is registered twice.")
    _kinds[kind] = render


def known_language(code: str) -> str:
    """The language that a page asked for when the site speaks it, else English."""
    return code if code in dict(settings.LANGUAGES) else "en"


def in_language(number: int, body: dict[str, Any], language: str) -> dict[str, Any]:
    """What a page in this language is told of an event."""
    said = {key: value for key, value in body.items() if not key.startswith("html_") and key not in {"part", "urgent"}}
    said["html"] = body.get(f"html_{language}", body["html"])
    if part := body.get("part"):
        kind, _colon, key = part.partition(":")
        with translation.override(language):
            said["html"] = _kinds[kind](key)
    return {"id": number, **said}
