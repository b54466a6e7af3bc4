"""Deleting a local run's data, and output that nobody reads to its end."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.conftest import SRC

pytestmark = pytest.mark.one_database


def groundswell(home: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    """The command as somebody types it, in a local run whose data are in `home`."""
    settings = {"PYTHONPATH": str(SRC), "GROUNDSWELL_HOME": str(home), "GROUNDSWELL_CONFIG": str(home / "none")}
    command = [sys.executable, "-m", "groundswell.cli", *words]
    env = {"PATH": os.environ["PATH"], **settings}
    return subprocess.run(command, input=said, capture_output=True, text=True, check=False, env=env)


@pytest.mark.parametrize(("said", "left"), [("delete\n", False), ("no\n", True), ("", True)])
def test_reset_says_what_goes_and_asks(tmp_path, said, left):
    (tmp_path / "groundswell.sqlite3").write_text("rows")
    done = groundswell(tmp_path, "reset", said=said)
    assert "groundswell.sqlite3" in done.stdout
    assert (done.returncode, done.stderr, (tmp_path / "groundswell.sqlite3").exists()) == (0, "", left)


def test_output_may_be_cut_short(tmp_path):
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "groundswell.cli", "doctor", "--settings"]
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), "GROUNDSWELL_HOME": str(tmp_path)}
    done = subprocess.run(command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, env=env)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
