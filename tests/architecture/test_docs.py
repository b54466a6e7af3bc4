"""What the pages of docs name is there."""

import re
import subprocess

import pytest

from tests.architecture.conftest import ROOT

pytestmark = pytest.mark.one_database

# A file in backticks, and after a colon what it defines: `core/clock.py`, `services/seats.py:move_up`.
NAMED = re.compile(r"`([\w/.-]+\.(?:py|js|toml|html|css|md))(?::(\w+))?`")


def kept_files() -> list[str]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("The files are not under git here.")
    return listed.stdout.split()


def test_files_and_functions_that_docs_name_exist():
    files = kept_files()
    pages = [name for name in files if name.endswith(".md") and name != "CHANGELOG.md"]
    named = [(page, *found) for page in pages for found in NAMED.findall((ROOT / page).read_text(encoding="utf-8"))]
    lost = []
    for page, path, name in named:
        at = [file for file in files if file == path or file.endswith(f"/{path}")]
        defines = re.compile(rf"\b(def|class) {name}\b")
        if not at or (name and not any(defines.search((ROOT / file).read_text(encoding="utf-8")) for file in at)):
            lost.append((page, path, name))
    assert len(named) > 50
    assert lost == []
