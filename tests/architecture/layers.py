"""The layers as pyproject.toml states them: one place, read by the import linter and by these tests."""

import tomllib
from functools import cache

from tests.architecture.conftest import ROOT


@cache
def layers() -> list[set[str]]:
    """Sets of sibling apps, top first."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    stated = config["tool"]["importlinter"]["contracts"][0]["layers"]
    return [{name.strip(" ()") for name in line.split("|")} for line in stated]


@cache
def height(app: str) -> int:
    """0 for the lowest layer. Raises StopIteration for an app that is in no layer."""
    upward = list(reversed(layers()))
    return next(number for number, names in enumerate(upward) if app in names)
