"""How the design system's files are found and stored.

STATICFILES_FINDERS needs `groundswell.ui.staticfiles.BundleFinder`; it makes `ui/groundswell.css` out of the parts of
`groundswell.ui.bundle`, for collectstatic and for servers that read through the finders.
"""

import hashlib
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.contrib.staticfiles.finders import BaseFinder
from django.contrib.staticfiles.utils import matches_patterns
from django.core.files.storage import FileSystemStorage, Storage
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

from groundswell.ui.bundle import build_stylesheet, stylesheet_parts

STYLESHEET = "ui/groundswell.css"


class BundleFinder(BaseFinder):
    """Finds one file, which is made when asked for and kept under its content's hash in the temporary folder."""

    def check(self, **_kwargs: Any) -> list[Any]:
        return []

    def find(self, path: str, find_all: bool = False) -> Any:
        if path != STYLESHEET:
            return []
        found = str(self._write() / STYLESHEET)
        return [found] if find_all else found

    def list(self, ignore_patterns: Iterable[str] | None) -> Iterator[tuple[str, Storage]]:
        if not matches_patterns(STYLESHEET, list(ignore_patterns or [])):
            yield STYLESHEET, FileSystemStorage(location=self._write())

    def _write(self) -> Path:
        css = build_stylesheet(stylesheet_parts()).encode()
        folder = Path(tempfile.gettempdir()) / f"groundswell-css-{hashlib.sha256(css).hexdigest()[:20]}"
        target = folder / STYLESHEET
        if not target.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and renamed, because several servers may start at once.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as partial:
                partial.write(css)
            Path(partial.name).chmod(0o644)
            Path(partial.name).replace(target)
        return folder


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Every file under its content's hash, kept by browsers for ever; the modules' imports are renamed too."""

    support_js_module_import_aggregation = True
