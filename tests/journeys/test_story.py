"""From a need to evidence, in real browsers, several people at once."""

import re

import pytest
from playwright.sync_api import expect

from tests.journeys.acts import DAY, fill, in_days, open_link_in_mail, register, send, sign_in, write_who
from tests.journeys.conftest import secret_of

pytestmark = [pytest.mark.journey, pytest.mark.one_database]


def share_the_work(lead) -> None:
    """A task with an owner, a county and a day; done."""
    lead.goto("/collaboratives/north/tasks/add/")
    fill(lead, title="Book the room", due_on=in_days(10))
    lead.get_by_label("Who does it").select_option(label="Lena Lupine")
    lead.get_by_label("For which county").select_option(label="Shasta County")
    send(lead, "Add the task")
    lead.get_by_role("button", name="Done Book the room").click()
    expect(lead.get_by_role("button", name="Done Book the room")).to_have_count(0)


def raise_a_need(lead) -> None:
    lead.goto("/collaboratives/north/needs/add/")
    fill(lead, title="Students explain too little", statement="They answer, and rarely explain.", subject="both")
    send(lead, "Raise the need")
    expect(lead.get_by_role("heading", name="Students explain too little")).to_be_visible()
    lead.get_by_role("link", name="Add evidence").click()
    fill(lead, kind="survey", text="Seven of ten teachers name it first.", source="A survey")
    send(lead, "Add")
    expect(lead.get_by_role("heading", name="Seven of ten teachers name it first.")).to_be_visible()


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
    day = in_days(0)
    lead.goto("/collaboratives/north/convenings/add/")
    fill(lead, title="Talk that builds", format="symposium", first_day=day, begins="00:05", last_day=day, ends="23:55")
    fill(lead, hours="5", aims="Hear students think")
    send(lead, "Begin the plan")
    for name, place, capacity in (("Redding", "Shasta", "1"), ("Susanville", "Lassen", "14")):
        lead.get_by_role("link", name="Add a site").click()
        fill(lead, kind="in-person", name=name, place=f"{place} County Office of Education", capacity=capacity)
        send(lead, "Add the site")
        lead.get_by_role("link", name=f"Name the host {name}").click()
        if name == "Redding":
            lead.get_by_label("Somebody of the team").select_option(label="Lena Lupine")
        else:
            fill(lead, given_name="Hope", family_name="Tarweed", email="hope@example.org")
        send(lead, "Name the host")
    lead.get_by_role("link", name="Add a session").click()
    fill(lead, title="Whose ideas get talked about?", mode="joint", begins="09:00", ends="10:00")
    send(lead, "Add the session")
    lead.goto(f"{DAY}/plan/gifts/add/")
    fill(lead, name="A book about talk")
    send(lead, "Add")
    send(lead, "Ask afterwards, by aim")
    send(lead, "Publish")
    expect(lead.get_by_text("It is published.")).to_be_visible()


def register_a_team(captain, colleague, other) -> None:
    """One registers two; one confirms by the link in the letter, the other sends a colleague instead."""
    captain.goto(f"{DAY}/register/team/")
    write_who(captain, "Cora", "18", "Susanville")
    captain.get_by_label("Name of the team").fill("The listeners")
    for number, (given, family) in enumerate((("Dan", "Sedge"), ("Eve", "Reed")), 1):
        one = captain.get_by_role("group", name=f"Colleague {number}")
        for label, words in (("First name", given), ("Last name", family), ("Email", f"{given.lower()}@example.org")):
            one.get_by_label(label).fill(words)
        one.get_by_label("Role").select_option("teacher")
    send(captain, "Register the team")
    expect(captain.get_by_text("has not confirmed yet")).to_have_count(2)
    open_link_in_mail(colleague, "dan@example.org")
    send(colleague, "I will come")
    expect(colleague.get_by_role("button", name="I will come")).to_have_count(0)
    open_link_in_mail(other, "eve@example.org")
    other.get_by_role("link", name="Send a colleague instead").click()
    swap = other.get_by_role("main")
    for label, words in (("First name", "Fay"), ("Last name", "Rush"), ("Email", "fay@example.org")):
        swap.get_by_label(label).fill(words)
    swap.locator("select").select_option("teacher")
    with other.expect_navigation():
        swap.get_by_role("button", name="Send them instead").click()
    open_link_in_mail(other, "fay@example.org")
    expect(other.get_by_role("heading", name="Fay Rush")).to_be_visible()
    expect(other.get_by_text("You have a place.")).to_be_visible()
    send(other, "I will come")
    captain.reload()
    expect(captain.get_by_role("heading", name="Dan Sedge")).to_be_visible()
    expect(captain.get_by_role("heading", name="Fay Rush")).to_be_visible()


