"""Uploads in a store that speaks S3, by settings alone: brought in, looked after, backed up and restored."""

import tarfile

import pytest

from tests.cli.conftest import groundswell
from tests.store import SERVER, running

pytestmark = [pytest.mark.slow, pytest.mark.skipif(SERVER is None, reason="needs moto's server (moto_server)")]


def test_uploads_live_in_the_store_and_come_back_from_a_backup(tmp_path):
    with running() as store:
        more = {**store.settings, "MAIL_URL": ""}

        def run(*words, home=tmp_path):
            done = groundswell(home, *words, **more)
            assert done.returncode == 0, done.stdout + done.stderr
            return done.stdout

        (tmp_path / "staff.csv").write_text("email,given name,family name\na@example.org,Ada,Ek\n")
        run("setup", "--email", "you@example.org", "--name", "You Yourself", "--office", "Shasta")
        run("import", "people", "staff.csv")
        kept = store.names()
        assert len(kept) == 1, kept
        assert kept[0].startswith("imports/")
        assert not [path for path in tmp_path.rglob("*") if path.is_file() and "imports/" in str(path)]
        run("backup", "all.tar.gz")
        with tarfile.open(tmp_path / "all.tar.gz") as archive:
            assert [name for name in archive.getnames() if name.startswith("files/")] == [f"files/{kept[0]}"]
        before = store.client.get_object(Bucket="uploads", Key=kept[0])["Body"].read()
        store.empty()
        other = tmp_path / "other"
        other.mkdir()
        run("restore", str(tmp_path / "all.tar.gz"), home=other)
        assert store.names() == kept
        assert store.client.get_object(Bucket="uploads", Key=kept[0])["Body"].read() == before
        assert store.client.get_object_acl(Bucket="uploads", Key=kept[0])["Grants"][0]["Permission"] == "FULL_CONTROL"
