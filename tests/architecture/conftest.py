"""Where the source is, and its modules read once."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings

from groundswell.core import clock
from tests.architecture.world import DAY, World, make_world

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
PRODUCT = SRC / "groundswell"


@cache
def modules() -> dict[Path, ast.Module]:
    """Every Python module of the product except migrations."""
    found = [path for path in sorted(SRC.rglob("*.py")) if "migrations" not in path.parts]
    return {path: ast.parse(path.read_text(encoding="utf-8")) for path in found}


def app_of(path: Path) -> str:
    """The app that a file belongs to, or the empty string."""
    parts = path.relative_to(PRODUCT).parts if path.is_relative_to(PRODUCT) else ()
    return parts[0] if len(parts) > 1 else ""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The small world, made once for the tests of a module; the clock stands on the day of its convening."""
    files = tmp_path_factory.mktemp("files")
    with (
        django_db_blocker.unblock(),
        override_settings(MEDIA_ROOT=files, LOCAL_MAIL=False, EXAMPLE=False),
        transaction.atomic(),
    ):
        made = make_world()
        with clock.at(DAY):
            yield made
        transaction.set_rollback(True)
