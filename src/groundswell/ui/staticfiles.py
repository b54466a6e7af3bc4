"""How the design system's files are found and stored.

STATICFILES_FINDERS needs `groundswell.ui.staticfiles.BundleFinder`; it makes `ui/groundswell.css` out of the parts of
`groundswell.ui.bundle`, for collectstatic and for servers that read through the finders.
"""

import atexit
import os
import shutil
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
    """Finds one file, which is made when asked for and kept as long as the process lives, in a folder that is its alone:
    a name in the temporary folder that others can guess is one where others can put a file before us.
    """

    _made: tuple[int, Path] | None = None  # whose, where: a process that was forked makes its own

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
        folder = self._folder()
        target = folder / STYLESHEET
        if not target.exists() or target.read_bytes() != css:
            target.parent.mkdir(parents=True, exist_ok=True)
            # Written beside and renamed, because another thread may read it just now.
            with tempfile.NamedTemporaryFile(dir=target.parent, delete=False) as partial:
                partial.write(css)
            Path(partial.name).chmod(0o644)
            Path(partial.name).replace(target)
        return folder

    @classmethod
    def _folder(cls) -> Path:
        own = os.getpid()
        if cls._made is None or cls._made[0] != own or not cls._made[1].is_dir():
            cls._made = (own, Path(tempfile.mkdtemp(prefix="groundswell-css-")))
            atexit.register(_remove, *cls._made)
        return cls._made[1]


def _remove(owner: int, folder: Path) -> None:
    if os.getpid() == owner:
        shutil.rmtree(folder, ignore_errors=True)


class HashedStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Every file under its content's hash, kept by browsers for ever; the modules' imports are renamed too."""

    support_js_module_import_aggregation = True
