from pathlib import Path
from typing import Any

import pytest

from groundswell.intake import importers
from tests.intake.colors import Colors


@pytest.fixture
def colors(monkeypatch: pytest.MonkeyPatch, settings: Any, tmp_path: Path) -> Colors:
    """The importer of colors is known, and files go to a folder of the test."""
    settings.MEDIA_ROOT = tmp_path
    importer = Colors()
    monkeypatch.setitem(importers._known, "colors", importer)
    return importer
