"""A local run from nothing to its end, as `make run` and `make reset` do it: slow, and counted for branches."""

import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import groundswell

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


@pytest.fixture(scope="module")
def home(tmp_path_factory):
    """California and the whole example world."""
    folder = tmp_path_factory.mktemp("home")
    done = groundswell(folder, "prepare")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[0] == "Making the tables …"
    return folder


def count(home, table: str) -> int:
    with closing(sqlite3.connect(home / "groundswell.sqlite3")) as database:
        return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def test_example_world_lives_a_whole_symposium_through(home):
    assert count(home, "collaboratives_collaborative") == 13
    for table in ("registration", "attendance", "group", "followup", "question"):
        assert count(home, f"convenings_{table}") > 0, table
    assert count(home, "spread_said") > 0


def test_preparing_again_changes_nothing(home):
    before = count(home, "activity_activity")
    done = groundswell(home, "prepare")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert count(home, "activity_activity") == before


def test_example_is_made_once_and_lists_who_signs_in(home):
    again = groundswell(home, "example")
    assert (again.returncode, again.stderr) == (
        1, "groundswell: the example world is there already. `groundswell reset` deletes it.\n",
    )  # fmt: skip
    listed = groundswell(home, "example", "--sign-in-links", "http://here", GROUNDSWELL_EXAMPLE="yes")
    assert len(listed.stdout.splitlines()) == 9
    assert {"http://here" in line for line in listed.stdout.splitlines()} == {True}
    none = groundswell(home, "example", "--sign-in-links", "http://here", GROUNDSWELL_EXAMPLE="no")
    assert (none.returncode, none.stdout) == (0, "")


def test_upgrade_backs_up_first_and_every_row_comes_back_elsewhere(home, tmp_path):
    done = groundswell(home, "upgrade", "--backup", str(tmp_path / "before.tar.gz"))
    assert done.stdout.splitlines()[0].endswith(f"rows to {tmp_path / 'before.tar.gz'}.")
    assert done.returncode == 0
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    back = groundswell(elsewhere, "restore", str(tmp_path / "before.tar.gz"))
    assert (back.returncode, back.stderr) == (0, "")
    for table in ("people_person", "convenings_registration", "activity_activity", "instruments_response"):
        assert count(elsewhere, table) == count(home, table)
