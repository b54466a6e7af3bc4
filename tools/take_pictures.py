"""Take the README's picture from the running product (`make run` in another window).

usage: python tools/take_pictures.py [http://localhost:8000]
"""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "pictures"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
PAGES = {
    "convening": ("/c/talk-that-builds-understanding/", ""),
    "report": ("/c/talk-that-builds-understanding/report/", "lead"),
}


def main() -> None:
    """One picture a page, 1200 px wide."""
    address = sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000"
    FOLDER.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=ARGUMENTS)
        for name, (path, role) in PAGES.items():
            page = browser.new_page(viewport={"width": 1200, "height": 1500})
            if role:
                page.goto(f"{address}/example/sign-in/{role}/")
            page.goto(address + path)
            page.screenshot(path=FOLDER / f"{name}.png")
            print(FOLDER / f"{name}.png")


if __name__ == "__main__":
    main()
