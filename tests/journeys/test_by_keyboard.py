"""The story with Tab, arrows, Space and Enter alone; wherever the focus is, it is seen."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import secret_of

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
DAY = "/c/talk-by-keys"
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
    // The button inside a field for a day or an hour is the browser's own, with its own ring; a county on a map is
    // shaded and edged instead.
    seen: one === document.body || ((["date", "time"].includes(one.type)
      || (one.matches(":focus-visible") && (around.some(drawn) || one.matches("svg a:has(.reach)"))))
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

    def choose(self, name: str) -> None:
        """The first of some choices."""
        self.reach(name=name)
        self.press("Space")

    def follow(self, words: str) -> None:
        self.reach(words)
        with self.page.expect_navigation():
            self.press("Enter")


def prepare(lead, host: Keys) -> None:
    """A need, a vision that is adopted and endorsed, a task with an owner that is done."""
    lead.goto("/collaboratives/north/needs/")
    host.follow("Raise a need")
    host.write("title", "Students explain too little")
    host.write("statement", "They answer, and rarely explain.")
    host.choose("subject")
    host.follow("Raise the need")
    expect(lead.get_by_role("heading", name="Students explain too little")).to_be_visible()
    host.follow("Add evidence")
    host.choose("kind")
    host.write("text", "Seven of ten teachers name it first.")
    host.write("source", "A survey")
    host.follow("Add")
    lead.goto("/collaboratives/north/vision/write/")
    host.write("text", "Every student talks.")
    host.write("goals", "Every lesson has talk")
    for button in ("Keep as a draft", "Adopt it", "Endorse the vision", "I stand behind it"):
        host.follow(button)
    expect(lead.get_by_text("Lena Lupine").first).to_be_visible()
    lead.goto("/collaboratives/north/tasks/add/")
    host.write("title", "Book the room")
    host.write("owner", "Lena")
    host.write("due_on", "12312030")
    host.write("county", "Shasta")
    host.follow("Add the task")
    host.reach("Done Book the room")
    host.press("Enter")
    expect(lead.get_by_role("button", name="Done Book the room")).to_have_count(0)


def plan_the_day(lead, host: Keys) -> None:
    """Today, at one site with its host; a session with its speaker, a book, a survey; published."""
    today = datetime.now(ZoneInfo("America/Los_Angeles")).strftime("%m%d%Y")
    lead.goto("/collaboratives/north/convenings/add/")
    host.write("title", "Talk by keys")
    host.write("first_day", today)
    host.write("begins", "1205AM")
    host.write("last_day", today)
    host.write("ends", "1155PM")
    host.write("aims", "Hear students think")
    host.follow("Begin the plan")
    host.follow("Add a site")
    host.choose("kind")
    host.write("name", "Redding")
    host.write("place", "Shasta County Office of Education")
    host.press("Escape")  # closes the suggestions, if any came
    host.write("capacity", "9")
    host.follow("Add the site")
    host.follow("Name the host Redding")
    host.write("person", "Lena")
    host.follow("Name the host")
    host.follow("Add a session")
    host.write("title", "Opening")
    host.choose("mode")
    host.write("begins", "0900AM")
    host.write("ends", "1000AM")
    host.follow("Add the session")
    host.write("given_name", "Sol")
    host.write("family_name", "Sage")
    host.write("email", "sol@example.org")
    host.follow("Add to the session")
    lead.goto(f"{DAY}/plan/")
    host.follow("Add a book or kit")
    host.write("name", "A book about talk")
    host.follow("Add")
    for button in ("Ask afterwards, by aim", "Publish"):
        host.follow(button)
    expect(lead.get_by_text("It is published.")).to_be_visible()


def say_who(visitor, kay: Keys, given: str) -> None:
    """What the form of a registration asks of everybody."""
    for name, words in (
        ("given_name", given), ("family_name", "Yarrow"), ("email", f"{given.lower()}@example.org"), ("role", "Tea"),
        ("school", "A school that is not listed"),
    ):  # fmt: skip
        kay.write(name, words)
    kay.press("Escape")  # closes the suggestions, if any came
    kay.write("county", "Shasta")
    kay.press("Tab", "Shift+Tab")
    visitor.wait_for_load_state("networkidle")  # the nearest sites come first now
    kay.choose("site")
    kay.reach(name="teaches")
    kay.press("ArrowDown")


def register_a_team(captain, cap: Keys) -> None:
    """One registers a colleague along, who says yes by the link in the letter."""
    captain.goto(f"{DAY}/")
    cap.follow("Register your team")
    say_who(captain, cap, "Cap")
    cap.write("team_name", "The listeners")
    for name, words in (("given_name", "Dee"), ("family_name", "Reed"), ("email", "dee@example.org"), ("role", "Tea")):
        cap.write(f"colleague-0-{name}", words)
    cap.follow("Register the team")
    expect(captain.get_by_text("has not confirmed yet")).to_have_count(1)
    letter = captain.request.get("/mail/?to=dee@example.org").text()
    captain.goto(re.search(r'href="(/mail/[^/?"]+/)"', letter)[1])
    captain.goto(re.search(r"/r/[^/\s]+/", captain.locator(".letter-text").inner_text())[0])
    cap.follow("I will come")
    expect(captain.get_by_role("button", name="I will come")).to_have_count(0)


def take_it_home(visitor, kay: Keys) -> None:
    """The survey, something to try, what became of it."""
    kay.follow("Say what you took away")
    radios = visitor.locator("table.scale-grid input[type=radio]")
    for name in dict.fromkeys(radio.get_attribute("name") for radio in radios.all()):
        kay.reach(name=name)
        kay.press("Space")
    wish = visitor.get_by_role("group", name="Would you like somebody of your county office").get_by_role("radio").first
    kay.choose(wish.get_attribute("name"))  # yes: what it is about comes into view
    kay.choose(visitor.get_by_label("Somebody to plan or teach a lesson with me").get_attribute("name"))
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


def answer_the_county(county, cody: Keys) -> None:
    """The county's office plans an answer to who asked, has held it, and offers something to a smaller one."""
    county.goto("/counties/county-45/follow-ups/")
    cody.follow("Plan a follow-up")
    cody.write("convening", "Talk by keys")
    cody.write("title", "A lesson planned together")
    cody.write("owner", "Cody")
    cody.choose("requests")
    cody.follow("Plan it")
    expect(county.get_by_role("heading", name="A lesson planned together")).to_be_visible()
    cody.reach("It was held")
    cody.press("Enter")
    expect(county.get_by_role("button", name="It was held", exact=True)).to_have_count(0)
    county.goto("/counties/county-45/offers/")
    cody.follow("Offer something")
    cody.write("taker", "Lassen")
    cody.write("what", "Our science kits, on loan")
    cody.follow("Record the offer")
    expect(county.get_by_role("heading", name="Our science kits, on loan")).to_be_visible()