def name_the_speaker(lead) -> None:
    """Dan, who registered, speaks in the session."""
    lead.goto(f"{DAY}/plan/")
    lead.get_by_role("link", name="Who leads it Whose ideas get talked about?").click()
    fill(lead, given_name="Dan", family_name="Sedge", email="dan@example.org")
    send(lead, "Add to the session")
    expect(lead.get_by_role("main")).to_contain_text("Dan Sedge")


def open_the_doors(lead, host, ben, fay) -> str:
    """In by name, by the QR code that somebody shows, by the code on the screen, and without having registered; the code."""
    host.goto(f"{DAY}/sites/2/")
    host.get_by_role("button", name="Check in Dan Sedge").click()
    expect(host.get_by_role("button", name="Undo Dan Sedge")).to_be_visible()
    lead.goto(f"{DAY}/sites/1/")
    lead.goto(f"/r/{secret_of(ben)}/scan/")  # what the QR code says
    with lead.expect_navigation():
        send(lead, "Check in")
    lead.goto(f"{DAY}/sites/1/")
    expect(lead.get_by_role("button", name="Undo Ben Yarrow")).to_be_visible()
    send(host, "Make the code for the door")
    code = host.locator(".code-large").inner_text()
    host.goto(f"{DAY}/sites/2/")
    fay.goto("/join/")
    fill(fay, code=code, email="fay@example.org")
    send(fay, "Join")
    expect(fay.locator("#room")).to_be_visible()
    expect(host.get_by_role("button", name="Undo Fay Rush")).to_be_visible()  # without a reload
    for given in CROWD:
        host.goto(f"{DAY}/sites/2/walk-in/")
        fill(
            host, given_name=given, family_name="Rabbitbrush", email=f"{given.lower()}@example.org", role="teacher",
            school="A school that is not listed",
        )  # fmt: skip
        send(host, "Register and check in")
        expect(host.get_by_role("button", name=f"Undo {given} Rabbitbrush")).to_be_visible()
    return code


def live_through_the_day(lead, ben, fay) -> None:
    """The room on three screens: together, a question that the speaker answers, each site alone, notes on one wall."""
    ben.goto(f"/r/{secret_of(ben)}/room/")
    lead.goto(f"{DAY}/desk/")
    lead.locator('select[name="session"]').select_option(label="Whose ideas get talked about?")
    lead.locator('[type="radio"][name="mode"][value="joint"]').check()
    send(lead, "Show this at all sites")
    for page in (ben, fay):
        expect(page.locator("#room")).to_contain_text("All sites together")
        expect(page.locator("#room")).to_contain_text("Whose ideas get talked about?")
    ben.locator("#ask").get_by_label("Your question").fill("How long do you wait?")
    send(ben, "Put it in the line")
    expect(lead.locator("#line")).to_contain_text("How long do you wait?")
    lead.get_by_role("button", name="Call it").click()
    expect(ben.locator("#line")).to_contain_text("being asked now")
    lead.get_by_role("button", name="Answered").click()
    expect(ben.locator("#line")).not_to_contain_text("How long do you wait?")
    lead.locator('[type="radio"][name="mode"][value="local"]').check()
    send(lead, "Show this at all sites")
    expect(ben.locator("#room")).to_contain_text("At your site")
    fay.get_by_role("link", name=re.compile("Notes")).first.click()
    fay.get_by_label("A note for the wall").fill("Nobody raised a hand, and everybody talked.")
    send(fay, "Post to the wall")
    expect(ben.locator("#notes")).to_contain_text("Nobody raised a hand")
    expect(ben.locator("#notes")).to_contain_text("Susanville")


def choose_a_talk_activity(ben) -> None:
    """The discourse tool from the room, into a lesson idea of one's own; signing in by a code on the way."""
    ben.get_by_role("link", name="Find a talk activity").click()
    ben.get_by_role("group", name="What should the talk do?").get_by_label("get everyone talking").check()
    ben.get_by_role("group", name="Grade").get_by_label("3–5").check()
    ben.get_by_role("group", name="Subject").get_by_label("Math", exact=True).check()
    ben.get_by_label("How many minutes do you have?").fill("15")
    send(ben, "Show what fits")
    ben.get_by_role("link", name=re.compile("^Keep it in a lesson idea")).first.click()
    sign_in(ben, "ben@example.org")
    fill(ben, title="Comparing fractions")
    send(ben, "Keep the lesson idea")
    expect(ben.get_by_text("Kept.")).to_be_visible()


