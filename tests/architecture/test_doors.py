"""Every address has one access declaration."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from groundswell.access.middleware import THEIR_OWN_DOORS
from groundswell.core.doors import door_of

pytestmark = pytest.mark.one_database


def views(resolver: URLResolver) -> Iterator[tuple[str, Any]]:
    for pattern in resolver.url_patterns:
        if isinstance(pattern, URLResolver):
            yield from views(pattern)
        elif isinstance(pattern, URLPattern):
            yield str(pattern.pattern), pattern.callback


def test_every_view_declares_its_access():
    undeclared = [
        f"{address} {view.__module__}.{view.__name__}"
        for address, view in views(get_resolver())
        if door_of(view) is None and not view.__module__.startswith(THEIR_OWN_DOORS)
    ]
    assert undeclared == []
