"""Named places on pages that higher apps fill.

A page offers a place with `{% panels "place.page" thing %}`. An app above says in its `panels.py`:

    @panel("place.page", order=10)
    def convenings_here(request, place) -> PanelContent | None: ...

Panels register when the app's `panels` module is imported at start; two of the same name at one place raise.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.safestring import SafeString, mark_safe


@dataclass(frozen=True, slots=True)
class PanelContent:
    """A template and what it needs. With a `title` the panel stands as a chapter, without one as it is."""

    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    title: str | Promise = ""
    note: str | Promise = ""


Panel = Callable[[HttpRequest, Any], PanelContent | None]


@dataclass(frozen=True, slots=True)
class _Registered:
    name: str
    order: int
    build: Panel


_registry: dict[str, list[_Registered]] = {}


class DuplicatePanelError(Exception):
    """Two panels of one name at one place: most likely a module imported under two names."""


def panel(place: str, *, order: int = 100) -> Callable[[Panel], Panel]:
    """Register a panel. Lower `order` comes first; equal orders go by name, so a page always looks the same."""

    def register(build: Panel) -> Panel:
        name = f"{build.__module__}.{build.__qualname__}"
        known = _registry.setdefault(place, [])
        if any(other.name == name for other in known):
            raise DuplicatePanelError(f"{name} is registered twice at {place!r}.")
        known.append(_Registered(name, order, build))
        known.sort(key=lambda registered: (registered.order, registered.name))
        return build

    return register


def render_panels(request: HttpRequest | None, place: str, thing: Any) -> SafeString:
    """All panels of a place, one after the other. On an error page before anybody was recognized there are none."""
    if request is None or not hasattr(request, "user"):
        return SafeString("")
    drawn = []
    for registered in _registry.get(place, ()):
        content = registered.build(request, thing)
        if content is None:
            continue
        inner = render_to_string(content.template, {"thing": thing, **content.context}, request)
        if content.title:
            shell = {"inner": inner, "title": content.title, "note": content.note}
            inner = render_to_string("ui/components/panel.html", shell, request)
        drawn.append(inner)
    return mark_safe("\n".join(drawn))
