"""Homes of their own with one convening of eight sites, a server, a worker and a mail server that counts."""

import os
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg

ROOT = Path(__file__).resolve().parents[2]
SITES = 8
OWN = [sys.executable, "-m", "groundswell.cli"]

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

# Counts by plain queries: rows, people, full sites, waiting, sites whose waiting numbers run 1, 2, 3 …, letters, those in
# doubt after a kill, and those still to be handed over.
COUNTED = """
import django; django.setup()
from groundswell.activity.models import Letter
from groundswell.convenings.models import Registration, Site
full = ordered = waiting = 0
for site in Site.objects.all():
    rows = Registration.objects.filter(site=site)
    held = rows.filter(state="registered").count()
    numbers = sorted(rows.filter(state="waiting").values_list("waiting_number", flat=True))
    full += held == site.capacity == site.taken
    waiting += len(numbers)
    ordered += numbers == list(range(1, len(numbers) + 1))
people = Registration.objects.values("person_id").distinct().count()
letters = Letter.objects.filter(kind__startswith="registration")
doubted = letters.filter(state="failed").count()
going = letters.exclude(state__in=["sent", "failed"]).count()
print(Registration.objects.count(), people, full, waiting, ordered, letters.count(), doubted, going)
"""

# After a killed worker its claims lapse in five minutes; nobody wants to wait that long twenty times.
LAPSE = """
import django; django.setup()
from datetime import timedelta
from django.db.models import F
from groundswell.activity.models import Letter
Letter.objects.filter(state="handing").update(handed_at=F("handed_at") - timedelta(minutes=6))
"""


class Mailbox(socketserver.ThreadingTCPServer):
    """Takes every letter by SMTP and counts it by its Message-ID."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Conversation)
        self.taken: Counter[str] = Counter()
        threading.Thread(target=self.serve_forever, daemon=True).start()

    def handle_error(self, request: object, client_address: object) -> None:
        """A worker that is killed hangs up; that is what is tried here."""

    def close(self) -> None:
        """No more letters."""
        self.shutdown()
        self.server_close()


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a client that sends letters needs."""

    def handle(self) -> None:
        self.wfile.write(b"220 counted\r\n")
        for line in self.rfile:
            verb = line[:4].upper().strip()
            if verb == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                self._letter()
            self.wfile.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                return

    def _letter(self) -> None:
        number = ""
        for line in self.rfile:
            if line.lower().startswith(b"message-id:") and not number:
                number = line.partition(b":")[2].strip().decode()
            if line == b".\r\n":
                self.server.taken[number] += 1  # type: ignore[attr-defined]
                return


@dataclass
class House:
    """The environment, and what runs in it."""

    environment: dict[str, str]
    port: int
    mailbox: Mailbox
    running: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def start(self) -> None:
        """Two serving processes and a worker; returns when pages answer."""
        for words in (["serve", "--port", str(self.port), "--processes", "2"], ["worker"]):
            # A session of its own, so that all of its processes can be ended by the number of the first.
            self.running.append(
                subprocess.Popen(
                    [*OWN, *words], env=self.environment, start_new_session=True, stderr=subprocess.DEVNULL
                )
            )
        for _attempt in range(300):
            try:
                with socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                    line.sendall(
                        f"GET /healthy/ HTTP/1.1\r\nHost: localhost:{self.port}\r\nConnection: close\r\n\r\n".encode()
                    )
                    if line.recv(100).startswith(b"HTTP/1.1"):
                        return
            except OSError:
                pass
            time.sleep(0.1)
        raise SystemExit("The server did not answer within 30 s.")

    def end(self, how: signal.Signals) -> None:
        """Every process of what was started, at once."""
        for process in self.running:
            os.killpg(process.pid, how)
        for process in self.running:
            process.wait()
        self.running.clear()

    def ask(self, program: str) -> str:
        """What a small program prints in this home."""
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, check=True, capture_output=True, text=True
        )
        return done.stdout

    def processor_seconds(self) -> float:
        """Of all that was started, children too."""
        seconds = 0.0
        for process in self.running:
            for status in Path("/proc").glob("[0-9]*/stat"):
                try:
                    fields = status.read_text().rpartition(")")[2].split()
                except OSError:
                    continue
                if int(fields[3]) == process.pid:  # the session
                    seconds += (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
        return seconds


def say(database: str, home: str, port: int, mailbox: Mailbox) -> dict[str, str]:
    """The environment of everything that runs in this home, on this database (SQLite for the empty text)."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "GROUNDSWELL_HOME": home}
    environment |= {"DATABASE_URL": database} if database else {}
    environment |= {"SITE_URL": f"http://localhost:{port}", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
    return environment | {"MAIL_URL": f"smtp://127.0.0.1:{mailbox.server_address[1]}"}


class Plot:
    """A prepared home and database with one convening of eight sites, of which each house is a copy."""

    def __init__(self, database: str, *, port: int, seats: int) -> None:
        self._database, self._port = database, port
        self._home = tempfile.TemporaryDirectory()
        self._houses = 0
        mailbox = Mailbox()
        made = House(say(database, self._home.name, port, mailbox), port, mailbox)
        subprocess.run([*OWN, "prepare", "--no-example"], env=made.environment, check=True, stdout=subprocess.DEVNULL)
        made.ask(WORLD % (SITES, seats))
        mailbox.close()

    @contextmanager
    def house(self) -> Iterator[House]:
        """A running copy."""
        mailbox = Mailbox()
        self._houses += 1
        with tempfile.TemporaryDirectory() as folder:
            home = Path(folder) / "home"
            shutil.copytree(self._home.name, home)
            made = House(say(self._copy(), str(home), self._port, mailbox), self._port, mailbox)
            made.start()
            try:
                yield made
            finally:
                made.end(signal.SIGTERM)
                mailbox.close()

    def _copy(self) -> str:
        """The address of a copy of the database; for SQLite it lies in the home and is copied with it."""
        if not self._database:
            return ""
        parts = urlsplit(self._database)
        name = f"house{self._houses}"
        with psycopg.connect(urlunsplit(parts._replace(path="/postgres")), autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE {name} TEMPLATE "{parts.path.lstrip("/")}"')
        return urlunsplit(parts._replace(path=f"/{name}"))
