"""One stylesheet from many small parts, without a build step.

The parts lie in each app's `css/` folder and are never served by themselves. `ui`'s own come first, in the order of
`PARTS`; then those of the other apps, in the order of INSTALLED_APPS and then by name. Every part
names its cascade layer, so the order inside the bundle decides ties only.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.apps import apps

OWN = Path(__file__).parent / "css"
PARTS = (
    "reset",
    "tokens",
    "base",
    "layout",
    "chrome",
    "actions",
    "labels",
    "lists",
    "figures",
    "forms",
    "live",
    "pages",
    "report",
    "today",
    "gallery",
    "sheets",
    "utilities",
)
ORDER = "@layer reset, tokens, base, layout, components, utilities;\n"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")


def stylesheet_parts() -> Iterator[Path]:
    """Every CSS file of the bundle, in order. A part that exists but is not in `PARTS` is an error of the developer."""
    unlisted = {path.stem for path in OWN.glob("*.css")} - set(PARTS)
    if unlisted:
        raise LookupError(f"List these in groundswell.ui.bundle.PARTS: {', '.join(sorted(unlisted))}")
    for name in PARTS:
        yield OWN / f"{name}.css"
    for config in apps.get_app_configs():
        folder = Path(config.path) / "css"
        if config.name.startswith("groundswell.") and folder != OWN:
            yield from sorted(folder.glob("*.css"))


def squeeze(css: str) -> str:
    """The same rules without comments and indentation. Spaces inside a line stay: they can mean something."""
    return _INDENT.sub("\n", _COMMENT.sub("", css)).strip() + "\n"


def build_stylesheet(parts: Iterable[Path]) -> str:
    return ORDER + "".join(squeeze(part.read_text(encoding="utf-8")) for part in parts)
