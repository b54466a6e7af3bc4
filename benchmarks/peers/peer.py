"""We, described as the scripts of the peers' folder want each of them described: what to start, which pages, one registration.

The scripts read this as `ours/peer.py` in a copy of their folder. Two processes serve and the worker hands letters to the
scripts' mail sink, as the peers' workers do. OURS_ENVIRONMENT is a JSON object with what `bars` chose: home, database.
"""

import json
import os
import re
import uuid
from typing import Any

CHOSEN = json.loads(os.environ["OURS_ENVIRONMENT"])
PORT = int(CHOSEN["PORT"])
OWN = [CHOSEN["PYTHON"], "-m", "groundswell.cli"]
PROCS = [
    {"name": "web", "argv": [*OWN, "serve", "--port", str(PORT), "--processes", "2"], "env": CHOSEN},
    {"name": "worker", "argv": [*OWN, "worker"], "env": CHOSEN},
]
READY = "/healthy/"
FIRST = "/c/ngss-phenomena-convening-1/"
PAGES = [("event list", "/convenings/", "convening 50"), ("event page", FIRST, "convening 1")]


def FLOW(client: Any, number: int) -> None:  # noqa: N802 - so the scripts call it
    """Event page, form, press, confirmation, as a browser does (assets not fetched)."""
    page = client.get(FIRST)
    assert page.status_code == 200, page.status_code
    form = client.get(f"{FIRST}register/")
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form.text)
    site = re.search(r'name="site" value="(\d+)"', form.text)
    assert token, form.text[:300]
    assert site, form.text[:300]
    fields = {
        "csrfmiddlewaretoken": token[1], "client_id": str(uuid.uuid4()), "given_name": "Load",
        "family_name": f"Person{number}", "email": f"load{number}@example.org", "role": "teacher",
        "school": "District 9", "county": "45", "teaches": "both", "site": site[1],
    }  # fmt: skip
    headers = {
        "Referer": f"http://localhost:{PORT}{FIRST}register/",
        "X-Forwarded-For": f"10.{number % 200}.{number // 200 % 200}.1",
    }
    pressed = client.post(f"{FIRST}register/", data=fields, headers=headers)
    assert pressed.status_code == 302, (pressed.status_code, pressed.text[:300])
    done = client.get(pressed.headers["location"])
    assert done.status_code == 200, done.status_code
    assert "Load" in done.text
