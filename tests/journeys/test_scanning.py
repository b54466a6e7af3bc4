"""The codes that the product draws, read by a program that is not ours, and by the page with a real video before the camera."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image, ImageFilter

from tests.journeys.conftest import ARGUMENTS, CHROMIUM

pytestmark = pytest.mark.journey

CONVENING = "/c/ready-for-keys"
SIZE = (640, 480)


def registered(page, name: str) -> str:
    """Somebody registers; the address of their own page."""
    page.goto(f"{CONVENING}/register/")
    page.get_by_label("First name").fill(name)
    page.get_by_label("Last name").fill("Scanned")
    page.get_by_label("Email").fill(f"{name.lower()}@example.org")
    page.get_by_label("Your role").select_option("teacher")
    page.get_by_label("Your school, district or organization").fill("A school that no list has")
    page.get_by_label("County, if your place is not listed").select_option("45")
    page.get_by_role("radio", name=re.compile("Redding")).check()
    page.get_by_role("button", name="Register").click()
    page.wait_for_url("**/r/**")
    return re.sub(r"[?#].*", "", page.url)


def picture_of(page, file: Path) -> Path:
    """The QR code as the page draws it."""
    page.locator("svg.qr").first.screenshot(path=str(file))
    return file


def read_by_another(file: Path) -> str:
    """What zbar reads; skipped in words where it is not."""
    if shutil.which("zbarimg") is None:
        pytest.skip("zbarimg is not on this machine (Debian: apt install zbar-tools): nobody else reads the codes.")
    done = subprocess.run(["zbarimg", "--quiet", "--raw", str(file)], capture_output=True, text=True, check=False)
    return done.stdout.strip()


def film_of(file: Path, film: Path) -> Path:
    """A phone held before the camera: the code a little turned, gray and out of focus, on a desk; as a video of ten frames."""
    with Image.open(file) as drawn:
        code = drawn.convert("L").resize((260, 260)).rotate(11, expand=True, fillcolor=255)
    frame = Image.new("L", SIZE, 120)
    frame.paste(code.point(lambda light: 40 + light * 180 // 255), (170, 70))
    gray = frame.filter(ImageFilter.GaussianBlur(1)).tobytes()
    chroma = bytes([128]) * (SIZE[0] * SIZE[1] // 2)
    head = b"YUV4MPEG2 W%d H%d F10:1 Ip A1:1 C420jpeg\n" % SIZE
    film.write_bytes(head + b"".join(b"FRAME\n" + gray + chroma for _n in range(10)))
    return film


def test_codes_of_ticket_screen_and_slip_are_read_by_another_program(somebody, product, tmp_path):
    guest, lead = somebody(), somebody(session=product.sessions["lead"])
    ticket = registered(guest, "Tia")
    assert read_by_another(picture_of(guest, tmp_path / "ticket.png")) == f"{ticket}scan/"
    lead.goto(f"{CONVENING}/sites/1/")
    lead.get_by_role("button", name="Make the code for the door").click()
    code = lead.locator(".code-large").inner_text()
    assert read_by_another(picture_of(lead, tmp_path / "screen.png")) == f"{product.address}/join/?code={code}"
    assert guest.problems + lead.problems == []


def test_camera_checks_in_whose_ticket_is_held_before_it(somebody, product, chromium, tmp_path):
    guest = somebody()
    registered(guest, "Cam")
    film = film_of(picture_of(guest, tmp_path / "ticket.png"), tmp_path / "camera.y4m")
    fake = [
        "--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream", f"--use-file-for-fake-video-capture={film}",
    ]  # fmt: skip
    door = chromium.browser_type.launch(executable_path=str(CHROMIUM), args=[*ARGUMENTS, *fake])
    try:
        context = door.new_context(base_url=product.address, viewport={"width": 360, "height": 740})
        context.add_cookies([{"name": "sessionid", "value": product.sessions["lead"], "url": product.address}])
        page = context.new_page()
        wrong: list[str] = []
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("console", lambda said: wrong.append(said.text) if "Content Security Policy" in said.text else None)
        loaded: list[str] = []
        page.on("request", lambda asked: loaded.append(asked.url))
        page.goto(f"{CONVENING}/sites/1/tickets/")
        assert not any("vendor" in url for url in loaded)  # the reader comes when the camera is asked for
        page.get_by_role("button", name="Use the camera").click()
        page.locator("[data-scanned-list] li").first.wait_for(timeout=60_000)
        assert "Cam Scanned" in page.locator("[data-scanned-list] li").last.inner_text()
        page.get_by_role("button", name="Stop the camera").click()
        assert page.locator("video").is_hidden()
        assert page.evaluate("document.documentElement.scrollWidth") == 360
        assert wrong == []
    finally:
        door.close()