def answer_and_promise(page, who: str) -> None:
    """By the mailed link: the survey, something one means to try, and what became of it."""
    open_link_in_mail(page, f"{who.lower()}@example.org")
    page.get_by_role("link", name="Say what you took away").click()
    for statement in page.locator("table.scale-grid tbody tr").all():
        statement.locator("input[type=radio]").last.check()
    wish = page.get_by_role("group", name="Would you like somebody of your county office")
    wish.get_by_label("Yes" if who == "Ben" else "Not now").check()
    if who == "Ben":
        page.get_by_label("Somebody to plan or teach a lesson with me").check()
    send(page, "Send")
    page.get_by_role("link", name="Mean to try or share something").click()
    fill(page, kind="try", text="Wait three seconds longer", due_on=in_days(20))
    send(page, "I mean to")
    page.get_by_role("link", name="Say what became of it").click()
    fill(page, word="kept", reached="2")
    send(page, "Say so")
    expect(page.get_by_text("kept", exact=True)).to_be_visible()


def take_it_home(ben, lead) -> None:
    """The certificate, the book."""
    mine = ben.url
    ben.get_by_role("link", name=re.compile("Certificate of")).click()
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
    after = county.locator('[name="convening"] option', has_text="Talk that builds").get_attribute("value")
    fill(county, convening=after, title="A lesson planned together")
    county.get_by_label("Who sees to it").select_option(label="Cody Coyote")
    county.get_by_label(re.compile("Ben Yarrow")).check()
    send(county, "Plan it")
    expect(county.get_by_role("heading", name="A lesson planned together")).to_be_visible()
    expect(county.get_by_text("Cody Coyote").first).to_be_visible()
    county.get_by_role("button", name=re.compile("^It was held")).first.click()
    expect(county.get_by_role("button", name=re.compile("^It was held"))).to_have_count(0)


def promise_for_good(county) -> None:
    """What the larger office offers the smaller one from now on."""
    county.goto("/counties/county-45/offers/add/")
    county.get_by_label("To whom").select_option(label="Lassen County")
    fill(county, what="Our science kits, on loan")
    send(county, "Record the offer")
    expect(county.get_by_role("heading", name="Our science kits, on loan")).to_be_visible()
    expect(county.get_by_text("to Lassen County")).to_be_visible()


def move_to_another_site(elena) -> None:
    """In Spanish: from the waiting list of one site to a seat at another."""
    elena.get_by_text("Otra sede", exact=True).click()
    elena.get_by_label(re.compile("Susanville")).check()
    with elena.expect_navigation():
        send(elena, "Ir a esa sede")
    expect(elena.get_by_text("Usted tiene un lugar.")).to_be_visible()


def come_and_ask(elena, code: str) -> None:
    """In Spanish: in by the code on the screen, and a question in the line of all sites."""
    elena.goto("/join/")
    fill(elena, code=code, email="elena@example.org")
    send(elena, "Entrar")
    expect(elena.locator("#room")).to_be_visible()
    elena.locator("#ask").get_by_label("Su pregunta").fill("¿Y si nadie habla?")
    send(elena, "Ponerla en la fila")
    expect(elena.locator("#line")).to_contain_text("¿Y si nadie habla?")


def go_home(elena) -> None:
    """In Spanish, by the link in a letter in Spanish: the survey, a promise and what became of it, the certificate."""
    open_link_in_mail(elena, "elena@example.org")
    elena.get_by_role("link", name="Diga qué se llevó").click()
    for statement in elena.locator("table.scale-grid tbody tr").all():
        statement.locator("input[type=radio]").last.check()
    elena.get_by_role("group", name="¿Desea que alguien").get_by_label("Ahora no").check()
    send(elena, "Enviar")
    elena.get_by_role("link", name="Proponerse probar o compartir algo").click()
    fill(elena, kind="try", text="Esperar tres segundos más", due_on=in_days(20))
    send(elena, "Me lo propongo")
    elena.get_by_role("link", name="Decir qué resultó").click()
    fill(elena, word="kept", reached="2")
    send(elena, "Enviar")
    expect(elena.get_by_text("cumplido", exact=True)).to_be_visible()
    elena.get_by_role("link", name=re.compile("^Constancia de")).click()
    expect(elena.get_by_role("heading", name="Elena Yarrow")).to_be_visible()
    expect(elena.get_by_text("horas de desarrollo profesional")).to_be_visible()
    answer = elena.request.get(elena.get_by_role("link", name="Obtener en PDF").get_attribute("href"))
    assert (answer.headers["content-type"], answer.body()[:5]) == ("application/pdf", b"%PDF-")


