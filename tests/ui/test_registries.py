"""Panels and links that apps register at start."""

from collections.abc import Iterator

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.test import RequestFactory

from groundswell.ui import navigation, panels
from groundswell.ui.navigation import DuplicateLinkError, Item, add_link, navigation_items
from groundswell.ui.panels import DuplicatePanelError, PanelContent, panel, render_panels


@pytest.fixture(autouse=True)
def _registries_as_they_were() -> Iterator[None]:
    before = {place: list(known) for place, known in panels._registry.items()}
    links = {where: list(known) for where, known in navigation._links.items()}
    for known in navigation._links.values():
        known.clear()
    yield
    panels._registry.clear()
    panels._registry.update(before)
    navigation._links.update(links)


def visit(path: str) -> HttpRequest:
    request = RequestFactory().get(path)
    request.user = AnonymousUser()
    return request


def content(title: str) -> PanelContent:
    return PanelContent("ui/components/page_head.html", {"title": title})


def test_panels_come_in_order_and_skip_those_with_nothing_to_say() -> None:
    @panel("test.page", order=20)
    def second(_request: HttpRequest, thing: str) -> PanelContent:
        return content(f"second of {thing}")

    @panel("test.page", order=10)
    def first(_request: HttpRequest, thing: str) -> PanelContent:
        return content(f"first of {thing}")

    @panel("test.page", order=5)
    def silent(_request: HttpRequest, _thing: str) -> None:
        return None

    html = render_panels(visit("/"), "test.page", "Lassen")
    assert html.index("first of Lassen") < html.index("second of Lassen")
    assert html.count("<h1>") == 2


def test_panel_with_a_title_stands_as_a_chapter() -> None:
    @panel("test.page")
    def titled(_request: HttpRequest, _thing: None) -> PanelContent:
        return PanelContent("ui/components/page_head.html", {"title": "x"}, title="Commitments")

    assert '<h2 id="commitments-h">Commitments</h2>' in render_panels(visit("/"), "test.page", None)


def test_same_panel_twice_at_one_place_is_refused() -> None:
    def again(_request: HttpRequest, _thing: None) -> None:
        return None

    panel("test.page")(again)
    with pytest.raises(DuplicatePanelError, match="registered twice"):
        panel("test.page")(again)


def test_page_without_a_request_has_no_panels() -> None:
    assert render_panels(None, "test.page", None) == ""
    assert navigation_items(None, "main") == []
    assert navigation_items(RequestFactory().get("/"), "main") == []


def test_links_are_ordered_marked_and_hidden() -> None:
    add_link("main", "Components", "ui:gallery", order=2)
    add_link("account", "Hidden", "ui:gallery", visible=lambda _request: False)
    request = visit("/design/")
    assert navigation_items(request, "main") == [Item("Components", "/design/", "page")]
    assert navigation_items(request, "account") == []
    assert navigation_items(visit("/design/x/"), "main")[0].current == "true"
    assert navigation_items(visit("/"), "main")[0].current == ""


def test_same_link_twice_is_refused() -> None:
    add_link("foot", "Components", "ui:gallery")
    with pytest.raises(DuplicateLinkError):
        add_link("foot", "Again", "ui:gallery")
