"""Compiled cores: where they are kept, whether they are ready, and how they are made ready.

Every engine has a module `groundswell.engines.<engine>.warm` with `prepare() -> None`, which calls each of its numba
functions (`cache=True`, in modules directly in the engine's folder) once, with every combination of argument types.
`load` is the only door to modules that import numba, so that nothing heavy is imported when the site starts.
"""

import hashlib
import importlib
import importlib.metadata
import importlib.util
import os
import platform
import py_compile
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

try:
    import fcntl

    LOCKABLE = True
except ImportError:  # on Windows each compiles for itself
    LOCKABLE = False

KERNELS: dict[str, str] = {
    "mixing": "groundswell.engines.mixing.warm:prepare",
    "siting": "groundswell.engines.siting.warm:prepare",
    "dates": "groundswell.engines.dates.warm:prepare",
    "timetable": "groundswell.engines.timetable.warm:prepare",
    "reach": "groundswell.engines.reach.warm:prepare",
}
"""One callable for each engine that compiles its core, as `module:function`."""

NEEDED = ("numba", "highspy", "scipy")
"""What `requirements/engines.txt` brings; a start without it serves every page."""

NOT_NEEDED = ("scipy.linalg", "yaml", "coverage", "cffi")
"""Modules that numba imports where they are installed."""

LATER = ("numba.np.arraymath", "numba.core.typing.cffi_utils")
"""The parts of numba that import them, some only when the first kernel runs."""

ENGINES_FOLDER = Path(__file__).parent


def cache_folder() -> Path:
    """Return the folder for compiled code: GROUNDSWELL_CACHE_DIR, or the user's cache. One part for each checkout."""
    chosen = os.environ.get("GROUNDSWELL_CACHE_DIR")
    if chosen:
        root = Path(chosen)
    else:
        base = os.environ.get("XDG_CACHE_HOME")
        root = (Path(base) if base else Path.home() / ".cache") / "groundswell"
    mark = hashlib.sha256(str(ENGINES_FOLDER).encode()).hexdigest()[:12]
    return root / "kernels" / mark


def use_cache() -> Path:
    """Point numba at the cache folder, or at a temporary one where it cannot be written."""
    folder = cache_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        writable = os.access(folder, os.W_OK)
    except OSError:
        writable = False
    if not writable:
        folder = Path(tempfile.gettempdir()) / f"groundswell-kernels-{os.getuid()}"
        folder.mkdir(mode=0o700, exist_ok=True)
    os.environ["NUMBA_CACHE_DIR"] = str(folder)
    if "numba" in sys.modules:
        sys.modules["numba"].config.CACHE_DIR = str(folder)
    return folder


def is_there(engine: str) -> bool:
    """Whether this engine is installed."""
    return importlib.util.find_spec(f"groundswell.engines.{engine}") is not None


def is_installed() -> bool:
    """Whether what the cores compute with is installed; it may come while the program runs."""
    importlib.invalidate_caches()
    return all(importlib.util.find_spec(name) is not None for name in NEEDED)


def fingerprint(engine: str) -> str:
    """Change when the engine's source, Python, numba or the kind of machine changes."""
    digest = hashlib.sha256()
    for path in sorted((ENGINES_FOLDER / engine).glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    for part in (platform.python_version(), importlib.metadata.version("numba"), platform.machine()):
        digest.update(part.encode())
    return digest.hexdigest()


def stamp(engine: str, folder: Path) -> Path:
    """Return the file that says for which fingerprint the engine's core is compiled."""
    return folder / f"{engine}.ready"


def is_ready(engine: str) -> bool:
    """Whether the compiled core in the cache fits the engine's source."""
    mark = stamp(engine, cache_folder())
    try:
        return mark.read_text() == fingerprint(engine)
    except OSError:
        return False


def prepare(engine: str) -> None:
    """Compile the engine's core into the cache folder, afresh where its source has changed; one process at a time."""
    folder = use_cache()
    with alone_in(folder / f"{engine}.lock"):
        if not is_ready(engine):
            # A kernel that calls a kernel of another module is not recompiled by numba when only that one has changed.
            for stale in folder.glob(f"{engine}_*"):
                shutil.rmtree(stale, ignore_errors=True)
        module, _, name = KERNELS[engine].partition(":")
        with lightly():
            action: Callable[[], None] = getattr(importlib.import_module(module), name)
        action()
        keep_bytecode()
        stamp(engine, folder).write_text(fingerprint(engine))


@contextmanager
def alone_in(path: Path) -> Iterator[None]:
    """Wait for other processes that prepare the same: what they compiled is then read, not compiled again."""
    with path.open("w") as lock:
        if LOCKABLE:
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def keep_bytecode() -> None:
    """Store the byte code of all loaded modules where Python was told not to: compiling it anew takes seconds."""
    for module in list(sys.modules.values()):
        spec = getattr(module, "__spec__", None)
        if spec is None or not spec.has_location or not spec.cached or Path(spec.cached).exists():
            continue
        try:
            py_compile.compile(spec.origin, cfile=spec.cached, quiet=2)
        except (OSError, ValueError):
            return  # the folder cannot be written, and the next will not be either


def announce(sentence: str) -> None:
    """Say it on stderr."""
    print(sentence, file=sys.stderr, flush=True)  # noqa: T201 - the one line a waiting person needs


@contextmanager
def lightly() -> Iterator[None]:
    """Import numba without what it looks for and none of our kernels uses: it halves the time of a first answer.

    SciPy's linear algebra is for np.dot inside kernels, cffi for functions of other libraries in them, PyYAML for a file
    of settings, coverage for measuring tests. Where other threads run, which may need these, everything is imported.
    """
    alone = threading.active_count() == 1 and "numba" not in sys.modules
    absent = [name for name in NOT_NEEDED if alone and name not in sys.modules]
    # None is Python's own way to say that an import is to fail.
    known: dict[str, Any] = sys.modules
    known.update(dict.fromkeys(absent))
    try:
        if absent:
            for part in LATER:
                importlib.import_module(part)
        yield
    finally:
        for name in absent:
            if known.get(name, 0) is None:
                del known[name]


def load(engine: str, module: str, *, say: Callable[[str], None] = announce) -> Any:
    """Import an engine's heavy module by its dotted name, its core compiled (which takes a while, so it is said)."""
    use_cache()
    if not is_ready(engine):
        say(
            f"Preparing the {engine} engine. This happens once and takes up to a minute; "
            "`groundswell warm` does it ahead of time."
        )
        prepare(engine)
    with lightly():
        return importlib.import_module(module)
