"""From a need to evidence, in real browsers, several people at once."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import secret_of

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
DAY = "/c/talk-that-builds"
PLACES = {"18": "Lassen Union High", "45": "Anderson Union High"}


def fill(page, **values: str) -> None:
    for name, value in values.items():
        field = page.locator(f'[name="{name}"]').first
        if field.evaluate("e => e.tagName") == "SELECT":
            field.select_option(value)
        elif field.get_attribute("type") == "radio":
            page.locator(f'[name="{name}"][value="{value}"]').check()
        else:
            field.fill(value)


def send(page, name: str) -> None:
    page.get_by_role("main").get_by_role("button", name=name, exact=True).click()


def write_who(page, given: str, county: str, site: str) -> None:
    """What the form of a registration asks of everybody."""
    fill(
        page, given_name=given, family_name="Yarrow", email=f"{given.lower()}@example.org", role="teacher",
        school=PLACES.get(county, "A school that is not listed"), county=county, teaches="science",
    )  # fmt: skip
    page.get_by_label(re.compile(site)).check()


def register(page, given: str, *, county: str = "45", button: str = "Register") -> None:
    page.goto(f"{DAY}/register/")
    write_who(page, given, county, "Redding")
    send(page, button)


def open_link_in_mail(page, to: str) -> None:
    """The newest letter to somebody, and the link that it carries."""
    page.goto(f"/mail/?to={to}")
    page.get_by_role("main").get_by_role("listitem").get_by_role("link").first.click()
    found = re.search(r"/r/[^/\s]+/", page.locator(".letter-text").inner_text())
    page.goto(found[0])


def raise_a_need(lead) -> None:
    lead.goto("/collaboratives/north/needs/add/")
    fill(lead, title="Students explain too little", statement="They answer, and rarely explain.", subject="both")
    send(lead, "Raise the need")
    expect(lead.get_by_role("heading", name="Students explain too little")).to_be_visible()
    lead.get_by_role("link", name="Add evidence").click()
    fill(lead, kind="survey", text="Seven of ten teachers name it first.", source="A survey")
    send(lead, "Add")
    expect(lead.get_by_text("Seven of ten teachers name it first.")).to_be_visible()


def agree_on_a_vision(lead) -> None:
    lead.goto("/collaboratives/north/vision/write/")
    fill(lead, text="Every student talks.", goals="Every lesson has talk | Cada clase tiene diálogo")
    send(lead, "Keep as a draft")
    send(lead, "Adopt it")
    lead.get_by_role("link", name="Endorse the vision").click()
    send(lead, "I stand behind it")
    expect(lead.get_by_text("Lena Lupine").first).to_be_visible()


def plan_the_day(lead) -> None:
    """Today, at two sites, one of them with a single seat; a session, a survey, a book."""
    day = datetime.now(ZoneInfo("America/Los_Angeles")).date().isoformat()
    lead.goto("/collaboratives/north/convenings/add/")
    fill(lead, title="Talk that builds", format="symposium", first_day=day, begins="00:05", last_day=day, ends="23:55")
    fill(lead, hours="5", aims="Hear students think")
    send(lead, "Begin the plan")
    for name, place, capacity in (("Redding", "Shasta", "1"), ("Susanville", "Lassen", "3")):
        lead.get_by_role("link", name="Add a site").click()
        fill(lead, kind="in-person", name=name, place=f"{place} County Office of Education", capacity=capacity)
        send(lead, "Add the site")
    lead.get_by_role("link", name="Add a session").click()
    fill(lead, title="Whose ideas get talked about?", mode="joint", begins="09:00", ends="10:00")
    send(lead, "Add the session")
    lead.goto(f"{DAY}/plan/gifts/add/")
    fill(lead, name="A book about talk")
    send(lead, "Add")
    send(lead, "Ask afterwards, by aim")
    send(lead, "Publish")
    expect(lead.get_by_text("It is published.")).to_be_visible()


def register_a_team(captain, colleague) -> None:
    """One registers, the other confirms by the link in the letter."""
    captain.goto(f"{DAY}/register/team/")
    write_who(captain, "Cora", "18", "Susanville")
    captain.get_by_label("Name of the team").fill("The listeners")
    first = captain.get_by_role("group", name="Colleague 1")
    for label, words in (("First name", "Dan"), ("Last name", "Sedge"), ("Email", "dan@example.org")):
        first.get_by_label(label).fill(words)
    first.get_by_label("Role").select_option("teacher")
    send(captain, "Register the team")
    expect(captain.get_by_text("has not confirmed yet")).to_be_visible()
    open_link_in_mail(colleague, "dan@example.org")
    send(colleague, "I will come")
    expect(colleague.get_by_role("button", name="I will come")).to_have_count(0)
    captain.reload()
    expect(captain.get_by_text("has not confirmed yet")).to_have_count(0)


def live_through_the_day(lead, ben) -> None:
    """Check-in at two doors, the room live on two screens, a question into the line."""
    lead.goto(f"{DAY}/sites/2/")
    lead.get_by_role("button", name="Check in Dan Sedge").click()
    expect(lead.get_by_role("button", name="Undo Dan Sedge")).to_be_visible()
    lead.goto(f"{DAY}/sites/1/")
    lead.get_by_role("button", name="Check in Ben Yarrow").click()
    expect(lead.get_by_role("button", name="Undo Ben Yarrow")).to_be_visible()
    ben.goto(f"/r/{secret_of(ben)}/room/")
    lead.goto(f"{DAY}/desk/")
    lead.locator('select[name="session"]').select_option(label="Whose ideas get talked about?")
    lead.locator('[name="mode"][value="joint"]').check()
    send(lead, "Show this at all sites")
    expect(ben.locator("#room")).to_contain_text("All sites together")
    expect(ben.locator("#room")).to_contain_text("Whose ideas get talked about?")
    fill(ben, text="How long do you wait?")
    send(ben, "Put it in the line")
    expect(lead.locator("#line")).to_contain_text("How long do you wait?")


def take_it_home(ben, lead, own: str) -> None:
    """The survey with a wish for the county office, a commitment, the certificate, the book."""
    ben.goto(own)
    ben.get_by_role("link", name="Say what you took away").click()
    for statement in ben.locator("table.scale-grid tbody tr").all():
        statement.locator("input[type=radio]").last.check()
    ben.get_by_role("group", name="Would you like somebody of your county office").get_by_label("Yes").check()
    ben.get_by_label("Somebody to plan or teach a lesson with me").check()
    send(ben, "Send")
    expect(ben).to_have_url(re.compile(re.escape(own)))
    ben.get_by_role("link", name="Mean to try or share something").click()
    until = datetime.now(ZoneInfo("America/Los_Angeles")).date() + timedelta(days=20)
    fill(ben, kind="try", text="Wait three seconds longer", due_on=until.isoformat())
    send(ben, "I mean to")
    ben.get_by_role("link", name="Say what became of it").click()
    fill(ben, word="kept", reached="2")
    send(ben, "Say so")
    expect(ben.get_by_text("kept", exact=True)).to_be_visible()
    mine = ben.url
    ben.get_by_role("link", name=re.compile("Certificate of 5")).click()
    expect(ben.get_by_role("heading", name="Ben Yarrow")).to_be_visible()
    answer = ben.request.get(ben.get_by_role("link", name="Take it as PDF").get_attribute("href"))
    ben.goto(mine)
    assert (answer.headers["content-type"], answer.body()[:5]) == ("application/pdf", b"%PDF-")
    lead.goto(f"{DAY}/plan/")
    lead.get_by_role("link", name="A book about talk").click()
    lead.get_by_role("button", name="Handed over Ben Yarrow").click()
    expect(lead.get_by_role("button", name="Handed over Ben Yarrow")).to_have_count(0)
    expect(lead.get_by_role("button", name="Handed over Dan Sedge")).to_be_visible()


def plan_a_follow_up(county) -> None:
    """The county's office reads who asked, and gives the answer an owner."""
    county.goto("/counties/county-45/follow-ups/")
    expect(county.get_by_text("ben@example.org")).to_be_visible()
    county.get_by_role("link", name="Plan a follow-up").click()
    county.get_by_label("After").select_option(label="Talk that builds")
    fill(county, title="A lesson planned together")
    county.get_by_label("I see to it").check()
    county.get_by_label(re.compile("Ben Yarrow")).check()
    send(county, "Plan it")
    expect(county.get_by_role("heading", name="A lesson planned together")).to_be_visible()
    expect(county.get_by_text("Cody Coyote").first).to_be_visible()
    county.get_by_role("button", name="It was held").click()
    expect(county.get_by_role("button", name="It was held")).to_have_count(0)


