"""A backup of one kind of database restores into the other, and every row is there."""

import json
import sqlite3
import subprocess
import sys
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from tools.with_postgres import cluster

from groundswell.core.sqlite.base import Turns
from tests.cli.conftest import environment, groundswell

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


def test_backup_waits_for_nobody_who_writes_and_nobody_waits_for_it(archive, tmp_path):
    with closing(sqlite3.connect(archive.parent / "groundswell.sqlite3", autocommit=True)) as database:
        queue = Turns(archive.parent / "groundswell.sqlite3")
        queue.take(within=20)
        database.execute("BEGIN IMMEDIATE")
        done = groundswell(archive.parent, "backup", str(tmp_path / "meanwhile.tar.gz"))
        database.execute("ROLLBACK")
        queue.give_back()
    assert (done.returncode, done.stderr) == (0, "")
    assert rows(tmp_path / "meanwhile.tar.gz") == rows(backup(archive.parent))


def test_restore_of_something_else_says_so(tmp_path):
    other = tmp_path / "letter.txt"
    other.write_text("Not an archive.")
    done = groundswell(tmp_path, "restore", str(other))
    assert done.returncode == 1
    assert "cannot be read as an archive" in done.stderr


@pytest.fixture(scope="module")
def older(archive) -> Path:
    """The archive that `upgrade` writes of a database whose tables are an older version's; then they are this one's."""
    home = archive.parent
    back = [sys.executable, "-m", "django", "migrate", "places", "0001"]
    subprocess.run(back, env=environment(home, DJANGO_SETTINGS_MODULE="config.settings.dev"), check=True)
    done = groundswell(home, "upgrade", "--backup", str(home / "older.tar.gz"))
    assert (done.returncode, done.stderr) == (0, "")
    with closing(
        sqlite3.connect(home / "groundswell.sqlite3")
    ) as database:  # the new one may find people by other words
        assert database.execute("SELECT task_path FROM django_tasks_database_dbtaskresult").fetchall() == [
            ("groundswell.people.services.deferred.write_index_anew",)
        ]
    return home / "older.tar.gz"


def places(path: Path) -> list[dict[str, object]]:
    names, *found = map(json.loads, tables(path)["tables/places.Place.jsonl"])
    return [dict(zip(names, row, strict=True)) for row in found]


def backup(home: Path, **more: str) -> Path:
    path = home / "again.tar.gz"
    assert groundswell(home, "backup", str(path), **more).returncode == 0
    return path


def test_upgrade_keeps_every_row_of_an_older_database(archive, older):
    assert "merged_into_id" not in places(older)[0]
    kept = {name: len(found) for name, found in rows(older).items()}
    upgraded = backup(archive.parent)
    kept.pop("tables/django_tasks_database.DBTaskResult.jsonl")  # `upgrade` adds a job
    assert {name: len(found) for name, found in rows(upgraded).items() if name in kept} == kept
    assert places(upgraded) == places(archive)
    assert len(places(upgraded)) > 1000


def test_archive_of_an_older_version_becomes_this_ones_on_both_databases(archive, older, tmp_path):
    assert groundswell(archive.parent, "restore", "--replace", str(older)).returncode == 0
    assert places(backup(archive.parent)) == places(archive)
    with cluster() as url:
        if url is None:
            pytest.skip("PostgreSQL's server programs are not on this machine.")
        for words in (["restore", str(older)], ["restore", "--replace", str(older)]):
            done = groundswell(tmp_path, *words, DATABASE_URL=url)
            assert (done.returncode, done.stderr) == (0, "")
        assert places(backup(tmp_path, DATABASE_URL=url)) == places(archive)
