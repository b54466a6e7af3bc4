"""A backup of one kind of database restores into the other, and every row is there."""

import json
import sys
import tarfile
from pathlib import Path

import pytest
from tools.with_postgres import cluster

from tests.cli.conftest import groundswell

pytestmark = [pytest.mark.slow, pytest.mark.one_database]


def tables(archive: Path) -> dict[str, list[str]]:
    """Every table's rows, as text, in the order of their keys."""
    with tarfile.open(archive) as file:
        return {
            entry.name: (file.extractfile(entry) or sys.stdin.buffer).read().decode().splitlines()
            for entry in file
            if entry.name.startswith("tables/")
        }


@pytest.fixture(scope="module")
def archive(tmp_path_factory) -> Path:
    home = tmp_path_factory.mktemp("sqlite")
    assert groundswell(home, "prepare", "--no-example").returncode == 0
    path = home / "all.tar.gz"
    assert groundswell(home, "backup", str(path)).returncode == 0
    return path


def rows(path: Path) -> dict[str, list[list[object]]]:
    return {name: sorted((json.loads(line) for line in lines[1:]), key=str) for name, lines in tables(path).items()}


def test_restore_from_sqlite_into_postgresql_finds_every_row(archive, tmp_path):
    with cluster() as url:
        if url is None:
            pytest.skip("PostgreSQL's server programs are not on this machine.")
        done = groundswell(tmp_path, "restore", str(archive), DATABASE_URL=url)
        assert done.returncode == 0, done.stderr
        back = tmp_path / "back.tar.gz"
        assert groundswell(tmp_path, "backup", str(back), DATABASE_URL=url).returncode == 0
        again = groundswell(tmp_path, "restore", str(archive), DATABASE_URL=url)
    before, after = rows(archive), rows(back)
    assert {name: len(found) for name, found in after.items()} == {name: len(found) for name, found in before.items()}
    assert len(after["tables/places.Place.jsonl"]) > 1000
    assert again.returncode == 1
    assert "holds data already" in again.stderr


def test_restore_of_something_else_says_so(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Not an archive.")
    done = groundswell(tmp_path, "restore", str(other))
    assert done.returncode == 1
    assert "cannot be read as an archive" in done.stderr
