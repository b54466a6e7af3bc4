"""`groundswell run`: the product on this machine with example data. Site and worker start and stop together."""

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from groundswell.cli import main
from groundswell.cli.asking import port, port_is_free
from groundswell.cli.site_start import say

ROOT = Path(__file__).resolve().parents[3]
STARTED_WITHIN = 60  # seconds

MORE = """\
The first start takes about a minute: it makes the tables, loads California and plays the example through. What people do
stays for the next start; `groundswell reset` deletes it. Only this machine can reach the site. Ctrl+C ends it.

  groundswell run
  groundswell run --port 8080
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The port, also from the environment."""
    parser.add_argument(
        "--port",
        type=port,
        default=os.environ.get("PORT") or "8000",
        help="port to listen on; else what PORT says (default 8000)",
    )
    parser.add_argument("--no-example", action="store_true", help="California, but no example world")


def run(options: argparse.Namespace) -> int:
    """Prepare, start, wait, stop."""
    if not port_is_free(options.port):
        print(
            f"groundswell: port {options.port} is taken. Is it running already? Else: PORT={options.port + 1} make run",
            file=sys.stderr,
        )
        return 1
    address = f"http://localhost:{options.port}"
    os.environ["SITE_URL"] = address
    os.environ["GROUNDSWELL_EXAMPLE"] = "no" if options.no_example else "yes"
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    # In this process, so that all of Django is loaded once less: the site answers sooner.
    if status := main.main(["prepare", *(["--no-example"] if options.no_example else [])]):
        return status
    children = [
        subprocess.Popen(own("serve", "--port", str(options.port), "--processes", "1")),
        subprocess.Popen(own("worker")),
    ]
    try:
        if not answers(address, children[0]):
            print("groundswell: the site did not start; what it said stands above.", file=sys.stderr)
            return 1
        say(f"\nGroundswell is at {address}")
        main.main(["example", "--sign-in-links", address])
        say("Mail that it sends is read at " + address + "/mail/ · stop with Ctrl+C\n")
        children += prepare_engines()
        while all(child.poll() is None for child in children[:2]):
            time.sleep(0.5)
        return 1
    finally:
        for child in children:
            if child.poll() is None:
                child.terminate()
        for child in children:
            child.wait()


def own(*words: str) -> list[str]:
    """Our own command, in this interpreter."""
    return [sys.executable, "-m", "groundswell.cli", *words]


def answers(address: str, site: subprocess.Popen[bytes]) -> bool:
    """Wait until the site answers."""
    limit = time.monotonic() + STARTED_WITHIN
    while time.monotonic() < limit and site.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthy/", timeout=5):
                return True
        except OSError:
            time.sleep(0.1)
    return False


def prepare_engines() -> list[subprocess.Popen[bytes]]:
    """In the background: what the computing cores need is installed and compiled, once."""
    script = ROOT / "tools" / "bootstrap.py"
    mark = Path(sys.prefix) / "engines-are-warm"
    if mark.exists() or not script.exists():
        return []
    say("In the background: preparing seating plans, hubs, timetables and reach (a few minutes, only this once).")
    steps = f'"{sys.executable}" "{script}" engines && "{sys.executable}" -m groundswell.cli warm && touch "{mark}"'
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return [subprocess.Popen(["nice", "-n", "10", "sh", "-c", steps], **quiet)]  # type: ignore[call-overload]
