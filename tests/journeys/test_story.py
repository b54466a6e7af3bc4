"""From a need to evidence, in real browsers, several people at once."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from tests.journeys.conftest import secret_of

pytestmark = [pytest.mark.journey, pytest.mark.one_database]


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


def register(page, given: str) -> None:
    page.goto("/c/talk-that-builds/register/")
    fill(
        page, given_name=given, family_name="Yarrow", email=f"{given.lower()}@example.org", role="teacher",
        school="A school that is not listed", county="18", teaches="science",
    )  # fmt: skip
    page.locator('[name="site"]').first.check()
    send(page, "Register")


def test_from_a_need_to_the_report(product, somebody):
    lead = somebody(session=product.session)

    # The need, the evidence, the vision.
    lead.goto("/collaboratives/north/needs/add/")
    fill(lead, title="Students explain too little", statement="They answer, and rarely explain.", subject="both")
    send(lead, "Raise the need")
    expect(lead.get_by_role("heading", name="Students explain too little")).to_be_visible()
    lead.get_by_role("link", name="Add evidence").click()
    fill(lead, kind="survey", text="Seven of ten teachers name it first.", source="A survey")
    send(lead, "Add")
    expect(lead.get_by_text("Seven of ten teachers name it first.")).to_be_visible()
    lead.goto("/collaboratives/north/vision/write/")
    fill(lead, text="Every student talks.", goals="Every lesson has talk | Cada clase tiene diálogo")
    send(lead, "Keep as a draft")
    send(lead, "Adopt it")
    lead.get_by_role("link", name="Endorse the vision").click()
    send(lead, "I stand behind it")
    expect(lead.get_by_text("Lena Lupine").first).to_be_visible()

    # The plan: today, one seat, one session.
    day = datetime.now(ZoneInfo("America/Los_Angeles")).date().isoformat()
    lead.goto("/collaboratives/north/convenings/add/")
    fill(
        lead,
        title="Talk that builds",
        format="symposium",
        first_day=day,
        begins="00:05",
        last_day=day,
        ends="23:55",
        hours="5",
    )
    fill(lead, aims="Hear students think")
    send(lead, "Begin the plan")
    lead.get_by_role("link", name="Add a site").click()
    fill(lead, kind="in-person", name="Redding", place="Shasta County Office of Education", capacity="1")
    send(lead, "Add the site")
    lead.get_by_role("link", name="Add a session").click()
    fill(lead, title="Whose ideas get talked about?", mode="joint", begins="09:00", ends="10:00")
    send(lead, "Add the session")
    send(lead, "Ask afterwards, by aim")
    send(lead, "Publish")
    expect(lead.get_by_text("It is published.")).to_be_visible()

    # Two register without an account: one seat, one place in line; the seat moves on at once.
    ana, ben = somebody(phone=True), somebody()
    register(ana, "Ana")
    expect(ana.get_by_text("You have a place.")).to_be_visible()
    register(ben, "Ben")
    expect(ben.get_by_text("You are on the waiting list.")).to_be_visible()
    send(ana, "Give my place back")
    ben.reload()
    expect(ben.get_by_text("You have a place.")).to_be_visible()

    # The day: check-in at the door, the room live on two screens, a question into the line.
    lead.goto("/c/talk-that-builds/sites/1/")
    lead.get_by_role("button", name="Check in Ben Yarrow").click()
    expect(lead.get_by_role("button", name="Undo Ben Yarrow")).to_be_visible()
    ben.goto(f"/r/{secret_of(ben)}/room/")
    secret = secret_of(ana)
    lead.goto("/c/talk-that-builds/desk/")
    lead.locator('select[name="session"]').select_option(label="Whose ideas get talked about?")
    lead.locator('[name="mode"][value="joint"]').check()
    send(lead, "Show this at all sites")
    expect(ben.locator("#room")).to_contain_text("All sites together")
    expect(ben.locator("#room")).to_contain_text("Whose ideas get talked about?")
    fill(ben, text="How long do you wait?")
    send(ben, "Put it in the line")
    expect(lead.locator("#line")).to_contain_text("How long do you wait?")
    assert secret != ""

    # What people take home, and the report.
    ben.go_back()
    own = lead.context.browser.new_context(base_url=product.address).new_page()
    own.goto("/mail/")
    assert own.get_by_text("ben@example.org").count() > 0
    lead.goto("/c/talk-that-builds/report/")
    expect(lead.get_by_text("Lassen County brought the most people: 1.")).to_be_visible()
    assert (lead.problems, ana.problems, ben.problems) == ([], [], [])
