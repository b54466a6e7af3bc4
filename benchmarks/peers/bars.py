"""Beside pretix and Indico: the event page at a third of their server's processor time, the list of events and a registration
from the first page to the confirmation at a fifth.

`--peer DIR` names a folder with scripts that install, load, start and measure the peers: `bench.py`, and a folder with a
`peer.py` for each. PEERS_DIR in the environment is where they were installed. The same script measures all of them, one
after another, with 50 events in each and 500 people registered for the first. Processor time is that of web processes,
workers, PostgreSQL and Redis together, for each request of sixteen clients at once (registrations: one client).
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

ROOT = Path(__file__).resolve().parents[2]
PEERS = ("pretix", "indico")
ASKED = {"event page": 3.0, "event list": 5.0, "registration": 5.0}
PORT = 8475
CLUSTER = "postgresql://pretix@127.0.0.1:55432"  # as the scripts start it
OWN_DATABASE = "groundswell_bench"


def run(_data: Path | None, peer: Path | None) -> str:
    """Ours on SQLite and PostgreSQL, then each peer, in one run."""
    if peer is None or not (peer / "bench.py").exists():
        return "Peers: left out. --peer names no folder with the scripts that start and measure them."
    installed = Path(os.environ.get("PEERS_DIR", "/tmp/peers"))
    if not (installed / "client").exists():
        return f"Peers: left out. They are not installed in {installed}; the README of their folder says how."
    measured: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        scripts = Path(folder) / "scripts"
        shutil.copytree(peer, scripts)
        (scripts / "ours").mkdir()
        shutil.copy(Path(__file__).with_name("peer.py"), scripts / "ours" / "peer.py")
        for name in ("SQLite", "PostgreSQL"):
            with database(name) as url:
                measured[f"ours, {name}"] = measure(scripts, installed, "ours", home(Path(folder) / name, url))
        for name in PEERS:
            if (installed / name).exists():
                measured[name] = measure(scripts, installed, name, {})
    return table(measured)


@contextmanager
def database(name: str) -> Iterator[str]:
    """The empty text for SQLite; a new database in the peers' cluster, whose processor time the scripts count."""
    if name == "SQLite":
        yield ""
        return
    with psycopg.connect(f"{CLUSTER}/postgres", autocommit=True) as server:
        server.execute(f"DROP DATABASE IF EXISTS {OWN_DATABASE} WITH (FORCE)")
        server.execute(f"CREATE DATABASE {OWN_DATABASE}")
        try:
            yield f"{CLUSTER}/{OWN_DATABASE}"
        finally:
            server.execute(f"DROP DATABASE {OWN_DATABASE} WITH (FORCE)")


def home(folder: Path, url: str) -> dict[str, str]:
    """Make our world there. Return the environment of everything that runs in it."""
    folder.mkdir()
    own = {
        "PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT / "src"), "GROUNDSWELL_HOME": str(folder), "PYTHON": sys.executable,
        "SITE_URL": f"http://localhost:{PORT}", "ALLOWED_HOSTS": "localhost,127.0.0.1", "PORT": str(PORT),
        "DJANGO_SETTINGS_MODULE": "config.settings.dev", "MAIL_URL": "smtp://127.0.0.1:2525",
    }  # fmt: skip
    own |= {"DATABASE_URL": url} if url else {}
    quiet: dict[str, Any] = {"env": own, "stdout": subprocess.DEVNULL, "cwd": ROOT}
    subprocess.run([sys.executable, "-m", "groundswell.cli", "prepare", "--no-example"], check=True, **quiet)
    subprocess.run(
        [sys.executable, "-m", "benchmarks.peers.world"],
        check=True,
        **{**quiet, "env": own | {"PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}},
    )
    return own


def measure(scripts: Path, installed: Path, name: str, own: dict[str, str]) -> dict[str, float]:
    """Milliseconds of the server's processor time by what was asked, and the middle of what a visitor waited."""
    environment = {**os.environ, "PEERS_DIR": str(installed), "OURS_ENVIRONMENT": json.dumps(own)}
    python, script = str(installed / "client/bin/python"), ["bench.py", name]
    words = (["--quick", "--no-flow", "--only", "^event (list|page)$"], ["--only", "^$"])  # pages, then registrations
    said_all = [
        subprocess.run(
            [python, *script, *some], cwd=scripts, env=environment, check=True, capture_output=True, text=True
        )
        for some in words
    ]
    found: dict[str, float] = {}
    for line in "".join(done.stdout for done in said_all).splitlines():
        what, _brace, rest = line.partition(" {")
        if what in ASKED:
            said = json.loads("{" + rest)
            if "error" in said or said.get("c1", {}).get("errors"):
                raise SystemExit(f"{name}, {what}: {said}")
            busy, calm = (said["c16"], said["c1"]) if what != "registration" else (said["c1"], said["c1"])
            found[what] = busy["cpu_ms_per_req"]
            found[f"{what}, waited"] = calm["p50_ms"]
    return found


def table(measured: dict[str, dict[str, float]]) -> str:
    """Each row with the ratio of the peer that takes least to each of ours."""
    lines = [
        "Processor time of the server in milliseconds for one request (and milliseconds that one visitor alone waits, median)",
        f"{'':<18}" + "".join(f"{name:>24}" for name in ASKED),
    ]
    for name, found in measured.items():
        cells = [f"{found[what]:.1f} ({found[f'{what}, waited']:.0f})" if what in found else "none" for what in ASKED]
        lines.append(f"{name:<18}" + "".join(f"{cell:>24}" for cell in cells))
    for ours in (name for name in measured if name.startswith("ours")):
        for peer in (name for name in PEERS if name in measured):
            cells = []
            for what, bar in ASKED.items():
                ratio = measured[peer][what] / max(measured[ours][what], 0.01)
                cells.append(f"{ratio:.1f} (bar {bar:.0f}{'' if ratio >= bar else ': MISSED'})")
            lines.append(f"{peer + ' : ' + ours:<18}"[:18].ljust(18) + "".join(f"{cell:>24}" for cell in cells))
    return "\n".join(lines)
