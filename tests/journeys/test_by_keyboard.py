"""The story with Tab, arrows, Space and Enter alone; wherever the focus is, it is seen."""

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import secret_of

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
DAY = "/c/ready-for-keys"
MOST = 150  # steps that anything may be away

ACTIVE = """() => {
  const one = document.activeElement;
  const box = one.getBoundingClientRect();
  const drawn = (e) => {
    const style = getComputedStyle(e);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const around = [one, one.parentElement, one.parentElement?.parentElement].filter(Boolean);
  return {
    words: (one.ariaLabel || one.innerText || "").trim().replace(/\\s+/g, " "),
    name: one.getAttribute("name") || "",
    value: one.getAttribute("value") || "",
    tag: one.tagName,
    // The calendar's button inside a field for a day is the browser's own, with its own ring; a county on a map is
    // shaded and edged instead.
    seen: one === document.body || ((one.type === "date"
      || (one.matches(":focus-visible") && (around.some(drawn) || one.matches("svg a:has(.land)"))))
      && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth),
  };
}"""


class Keys:
    """Somebody without a mouse."""

    def __init__(self, page) -> None:
        self.page = page
        self.unseen: list[str] = []

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def reach(self, words: str = "", *, name: str = "") -> None:
        """Tab until the focus is on the control with these words or this field name."""
        for _step in range(MOST):
            self.press("Tab")
            at = self.page.evaluate(ACTIVE)
            if not at["seen"]:
                self.unseen.append(f"{self.page.url}: {at}")
            if (name and at["name"] == name) or (words and at["words"] == words):
                return
        raise AssertionError(f"{self.page.url}: no way by Tab to {words or name}")

    def write(self, name: str, words: str) -> None:
        self.reach(name=name)
        self.page.keyboard.type(words)

    def follow(self, words: str) -> None:
        self.reach(words)
        with self.page.expect_navigation():
            self.press("Enter")


def prepare(lead, host: Keys) -> None:
    """A need, a vision that is adopted and endorsed, a survey for afterwards."""
    lead.goto("/collaboratives/north/needs/add/")
    host.write("title", "Students explain too little")
    host.write("statement", "They answer, and rarely explain.")
    host.reach(name="subject")
    host.press("Space")
    host.follow("Raise the need")
    expect(lead.get_by_role("heading", name="Students explain too little")).to_be_visible()
    lead.goto("/collaboratives/north/vision/write/")
    host.write("text", "Every student talks.")
    host.write("goals", "Every lesson has talk")
    for button in ("Keep as a draft", "Adopt it", "Endorse the vision", "I stand behind it"):
        host.follow(button)
    expect(lead.get_by_text("Lena Lupine").first).to_be_visible()
    lead.goto(f"{DAY}/plan/")
    host.follow("Ask afterwards, by aim")


def take_it_home(visitor, kay: Keys) -> None:
    """The survey, something to try, what became of it."""
    kay.follow("Say what you took away")
    radios = visitor.locator("table.scale-grid input[type=radio]")
    for name in dict.fromkeys(radio.get_attribute("name") for radio in radios.all()):
        kay.reach(name=name)
        kay.press("Space")
    wish = visitor.get_by_role("group", name="Would you like somebody of your county office").get_by_role("radio").first
    kay.reach(name=wish.get_attribute("name"))
    kay.press("Space", "ArrowDown")
    kay.follow("Send")
    kay.follow("Mean to try or share something")
    kay.reach(name="kind")
    kay.press("Space")
    kay.write("text", "Wait three seconds longer")
    kay.write("due_on", "12312030")
    kay.follow("I mean to")
    kay.follow("Say what became of it Wait three seconds longer")
    kay.reach(name="word")
    kay.press("Space")
    kay.follow("Say so")
    expect(visitor.get_by_text("kept", exact=True)).to_be_visible()


def test_from_a_need_to_the_report_by_keyboard_alone(product, somebody):
    lead = somebody(session=product.sessions["lead"])
    host = Keys(lead)
    prepare(lead, host)
    visitor = somebody()
    kay = Keys(visitor)
    visitor.goto("/convenings/")
    kay.follow("Ready for keys")
    kay.follow("Register")
    for name, words in (
        ("given_name", "Kay"),
        ("family_name", "Yarrow"),
        ("email", "kay@example.org"),
        ("role", "Tea"),
    ):
        kay.write(name, words)
    kay.write("school", "A school that is not listed")
    kay.press("Escape")  # closes the suggestions, if any came
    kay.write("county", "Shasta")
    kay.press("Tab", "Shift+Tab")
    visitor.wait_for_load_state("networkidle")  # the nearest sites come first now
    kay.reach(name="site")
    kay.press("Space")
    kay.reach(name="teaches")
    kay.press("ArrowDown")
    kay.follow("Register")
    expect(visitor.get_by_text("You have a place.")).to_be_visible()

    lead.goto(f"{DAY}/sites/1/")
    host.reach("Check in Kay Yarrow")
    host.press("Space")
    expect(lead.get_by_role("button", name="Undo Kay Yarrow")).to_be_visible()
    lead.goto(f"{DAY}/desk/")
    host.write("session", "Opening")
    host.reach(name="mode")
    host.press("Space")
    host.reach("Show this at all sites")
    host.press("Enter")
    expect(lead.get_by_text("All sites see this now.")).to_be_visible()

    own = f"/r/{secret_of(visitor)}/"
    visitor.goto(own)
    kay.follow("Into the room")
    kay.write("text", "Who speaks first?")
    kay.reach("Put it in the line")
    kay.press("Enter")
    expect(visitor.locator("#line")).to_contain_text("Who speaks first?")

    visitor.goto(own)
    take_it_home(visitor, kay)
    lead.goto(f"{DAY}/report/")
    host.follow("What this was computed from")
    expect(lead.get_by_role("heading", name="Who was there")).to_be_visible()

    # The menu of a phone opens, is walked and closes.
    visitor.set_viewport_size({"width": 360, "height": 740})
    visitor.goto("/")
    kay.reach("Menu")
    kay.press("Enter")
    expect(visitor.locator("#menu")).to_be_visible()
    kay.press("Escape")
    expect(visitor.locator("#menu")).to_be_hidden()
    assert (kay.unseen, host.unseen) == ([], [])
    assert (visitor.problems, lead.problems) == ([], [])
