"""The gallery, the error pages, the stylesheet."""

import gzip
import os
import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.test import Client, RequestFactory, override_settings

from groundswell.ui import bundle, context, views
from groundswell.ui.staticfiles import BundleFinder

JS = Path(views.__file__).parent / "static" / "ui" / "js"


@pytest.mark.django_db
def test_gallery_opens_for_anyone_and_carries_nothing_inline(client: Client) -> None:
    response = client.get("/design/")
    html = response.content.decode()
    assert response.status_code == 200
    assert re.findall(r"<style|style=|\son\w+=|javascript:|<script(?![^>]*src=)", html) == []
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert sorted(ids) == sorted(set(ids))
    assert html.count("<h1") == 1


@pytest.mark.django_db
def test_gallery_sorts_its_table_by_the_address(client: Client) -> None:
    html = client.get("/design/?sort=people").content.decode()
    assert html.index("Rosalba Q.") < html.index("June Okafor")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("view", "status"),
    [
        (views.bad_request, 400),
        (views.permission_denied, 403),
        (views.page_not_found, 404),
        (views.server_error, 500),
        (views.csrf_failure, 403),
    ],
)
def test_error_page_shows_the_number_of_the_request(view: object, status: int) -> None:
    request = RequestFactory().get("/nowhere/")
    request.number = "ab12cd34"
    response = view(request)
    assert response.status_code == status
    assert b"<b>ab12cd34</b>" in response.content


def test_stylesheet_is_found_as_one_file_without_comments() -> None:
    found = BundleFinder().find("ui/groundswell.css")
    css = Path(found).read_text()
    assert finders.find("ui/groundswell.css") == found
    assert css.startswith("@layer reset, tokens, base, layout, components, utilities;")
    assert "/*" not in css
    assert css.count("{") == css.count("}")


def test_stylesheet_is_kept_where_nobody_else_can_put_one():
    folder = Path(BundleFinder().find("ui/groundswell.css")).parents[1]
    assert (folder.stat().st_mode & 0o777, folder.stat().st_uid) == (0o700, os.getuid())
    assert Path(BundleFinder().find("ui/groundswell.css")).parents[1] == folder


def test_stylesheet_refuses_a_part_that_is_not_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bundle, "PARTS", bundle.PARTS[1:])
    with pytest.raises(LookupError, match=r"List these .*: reset"):
        list(bundle.stylesheet_parts())


def test_stylesheet_is_not_found_under_other_names() -> None:
    assert BundleFinder().find("ui/other.css") == []
    assert list(BundleFinder().list(["ui/*"])) == []


def test_style_and_scripts_leave_room_in_the_first_visit() -> None:
    css = Path(BundleFinder().find("ui/groundswell.css")).read_bytes()
    scripts = b"".join(path.read_bytes() for path in sorted(JS.glob("*.js")))
    assert len(gzip.compress(css)) + len(gzip.compress(scripts)) < 30_000


def test_style_holds_to_its_own_rules() -> None:
    for part in bundle.stylesheet_parts():
        css = part.read_text()
        assert "!important" not in css, part.name
        assert re.findall(r"(?m)^\s*#[\w-]+[^{};]*\{", css) == [], part.name


def test_head_preloads_exactly_what_the_entry_imports() -> None:
    entry = (JS / "groundswell.js").read_text()
    assert [f"ui/js/{name}" for name in re.findall(r'^import "\./(.+)";$', entry, re.MULTILINE)] == list(
        context.MODULES
    )


@override_settings(SITE_NAME="North State")
def test_page_knows_the_other_language() -> None:
    request = RequestFactory().get("/x/?y=1")
    assert context.page(request)["other_language"] == {"code": "es", "name": "Español"}
    assert context.page(request)["page_path"] == "/x/?y=1"
    assert context.page(request)["site_name"] == "North State"
