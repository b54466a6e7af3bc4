"""Where the source is, and its modules read once."""

import ast
from functools import cache
from pathlib import Path

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
