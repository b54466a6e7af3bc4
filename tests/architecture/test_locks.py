"""Lock files name versions and hashes, never a host or a path of some machine."""

import re

import pytest

from tests.architecture.conftest import ROOT

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("name", ["base", "engines", "dev"])
def test_lock_file_names_no_host_or_path(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    assert re.findall(r"--?(?:extra-)?index-url|find-links|file:|https?://|(?<![\w.])/[a-z]+/", text) == []


@pytest.mark.parametrize("name", ["base", "engines", "dev"])
def test_lock_file_has_a_hash_for_every_version(name):
    text = (ROOT / "requirements" / f"{name}.txt").read_text(encoding="utf-8")
    pinned = re.split(r"\n(?=[a-z0-9])", text)
    assert [part.partition(" ")[0] for part in pinned if "==" in part and "--hash=sha256:" not in part] == []
