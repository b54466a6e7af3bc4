"""The command that installing leaves in `.venv/bin` serves with several processes, as the how-to page says."""

import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest
from tools import bootstrap

from tests.cli.conftest import environment, groundswell

pytestmark = pytest.mark.one_database


@pytest.fixture
def command(tmp_path, monkeypatch):
    (tmp_path / "venv" / "bin").mkdir(parents=True)
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / "venv"))
    monkeypatch.setattr(bootstrap, "PYTHON", sys.executable)
    bootstrap.place_command()
    return str(tmp_path / "venv" / "bin" / "groundswell")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(address: str, site: subprocess.Popen[bytes]) -> bytes:
    while site.poll() is None:
        try:
            with urllib.request.urlopen(f"{address}/healthy/", timeout=20) as page:
                return bytes(page.read())
        except OSError:
            time.sleep(0.2)
    return b""


def test_two_processes_serve(command, tmp_path):
    port = free_port()
    words = [command, "serve", "--port", str(port), "--processes", "2"]
    with subprocess.Popen(words, env=environment(tmp_path), stderr=subprocess.PIPE) as site:
        try:
            assert answer(f"http://127.0.0.1:{port}", site) == b"ok\n"
            # Monitors and checkers of links ask only for the head.
            head = urllib.request.Request(f"http://127.0.0.1:{port}/healthy/", method="HEAD")
            with urllib.request.urlopen(head, timeout=20) as page:
                assert (page.status, page.headers["Content-Length"], page.read()) == (200, "3", b"")
        finally:
            site.send_signal(signal.SIGTERM)
            told = site.stderr.read().decode()
    assert "Traceback" not in told, told


def test_port_that_is_taken_is_told(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as other:
        done = groundswell(tmp_path, "serve", "--port", str(other.getsockname()[1]))
    assert (done.returncode, "is taken" in done.stderr) == (1, True)
