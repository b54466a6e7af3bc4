"""A backup brings everything back; what is no backup, or a damaged one, is refused in words and changes nothing."""

import io
import json
import tarfile
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from groundswell.cli.main import main
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person

# An archive is written in a transaction of its own kind, which cannot begin within a test's on PostgreSQL; test_archive tries
# both databases with real ones.
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


@pytest.fixture
def archive(settings: Any, tmp_path: Path) -> Path:
    """Ana and a sheet, backed up; then Ana goes, Ben comes, and the sheet is lost."""
    settings.MEDIA_ROOT = tmp_path / "files"
    provide_person(by=None, email="ana@example.org", given_name="Ana", family_name="Núñez")
    default_storage.save("sheets/one/list.csv", ContentFile(b"a;b"))
    path = tmp_path / "backups" / "all.tar.gz"
    assert main(["backup", str(path)]) == 0
    Person.objects.update(given_name="Ben")
    default_storage.delete("sheets/one/list.csv")
    return path


def names() -> list[str]:
    return list(Person.objects.values_list("given_name", flat=True))


def rewrite(path: Path, **about: object) -> Path:
    """The same archive with other facts about it; None leaves one out."""
    changed = path.with_name("changed.tar.gz")
    with tarfile.open(path) as old, tarfile.open(changed, "w:gz") as new:
        for entry in old:
            content = old.extractfile(entry).read()
            if entry.name == "about.json":
                facts = {**json.loads(content), **about}
                content = json.dumps({name: value for name, value in facts.items() if value is not None}).encode()
                entry.size = len(content)
            new.addfile(entry, io.BytesIO(content))
    return changed


def refusal(capsys: Any, *words: str) -> str:
    capsys.readouterr()
    assert main(["restore", *words]) == 1
    return capsys.readouterr().err


def test_backup_brings_back_rows_and_files(archive, capsys):
    assert main(["restore", str(archive), "--replace"]) == 0
    assert capsys.readouterr().out.endswith(f"rows and all files from {archive}.\n")
    assert names() == ["Ana"]
    with default_storage.open("sheets/one/list.csv") as file:
        assert file.read() == b"a;b"
    assert [path.name for path in archive.parent.iterdir()] == ["all.tar.gz"]  # no half-written one stays beside it
    assert archive.stat().st_mode & 0o777 == 0o600


def test_file_that_is_there_already_becomes_that_of_the_archive_whose_rows_name_it(archive):
    default_storage.save("sheets/one/list.csv", ContentFile(b"newer"))
    assert main(["restore", str(archive), "--replace"]) == 0
    with default_storage.open("sheets/one/list.csv") as file:
        assert file.read() == b"a;b"
    assert default_storage.listdir("sheets/one") == ([], ["list.csv"])


def test_rows_stay_as_they_were_when_the_files_cannot_be_written(archive, capsys, monkeypatch):
    def full(*_words: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("groundswell.cli.archive.default_storage.save", full)
    assert "No space left on device" in refusal(capsys, str(archive), "--replace")
    assert names() == ["Ben"]


def test_file_that_is_removed_while_files_are_copied_is_left_out(archive, monkeypatch):
    monkeypatch.setattr("groundswell.cli.archive._file_names", lambda _folder: ["sheets/one/gone.csv"])
    assert main(["backup", str(archive)]) == 0


def test_database_with_data_is_not_written_over_unasked(archive, capsys):
    assert refusal(capsys, str(archive)) == (
        "groundswell: The database holds data already. Restore into an empty one, or say --replace.\n"
    )
    assert names() == ["Ben"]


def test_archive_of_another_format_is_refused(archive, capsys):
    path = rewrite(archive, format=99)
    words = f"groundswell: {path} was written by another version of `groundswell backup`.\n"
    assert (refusal(capsys, str(path), "--replace"), names()) == (words, ["Ben"])


def test_archive_of_a_newer_version_says_which_to_install(archive, capsys):
    path = rewrite(archive, version="9.9", migrations=["people.0099_later"])
    words = (
        f"groundswell: {path} comes from Groundswell 9.9, which is newer than this one. Install that version first.\n"
    )
    assert (refusal(capsys, str(path), "--replace"), names()) == (words, ["Ben"])


def test_archive_without_its_facts_is_refused(archive, capsys):
    path = rewrite(archive, migrations=None)
    assert "cannot be read as an archive of `groundswell backup`" in refusal(capsys, str(path), "--replace")
    assert names() == ["Ben"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.9])
def test_archive_that_is_cut_short_is_refused(archive, capsys, share):
    whole = archive.read_bytes()
    archive.write_bytes(whole[: int(len(whole) * share)])
    assert "cannot be read as an archive of `groundswell backup`" in refusal(capsys, str(archive), "--replace")
    assert names() == ["Ben"]


def test_archive_with_a_damaged_byte_is_refused(archive, capsys):
    whole = archive.read_bytes()
    for share in (number / 40 for number in range(1, 40)):
        raw = bytearray(whole)
        raw[int(len(raw) * share)] ^= 0xFF
        archive.write_bytes(bytes(raw))
        assert "cannot be read as an archive of `groundswell backup`" in refusal(capsys, str(archive), "--replace")
    assert names() == ["Ben"]


def test_missing_archive_is_named(archive, capsys, tmp_path):
    assert "No such file or directory" in refusal(capsys, str(tmp_path / "none.tar.gz"), "--replace")