def read_the_report(lead) -> None:
    """Each number is what the story made of it, and opens what it was computed from."""
    lead.goto(f"{DAY}/report/")
    findings = [" ".join(words.split()) for words in lead.locator(".findings li").all_inner_texts()]
    for number, words in enumerate(FINDINGS):
        assert re.match(words, findings[number]), findings
    for words in (
        "13 people had a place, 12 came.", "11 of the 12 people who were there answered: 92%.",
        "11 commitments were made. 11 are kept", "they shared it with 22 colleagues",
        "County offices planned 1 follow-ups and have held 1.", "people are not counted",
    ):  # fmt: skip
        expect(lead.get_by_role("main")).to_contain_text(words)
    sources = lead.locator('main a[href*="/report/"]:not([href*="?"])')
    addresses = sorted({link.get_attribute("href") for link in sources.all()})
    assert [address.split("/")[-2] for address in addresses] == SOURCES
    for address in addresses:
        lead.goto(address)
        expect(lead.get_by_role("main").get_by_role("heading", level=1)).to_be_visible()
    lead.goto(f"{DAY}/report/attendance/")
    expect(lead.get_by_role("main")).to_contain_text("Lassen Union High")
    assert lead.request.get(f"{DAY}/report/numbers/?as=xlsx").body()[:2] == b"PK"
    assert lead.request.get(f"{DAY}/report.pdf").body()[:5] == b"%PDF-"


CROWD = ("Gus", "Hal", "Ivy", "Jo", "Kit", "Lou", "Mo", "Nan")  # with Ben, Fay and Elena eleven who answer
SOURCES = ["answers", "attendance", "commitments", "connections", "follow-ups", "numbers", "travel"]
FINDINGS = (
    "12 people came, from 2 counties. Lassen County brought the most.",
    "[345] h on the road were saved by meeting at several sites and not all in Susanville.",
    "1 pair of people of different counties met for the first time.",
    r"5.0 of 5 on average for “Hear students think”, the highest of the aims. Said by 11 people \(92%\)",
    "11 of 11 commitments are kept.",
    "1 of 1 follow-up that county offices planned has been held.",
)


def test_from_a_need_to_the_report(product, somebody):
    lead = somebody(session=product.sessions["lead"])
    raise_a_need(lead)
    agree_on_a_vision(lead)
    share_the_work(lead)
    plan_the_day(lead)

    # Two register without an account: one seat, one place in line; the seat moves on at once.
    ana, ben = somebody(phone=True), somebody()
    register(ana, "Ana")
    expect(ana.get_by_text("You have a place.")).to_be_visible()
    register(ben, "Ben")
    expect(ben.get_by_text("You are on the waiting list.")).to_be_visible()
    open_link_in_mail(ana, "ana@example.org")
    send(ana, "Give my place back")
    ben.reload()
    expect(ben.get_by_text("You have a place.")).to_be_visible()

    elena = somebody(phone=True, language="es-US")
    register(elena, "Elena", county="18", button="Inscribirse")
    expect(elena.locator("html")).to_have_attribute("lang", "es")
    expect(elena.get_by_text("Usted está en la lista de espera.")).to_be_visible()
    move_to_another_site(elena)

    captain, dan, fay = somebody(), somebody(phone=True), somebody(phone=True)
    register_a_team(captain, dan, fay)
    name_the_speaker(lead)
    host = somebody()
    host.goto(f"{DAY}/")
    host.get_by_role("link", name="Sign in").first.click()
    sign_in(host, "hope@example.org")
    code = open_the_doors(lead, host, ben, fay)
    live_through_the_day(lead, ben, fay)
    come_and_ask(elena, code)
    choose_a_talk_activity(ben)
    crowd = [somebody(phone=number % 2 == 0) for number, _name in enumerate(CROWD)]
    for page, who in zip((fay, *crowd, ben), ("Fay", *CROWD, "Ben"), strict=True):
        answer_and_promise(page, who)
    go_home(elena)
    take_it_home(ben, lead)
    county = somebody(session=product.sessions["county"])
    plan_a_follow_up(county)
    promise_for_good(county)
    read_the_report(lead)
    everyone = (lead, host, ana, ben, elena, captain, dan, fay, county, *crowd)
    assert [page.problems for page in everyone] == [[]] * len(everyone)