def test_from_a_need_to_the_report_by_keyboard_alone(product, somebody):
    lead = somebody(session=product.sessions["lead"])
    host = Keys(lead)
    prepare(lead, host)
    plan_the_day(lead, host)
    visitor = somebody()
    kay = Keys(visitor)
    visitor.goto("/convenings/")
    kay.follow("Talk by keys")
    kay.follow("Register")
    say_who(visitor, kay, "Kay")
    kay.follow("Register")
    expect(visitor.get_by_text("You have a place.")).to_be_visible()
    captain = somebody()
    cap = Keys(captain)
    register_a_team(captain, cap)

    lead.goto(f"{DAY}/sites/1/")
    host.reach("Check in Kay Yarrow")
    host.press("Space")
    expect(lead.get_by_role("button", name="Undo Kay Yarrow")).to_be_visible()
    lead.goto(f"{DAY}/desk/")
    host.write("session", "Opening")
    host.choose("mode")
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
    lead.goto(f"{DAY}/plan/")
    host.follow("A book about talk")
    host.reach("Handed over Kay Yarrow")
    host.press("Enter")
    expect(lead.get_by_role("button", name="Handed over Kay Yarrow")).to_have_count(0)
    county = somebody(session=product.sessions["county"])
    cody = Keys(county)
    answer_the_county(county, cody)
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
    assert [keys.unseen for keys in (host, kay, cap, cody)] == [[], [], [], []]
    assert [page.problems for page in (lead, visitor, captain, county)] == [[], [], [], []]
