"""Many register at once for sites that run out: each site exactly full, the rest waiting in order, none lost, none doubled.

A server with two processes on a fresh database; 3,000 registrations at 100 a second over eight sites, every tenth sent
twice at the same instant. SQLite, and PostgreSQL where its server programs are.
"""

import asyncio
import os
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from tools.with_postgres import cluster

ROOT = Path(__file__).resolve().parents[2]
PORT = 8471
COUNT, RATE, SITES, SEATS = 3000, 100, 8, 250

WORLD = """
import django; django.setup()
from datetime import timedelta
from groundswell.collaboratives.services.collaboratives import form_collaborative
from groundswell.convenings.services.planning import add_site, plan_convening, publish_convening
from groundswell.core.clock import now
from groundswell.places.models import Place
home = Place.objects.get(key="region-2")
c = form_collaborative(by=None, fields={"name": "Burst", "subject": "both", "scope": "region", "home": home})
day = now() + timedelta(days=30)
fields = {"title": "Burst", "subject": "both", "starts_at": day, "ends_at": day + timedelta(hours=6)}
v = plan_convening(by=None, collaborative=c, fields=fields)
for n in range(%d):
    add_site(by=None, convening=v, kind="in-person", fields={"name": f"Site {n + 1}", "capacity": %d})
publish_convening(by=None, convening=v)
"""

CHECK = """
import django; django.setup()
from groundswell.activity.models import Letter
from groundswell.convenings.models import Registration, Site
full = waiting = ordered = 0
for site in Site.objects.all():
    rows = Registration.objects.filter(site=site)
    held = rows.filter(state="registered").count()
    numbers = sorted(rows.filter(state="waiting").values_list("waiting_number", flat=True))
    full += held == site.capacity == site.taken
    waiting += len(numbers)
    ordered += numbers == list(range(1, len(numbers) + 1))
people = Registration.objects.values("person_id").distinct().count()
print(Registration.objects.count(), people, full, waiting, ordered, Letter.objects.filter(kind__startswith="registration").count())
"""


@contextmanager
def server(database: str) -> Iterator[dict[str, str]]:
    """A home, its tables and a convening, and two serving processes."""
    with tempfile.TemporaryDirectory() as home:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "GROUNDSWELL_HOME": home}
        environment |= {"DATABASE_URL": database} if database else {}
        environment |= {"SITE_URL": f"http://localhost:{PORT}", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        own = [sys.executable, "-m", "groundswell.cli"]
        subprocess.run([*own, "prepare", "--no-example"], env=environment, check=True, stdout=subprocess.DEVNULL)
        subprocess.run([sys.executable, "-c", WORLD % (SITES, SEATS)], env=environment, check=True)
        site = subprocess.Popen([*own, "serve", "--port", str(PORT), "--processes", "2"], env=environment)
        try:
            time.sleep(4)
            yield environment
        finally:
            site.terminate()
            site.wait()


async def send(method: str, path: str, body: str = "", headers: str = "") -> tuple[int, str, str]:
    """One request on a connection of its own: status, head, body."""
    reader, writer = await asyncio.open_connection("127.0.0.1", PORT)
    kind = f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n" if body else ""
    writer.write(
        f"{method} {path} HTTP/1.1\r\nHost: localhost:{PORT}\r\nConnection: close\r\n{kind}{headers}\r\n{body}".encode()
    )
    await writer.drain()
    raw = (await reader.read()).decode("utf-8", "replace")
    writer.close()
    head, _gap, rest = raw.partition("\r\n\r\n")
    return int(head.split()[1]), head, rest


async def burst() -> tuple[list[float], int]:
    """Send everything at its moment; return the seconds each took and how many were not answered with a redirect."""
    path = "/c/burst/register/"
    _status, head, page = await send("GET", path)
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    cookie = re.search(r"csrftoken=([^;]+)", head)
    sites = re.findall(r'name="site" value="(\d+)"', page)
    if token is None or cookie is None or len(sites) != SITES:
        raise SystemExit("The form was not understood.")
    seconds: list[float] = []
    wrong = 0

    async def one(number: int, client: str) -> None:
        nonlocal wrong
        fields = {
            "csrfmiddlewaretoken": token[1], "client_id": client, "given_name": "Burst", "family_name": f"Number {number}",
            "email": f"burst{number}@example.org", "role": "teacher", "school": f"A school {number}", "county": "45",
            "teaches": "both", "site": sites[number % SITES],
        }  # fmt: skip
        extra = f"Cookie: csrftoken={cookie[1]}\r\nReferer: http://localhost:{PORT}{path}\r\n"
        extra += f"X-Forwarded-For: 10.{number % 200}.{number // 200}.1\r\n"
        began = time.perf_counter()
        status, _head, _body = await send("POST", path, urlencode(fields), extra)
        seconds.append(time.perf_counter() - began)
        wrong += status != 302

    began = time.perf_counter()
    running = []
    for number in range(COUNT):
        await asyncio.sleep(max(0.0, began + number / RATE - time.perf_counter()))
        client = str(uuid.uuid4())
        running += [asyncio.create_task(one(number, client)) for _n in range(2 if number % 10 == 0 else 1)]
    await asyncio.gather(*running)
    return seconds, wrong


def measure(name: str, database: str) -> str:
    """One database: a row of the table."""
    with server(database) as environment:
        seconds, wrong = asyncio.run(burst())
        done = subprocess.run(
            [sys.executable, "-c", CHECK], env=environment, check=True, capture_output=True, text=True
        )
    rows, people, full, waiting, ordered, letters = map(int, done.stdout.split())
    seconds.sort()
    p50, p95 = seconds[len(seconds) // 2], seconds[int(len(seconds) * 0.95)]
    return (
        f"{name:<11}{rows:>7}{people:>8}{full:>7}{waiting:>9}{ordered:>9}{letters:>9}{wrong:>7}"
        f"{1000 * p50:>9.0f}{1000 * p95:>9.0f}"
    )


def run(data: Path | None, peer: Path | None) -> str:
    """Both databases."""
    head = (
        f"{'database':<11}{'rows':>7}{'people':>8}{'full':>7}{'waiting':>9}{'in order':>9}{'letters':>9}{'errors':>7}"
        f"{'p50 ms':>9}{'p95 ms':>9}"
    )
    lines = [
        f"{COUNT} registrations at {RATE} a second, every tenth twice at once; {SITES} sites of {SEATS} seats;",
        "2 processes, the sender on the same machine. Wanted: 3000 rows and people, 8 sites full, 1000 waiting, 8 in order,",
        "3000 letters, 0 errors.",
        head,
        measure("SQLite", ""),
    ]
    with cluster(durable=True) as url:
        lines.append(
            "PostgreSQL's server programs are not on this machine: left out."
            if url is None
            else measure("PostgreSQL", url)
        )
    return "\n".join(lines) + "\n"
