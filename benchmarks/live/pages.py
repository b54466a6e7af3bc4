"""A few pages of the room in a real Chromium: when a change arrived and when it was painted.

Run by `python -m benchmarks.live.pages`: one line of JSON on standard input says where; "stop" ends it.
"""

import json
import sys
import threading
from typing import Any

WATCH = """
globalThis.arrived = {}; globalThis.painted = {};
const moment = () => (performance.timeOrigin + performance.now()) / 1000;
const Native = EventSource;
globalThis.EventSource = class extends Native {
  constructor(...all) {
    super(...all);
    this.addEventListener("message", (event) => {
      const mark = /mark-(\\d+)-/.exec(event.data)?.[1];
      if (mark) arrived[mark] ??= moment();
    });
  }
};
addEventListener("DOMContentLoaded", () => {
  new MutationObserver(() => {
    const mark = /mark-(\\d+)-/.exec(document.getElementById("room")?.textContent ?? "")?.[1];
    if (!mark || mark in painted) return;
    painted[mark] = 0;
    requestAnimationFrame(() => {
      const after = new MessageChannel(); // its message comes when the frame is painted
      after.port1.onmessage = () => { painted[mark] = moment(); };
      after.port2.postMessage(0);
    });
  }).observe(document.body, { childList: true, subtree: true, characterData: true });
});
"""
OPTIONS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-sync"]


def main() -> None:
    from playwright.sync_api import sync_playwright

    told = json.loads(sys.stdin.readline())
    stop = threading.Event()
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=told["chromium"], args=OPTIONS)
        pages: list[Any] = []
        for cookie in told["cookies"]:
            context = browser.new_context()
            pairs = [part.split("=", 1) for part in cookie.split("; ")]
            context.add_cookies(
                [{"name": name, "value": value, "domain": "localhost", "path": "/"} for name, value in pairs]
            )
            page = context.new_page()
            page.add_init_script(WATCH)
            page.goto(told["url"], wait_until="load")
            pages.append(page)
        print("open", flush=True)
        threading.Thread(target=lambda: (sys.stdin.readline(), stop.set()), daemon=True).start()
        while not stop.is_set():
            pages[0].wait_for_timeout(200)
        print(json.dumps([page.evaluate("({arrived, painted})") for page in pages]), flush=True)
        browser.close()


if __name__ == "__main__":
    main()
