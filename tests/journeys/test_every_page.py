"""Every page in Chromium: axe finds nothing in either scheme, with errors shown and dialogs open; nothing overflows.
Each says that it is an example where it is one.

The pages are made first and then handed to the browser as if a server had answered, so that the clock and the data are
the small world's and nothing that a page does is kept.
"""

import mimetypes
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.staticfiles.finders import find
from playwright.sync_api import Page, Route, sync_playwright

from tests.architecture.conftest import world as world  # noqa: PLC0414 - a fixture
from tests.journeys.conftest import ARGUMENTS, CHROMIUM
from tests.journeys.pages import Shown, all_pages, furnish

pytestmark = [
    pytest.mark.slow,
    pytest.mark.one_database,
    pytest.mark.django_db,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="Chromium is not on this machine."),
]

HOST = "http://localhost:9"
WIDTHS = (360, 1280)
ALL_RULES = {"resultTypes": ["violations"]}
# What a scheme or a dialog can change.
COLORS = {"resultTypes": ["violations"], "runOnly": {"type": "rule", "values": ["color-contrast"]}}
TOO_WIDE = """() => [...document.querySelectorAll("main *, header *, footer *")]
  .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && getComputedStyle(e).position !== "fixed")
  .slice(0, 3).map((e) => e.outerHTML.slice(0, 120))"""


class Hall:
    """One browser page that is shown one of our pages after the other."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.wrong: list[str] = []
        self.current: Shown | None = None
        self.axe = Axe()
        page.route("**/*", self.answer)
        page.on("pageerror", lambda error: self.note("script", str(error)))
        page.on("console", lambda said: "Security Policy" in said.text and self.note("policy", said.text))

    def answer(self, route: Route) -> None:
        """The page itself, a file of ours, or nothing."""
        address = route.request.url.removeprefix(HOST)
        if self.current is not None and route.request.is_navigation_request():
            headers = {"Content-Security-Policy": self.current.policy} if self.current.policy else {}
            route.fulfill(body=self.current.text, content_type="text/html; charset=utf-8", headers=headers)
        elif address.startswith("/static/") and (path := find(address.removeprefix("/static/"))):
            route.fulfill(body=Path(path).read_bytes(), content_type=mimetypes.guess_type(path)[0] or "text/plain")
        else:
            route.abort()

    def note(self, what: str, words: object) -> None:
        self.wrong.append(f"{self.current}: {what}: {words}")

    def open(self, shown: Shown) -> None:
        self.current = shown
        self.page.goto(HOST + shown.path)
        self.page.evaluate("document.querySelectorAll('main details').forEach((one) => { one.open = true; })")

    def judge(self, when: str, options: dict[str, object]) -> None:
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(self.axe.axe_script)
        for found in self.page.evaluate("(options) => axe.run(document, options)", options)["violations"]:
            where = "; ".join(str(node["html"])[:160] for node in found["nodes"][:3])
            self.note(f"{when}: {found['id']}", where)

    def measure(self) -> None:
        for width in WIDTHS:
            self.page.set_viewport_size({"width": width, "height": 800})
            wide = self.page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                self.note(f"{width} px wide", f"needs {wide}: {self.page.evaluate(TOO_WIDE)}")

    def dialogs(self) -> None:
        """Each dialog and each thing that opens over the page."""
        for number in range(self.page.locator("main dialog").count()):
            self.page.evaluate("(n) => document.querySelectorAll('main dialog')[n].showModal()", number)
            for scheme, options in (("light", ALL_RULES), ("dark", COLORS)):
                self.page.emulate_media(color_scheme=scheme)
                self.judge(f"dialog {number} open, {scheme}", options)
            self.page.evaluate("(n) => document.querySelectorAll('main dialog')[n].close()", number)


def test_axe_finds_nothing_and_nothing_overflows(world):
    further = furnish(world)
    pages = [page for page in all_pages(world, further) if "</html>" in page.text]
    spanish = [page for page in all_pages(world, further, "es") if "</html>" in page.text]
    assert set(further) - {page.path for page in pages} == set()
    assert len(pages) > 170
    assert [str(page) for page in pages if "This is an example" not in page.text] == []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=ARGUMENTS)
        hall = Hall(browser.new_page(reduced_motion="reduce"))
        for shown in pages:
            hall.page.emulate_media(color_scheme="light")
            hall.open(shown)
            hall.measure()
            hall.judge("light", ALL_RULES)
            hall.page.emulate_media(color_scheme="dark")
            hall.judge("dark", COLORS)
            hall.dialogs()
        for shown in spanish:
            hall.open(shown)
            hall.measure()
        browser.close()
    assert not hall.wrong, "\n".join(hall.wrong)
