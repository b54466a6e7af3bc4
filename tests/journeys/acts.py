"""What people do on one page after another: fill in, send, register, open the link in a letter, sign in."""

import re
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import expect

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
    """The newest letter to somebody that carries the link of their registration, and the link."""
    page.goto(f"/mail/?to={to}")
    letters = page.get_by_role("main").get_by_role("listitem").get_by_role("link")
    for address in [letter.get_attribute("href") for letter in letters.all()]:
        page.goto(address)
        if found := re.search(r"/r/[^/\s]+/", page.locator(".letter-text").inner_text()):
            page.goto(found[0])
            return
    raise AssertionError(f"No letter to {to} has a link.")


def in_days(days: int) -> str:
    return (datetime.now(ZoneInfo("America/Los_Angeles")).date() + timedelta(days=days)).isoformat()


def sign_in(page, email: str) -> None:
    """By the code in the letter."""
    fill(page, email=email)
    send(page, "Send me the code")
    expect(page.locator('[name="code"]')).to_be_visible()
    letters = page.request.get(f"/mail/?to={email}").text()
    fill(page, code=re.search(r"(\d{4} \d{4}) is your code", letters)[1])
    with page.expect_navigation():
        send(page, "Sign in")
