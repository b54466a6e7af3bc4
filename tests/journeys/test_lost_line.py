"""A line that is lost: what was posted waits in the browser, goes when it is back, and counts once; so does a check-in."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.journey, pytest.mark.one_database]
DAY = "/c/ready-for-keys"


@pytest.fixture
def host(somebody, product):
    """The lead at the site's page, with a code at the door."""
    page = somebody(session=product.sessions["lead"])
    page.goto(f"{DAY}/sites/1/")
    make = page.get_by_role("button", name="Make the code for the door")
    if make.count():
        make.click()
        page.goto(f"{DAY}/sites/1/")
    return page


def test_posts_wait_for_the_line_and_count_once(host, somebody):
    guest = somebody(phone=True)
    guest.goto(f"/join/?code={host.locator('.door-code').inner_text()}")
    guest.get_by_role("button", name="Join").click()
    guest.wait_for_url("**/room/**")
    host.goto(f"{DAY}/desk/")
    guest.context.set_offline(True)
    expect(guest.locator("[data-live-state]")).to_have_attribute("data-is", "wait")
    for form, words in (("#ask", "Who pays for substitutes?"), ("#notes form.form", "Pairs spoke first.")):
        guest.locator(f"{form} textarea").fill(words)
        guest.locator(f"{form} button").click()
        expect(guest.locator(f"{form} .said")).to_have_text("Offline. Kept here, sent later.")
        expect(guest.locator(f"{form} textarea")).to_have_value("")
    guest.context.set_offline(False)
    expect(host.locator("#line")).to_contain_text("Who pays for substitutes?")
    expect(host.locator("#wall")).to_contain_text("Pairs spoke first.")
    assert guest.evaluate("JSON.parse(localStorage.getItem('draft:later') ?? '[]').length") == 0
    host.reload()
    assert host.locator("#line .ask", has_text="Who pays for substitutes?").count() == 1
    assert host.locator("#wall li", has_text="Pairs spoke first.").count() == 1
    assert (guest.problems, host.problems) == ([], [])


def test_what_is_typed_while_a_post_is_on_its_way_stays(host, somebody):
    guest = somebody(phone=True)
    guest.goto(f"/join/?code={host.locator('.door-code').inner_text()}")
    guest.get_by_role("button", name="Join").click()
    guest.wait_for_url("**/room/**")

    def slowly(route):
        answer = route.fetch()
        guest.locator("#ask textarea").fill("And the second?")
        route.fulfill(response=answer)

    guest.route("**/room/ask/", slowly)
    guest.locator("#ask textarea").fill("The first?")
    guest.locator("#ask button").click()
    expect(guest.locator("#line")).to_contain_text("The first?")
    expect(guest.locator("#ask .said")).to_have_text("Your question stands in the line.")
    expect(guest.locator("#ask textarea")).to_have_value("And the second?")
