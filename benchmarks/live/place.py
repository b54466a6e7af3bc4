"""A site with one convening of eight sites on its day, served by one or several processes."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PORT = 8472
TICK = os.sysconf("SC_CLK_TCK")

WORLD = """
import django; django.setup()
import json
from datetime import timedelta
from django.test import Client
from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.collaboratives.services.collaboratives import form_collaborative
from groundswell.convenings.services.checkin import make_code
from groundswell.convenings.services.planning import SessionPlan, add_session, add_site, plan_convening, publish_convening
from groundswell.core.clock import now
from groundswell.people.services.people import provide_person
from groundswell.places.models import Place
home = Place.objects.get(key="region-2")
c = form_collaborative(by=None, fields={"name": "Live", "subject": "both", "scope": "region", "home": home})
begin = now() - timedelta(hours=1)
fields = {"title": "Live", "subject": "both", "starts_at": begin, "ends_at": begin + timedelta(hours=7)}
v = plan_convening(by=None, collaborative=c, fields=fields)
sites = [add_site(by=None, convening=v, kind="in-person", fields={"name": f"Site {n + 1}", "capacity": 200}) for n in range(8)]
sessions = []
for n in range(6):
    at = begin + timedelta(hours=n)
    said = {"title": f"Session {n + 1}", "mode": "local" if n % 2 else "joint", "starts_at": at, "ends_at": at + timedelta(hours=1)}
    sessions.append(add_session(by=None, convening=v, plan=SessionPlan(said)).pk)
publish_convening(by=None, convening=v)
codes = [make_code(by=None, site=site).code for site in sites]
person = provide_person(by=None, email="host@example.org", given_name="Host")
host = User.objects.get(pk=person.user_id)
give_role(by=None, user=host, role="organizer", space=v.space)
client = Client()
client.force_login(host)
host = "sessionid=" + client.cookies["sessionid"].value
print(json.dumps({"key": v.key, "id": v.pk, "codes": codes, "sessions": sessions, "host": host}))
"""

TRUTH = """
import django; django.setup()
import json
from groundswell.convenings.models import Question, QuestionVote, WallNote
from groundswell.core.models import LiveEvent
notes = list(WallNote.objects.order_by("pk").values_list("pk", flat=True))
questions, votes = Question.objects.count(), QuestionVote.objects.count()
print(json.dumps({"notes": notes, "questions": questions, "votes": votes, "events": LiveEvent.objects.count()}))
"""


@contextmanager
def redis_server() -> Iterator[str | None]:
    """A Redis of our own, or None where its program is missing."""
    program = shutil.which("redis-server")
    if program is None:
        yield None
        return
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [program, "--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"],
        stdout=subprocess.DEVNULL,
    )
    try:
        time.sleep(0.5)
        yield f"redis://127.0.0.1:{port}/0"
    finally:
        server.terminate()
        server.wait()


class Place:
    """A home, its database, its world and its server."""

    def __init__(self, home: str, database: str, redis: str, processes: int) -> None:
        self.processes = processes
        self.environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "GROUNDSWELL_HOME": home}
        self.environment |= {"DATABASE_URL": database} if database else {}
        self.environment |= {"REDIS_URL": redis} if redis else {}
        self.environment |= {"SITE_URL": f"http://localhost:{PORT}", "DJANGO_SETTINGS_MODULE": "config.settings.dev"}
        own = [sys.executable, "-m", "groundswell.cli", "prepare", "--no-example"]
        subprocess.run(own, env=self.environment, check=True, stdout=subprocess.DEVNULL)
        self.world = self.ask(WORLD)

    def ask(self, program: str) -> Any:
        """What a short program of the product's prints as JSON."""
        done = subprocess.run(
            [sys.executable, "-c", program], env=self.environment, check=True, capture_output=True, text=True
        )
        return json.loads(done.stdout.splitlines()[-1])

    def start(self) -> None:
        """Serve, in a group of processes of its own; return when it answers."""
        words = ["serve", "--port", str(PORT), "--processes", str(self.processes)]
        self.server = subprocess.Popen(
            [sys.executable, "-m", "groundswell.cli", *words], env=self.environment, start_new_session=True
        )
        while True:
            try:
                socket.create_connection(("127.0.0.1", PORT), 1).close()
            except OSError:
                time.sleep(0.05)
            else:
                return

    def kill(self) -> None:
        """SIGKILL to every process of the server."""
        os.killpg(self.server.pid, signal.SIGKILL)
        self.server.wait()

    def seconds(self) -> float:
        """Processor seconds that the server's processes have used."""
        total = 0
        for stat in Path("/proc").glob("[0-9]*/stat"):
            try:
                words = stat.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(words[2]) == self.server.pid:  # the group
                total += int(words[11]) + int(words[12])
        return total / TICK


def seconds_below(pid: int) -> float:
    """Processor seconds that a process and those that it started have used."""
    parents, used = {}, {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            words = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        one = int(stat.parent.name)
        parents[one], used[one] = int(words[1]), int(words[11]) + int(words[12])
    below = {pid}
    while more := {one for one, parent in parents.items() if parent in below} - below:
        below |= more
    return sum(used.get(one, 0) for one in below) / TICK


@contextmanager
def place(database: str, redis: str, processes: int) -> Iterator[Place]:
    """A place that is served, and is gone afterwards."""
    with tempfile.TemporaryDirectory() as home:
        made = Place(home, database, redis, processes)
        made.start()
        try:
            yield made
        finally:
            made.kill()