def read_the_report(lead) -> None:
    """Each number opens what it was computed from."""
    lead.goto(f"{DAY}/report/")
    expect(lead.get_by_text("County offices planned 1 follow-ups and have held 1.")).to_be_visible()
    sources = lead.locator('main a[href*="/report/"]:not([href$=".pdf"])')
    addresses = sorted({link.get_attribute("href") for link in sources.all()})
    assert [address.split("/")[-2] for address in addresses] == SOURCES
    for address in addresses:
        lead.goto(address)
        expect(lead.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    lead.goto(f"{DAY}/report/attendance/")
    expect(lead.get_by_role("main")).to_contain_text("Lassen Union High")
    assert lead.request.get(f"{DAY}/report.pdf").body()[:5] == b"%PDF-"


SOURCES = ["attendance", "commitments", "connections", "travel"]


def test_from_a_need_to_the_report(product, somebody):
    lead = somebody(session=product.sessions["lead"])
    raise_a_need(lead)
    agree_on_a_vision(lead)
    plan_the_day(lead)

    # Two register without an account: one seat, one place in line; the seat moves on at once.
    ana, ben = somebody(phone=True), somebody()
    register(ana, "Ana")
    expect(ana.get_by_text("You have a place.")).to_be_visible()
    register(ben, "Ben")
    expect(ben.get_by_text("You are on the waiting list.")).to_be_visible()
    send(ana, "Give my place back")
    ben.reload()
    expect(ben.get_by_text("You have a place.")).to_be_visible()

    elena = somebody(phone=True, language="es-US")
    register(elena, "Elena", county="52", button="Inscribirse")
    expect(elena.locator("html")).to_have_attribute("lang", "es")
    expect(elena.get_by_text("Usted está en la lista de espera.")).to_be_visible()

    captain, colleague = somebody(), somebody(phone=True)
    register_a_team(captain, colleague)
    own = f"/r/{secret_of(ben)}/"
    live_through_the_day(lead, ben)
    take_it_home(ben, lead, own)
    county = somebody(session=product.sessions["county"])
    plan_a_follow_up(county)
    read_the_report(lead)
    everyone = (lead, ana, ben, elena, captain, colleague, county)
    assert [page.problems for page in everyone] == [[]] * len(everyone)
