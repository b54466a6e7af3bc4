"""The design system in a real browser: every width, both schemes, keyboard only, and nothing typed is lost."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import LiveServerTestCase
from playwright.sync_api import Browser, Page, sync_playwright

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    # Playwright's loop runs in this thread; the database is used beside it, never within it.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)


@pytest.fixture
def page(browser: Browser, live_server: LiveServerTestCase) -> Iterator[Page]:
    context = browser.new_context(base_url=str(live_server.url), reduced_motion="reduce")
    page = context.new_page()
    page.set_default_timeout(60_000)  # a busy machine is no failure
    wrong: list[str] = []
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
    yield page
    context.close()
    assert wrong == []


def test_gallery_holds_at_every_width_and_axe_finds_nothing(page: Page) -> None:
    page.goto("/design/")
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    for width in (360, 800, 1440):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") == width
    for width, scheme in ((360, "dark"), (1440, "light")):
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme)
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        page.evaluate("document.querySelector('#away').showModal()")
        assert [found["id"] for found in Axe().run(page).response["violations"]] == []
        page.keyboard.press("Escape")


def test_chip_opens_and_closes_by_key_and_by_resting_on_it(page: Page) -> None:
    page.goto("/design/")
    open_ones = page.locator(".pop:popover-open")
    page.locator(".chip").first.focus()
    page.keyboard.press("Enter")
    assert open_ones.count() == 1
    page.keyboard.press("Escape")
    assert open_ones.count() == 0
    page.locator(".chip").nth(1).hover()
    open_ones.first.wait_for()
    page.mouse.move(1, 1)
    open_ones.first.wait_for(state="hidden")


def test_dialog_gives_the_focus_back(page: Page) -> None:
    page.goto("/design/")
    page.locator("button[commandfor=away]").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector('#away').open")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.getAttribute('commandfor')") == "away"


def test_errors_take_the_focus_and_lead_to_their_field(page: Page) -> None:
    page.goto("/design/")
    page.wait_for_function("document.activeElement.matches('[data-problems]')")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.type("40")
    assert page.input_value("[name=places]").startswith("40") or page.input_value("[name=places]").endswith("40")


def test_words_survive_a_lost_line_and_a_reload(page: Page) -> None:
    page.goto("/design/")
    state = page.locator("[data-draft-state]")
    page.fill("[name=noticed]", "They waited.")
    state.get_by_text("Saved").wait_for()
    page.context.set_offline(True)
    page.fill("[name=noticed]", "They waited a whole minute.")
    state.get_by_text("Offline").wait_for()
    page.context.set_offline(False)
    state.get_by_text("Saved").wait_for(timeout=20_000)
    stored = page.evaluate("fetch('/drafts/gallery/').then((answer) => answer.json())")
    assert stored["fields"]["noticed"] == ["They waited a whole minute."]


def test_other_window_is_told_that_the_words_changed(page: Page) -> None:
    page.goto("/design/")
    page.locator("[data-draft-state]").get_by_text("Saved").wait_for()
    other = page.context.new_page()
    other.goto("/design/")
    other.locator("[data-draft-state]").get_by_text("Saved").wait_for()
    other.fill("[name=noticed]", "There.")
    other.wait_for_function(
        "fetch('/drafts/gallery/').then((a) => a.json()).then((d) => d.fields.noticed[0] === 'There.')"
    )
    page.fill("[name=noticed]", "Here.")
    clash = page.locator("form .clash")
    clash.wait_for()
    assert "There." in clash.inner_text()
    assert "Here." in clash.inner_text()
    clash.get_by_role("button", name="Take what is there").click()
    assert page.input_value("[name=noticed]") == "There."


def test_double_press_is_one_sending_and_a_changed_form_is_another(page: Page) -> None:
    page.goto("/design/")
    page.evaluate(
        """() => {
          globalThis.sent = [];
          const form = document.querySelector("form.form");
          addEventListener("submit", (event) => {
            if (!event.defaultPrevented) sent.push(form.elements.client_id.value);
            event.preventDefault();
          });
        }"""
    )
    press = "document.querySelector('form.form .submit button').click()"
    page.evaluate(f"{press}; {press}")
    assert page.evaluate("sent.length") == 1
    page.wait_for_timeout(1600)
    page.evaluate(press)  # the same words again: a retry carries the same id
    page.fill("[name=noticed]", "Something else.")
    page.evaluate(press)
    first, again, changed = page.evaluate("sent")
    assert first == again
    assert first != changed
