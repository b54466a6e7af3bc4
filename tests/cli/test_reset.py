"""Deleting a local run's data, and output that nobody reads to its end."""

import os
import subprocess
import sys

import pytest

from tests.cli.conftest import environment, groundswell

pytestmark = pytest.mark.one_database


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
    done = subprocess.run(
        command, stdout=write, stderr=subprocess.PIPE, text=True, check=False, env=environment(tmp_path)
    )
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")


def test_nothing_is_deleted_where_there_is_nothing(tmp_path):
    (tmp_path / ".gitkeep").write_text("")
    done = groundswell(tmp_path, "reset", "--yes")
    assert (done.returncode, done.stdout) == (0, "There is nothing to delete.\n")
    assert (tmp_path / ".gitkeep").exists()


def test_folders_go_without_asking_where_that_was_said(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "sheet.csv").write_text("a")
    done = groundswell(tmp_path, "reset", "--yes")
    assert (done.returncode, "  files/\n" in done.stdout, (tmp_path / "files").exists()) == (0, True, False)


def test_real_installation_is_never_reset(tmp_path):
    (tmp_path / "groundswell.sqlite3").write_text("rows")
    done = groundswell(tmp_path, "reset", "--yes", DJANGO_SETTINGS_MODULE="config.settings.test")
    assert done.returncode == 1
    assert done.stderr == ("groundswell: this is a real installation; reset only deletes the data of a local run.\n")
    assert (tmp_path / "groundswell.sqlite3").exists()
