"""Who may follow which live topic. A topic is `kind:key`; the app that owns the kind says who may follow."""

from collections.abc import Callable

from django.http import HttpRequest

MayFollow = Callable[[HttpRequest, str], bool]

_kinds: dict[str, MayFollow] = {}


def register(kind: str, may_follow: MayFollow) -> None:
    """Called once per kind, from an app's `ready`."""
    if kind in _kinds:
        raise ValueError(f"Live topic kind {kind} is registered twice.")
    _kinds[kind] = may_follow


def allowed(request: HttpRequest, topics: list[str]) -> bool:
    """Whether this request may follow all of these topics."""
    if not topics:
        return False
    for topic in topics:
        kind, _, key = topic.partition(":")
        may_follow = _kinds.get(kind)
        if may_follow is None or not may_follow(request, key):
            return False
    return True


def parse(raw: str) -> list[str]:
    """The topics of a query string, at most 12, each once."""
    return list(dict.fromkeys(topic for topic in raw.split(",") if topic))[:12]
