"""Bars: at the whole state 95 of 100 answers in 40 ms of server time on SQLite, 60 on PostgreSQL; a page asks the database
at most 20 times, a live one 8 times; exports stream.

The state is made once and kept in the folder given with --keep (else in a temporary one, and gone afterwards); --again
makes it anew. PostgreSQL gets the same rows, in a cluster kept beside. Pages are asked for with a county's server's settings.
Figures are raw; the time of a plain loop tells how fast the machine was.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from tools.with_postgres import cluster

ROOT = Path(__file__).resolve().parents[2]
BARS = {"SQLite": 40.0, "PostgreSQL": 60.0}
MOST, MOST_LIVE, WORST = 20, 8, 25
CALLS = int(os.environ.get("BENCH_CALLS", "5"))
# Shown to a whole room at once, and again whenever something changes.
LIVE = (
    "c/<slug:key>/room/",
    "c/<slug:key>/desk/",
    "c/<slug:key>/sites/<int:number>/",
    "c/<slug:key>/sites/<int:number>/screen/",
)
PAGES = {"text/html"}
SERVER = {
    "DJANGO_SETTINGS_MODULE": "config.settings.production",
    "SECRET_KEY": "only-for-measuring",
    "ALLOWED_HOSTS": "localhost",
    "LOG_LEVEL": "ERROR",
}

type Cell = dict[str, Any]


def run(data: Path | None, _peer: Path | None, keep: Path | None = None, again: bool = False) -> str:
    """The result as text, on both databases."""
    if keep is None:
        with tempfile.TemporaryDirectory() as folder:
            return run(data, None, Path(folder))
    keep.mkdir(parents=True, exist_ok=True)
    made, inside, poured = keep / "groundswell.sqlite3", keep / "inside.json", keep / "poured"
    if again or not inside.exists():
        for old in (inside, poured, *keep.glob("groundswell.sqlite3*")):
            old.unlink(missing_ok=True)
        shutil.rmtree(keep / "postgres", ignore_errors=True)
        program("state", keep, *([str(data.resolve())] if data else []))
    stated = json.loads(inside.read_text(encoding="utf-8"))
    parts = [", ".join(f"{count:,} {name}" for name, count in stated["counts"].items()) + "."]
    parts.append(measured("SQLite", keep))
    with cluster(keep=keep / "postgres") as url:
        if url is None:
            parts.append("PostgreSQL: not measured, its server programs are not here.")
        else:
            if not poured.exists():
                program("to_postgres", keep, str(made), database=url)
                poured.touch()
            parts.append(measured("PostgreSQL", keep, url))
    return "\n\n".join(parts)


def program(name: str, keep: Path, *words: str, database: str = "", **more: str) -> None:
    """One of this folder's programs, with the settings of a server in whose house `keep` is."""
    env = {**os.environ, "GROUNDSWELL_HOME": str(keep), "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}"}
    env |= {
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
        "DATABASE_URL": database or f"sqlite:///{keep}/groundswell.sqlite3",
    }
    command = [sys.executable, "-W", "ignore", "-m", f"benchmarks.pages.{name}", *words]
    subprocess.run(command, check=True, env=env | more, cwd=ROOT)


def measured(name: str, keep: Path, database: str = "") -> str:
    before, cells_at = loop(), keep / f"cells-{name}.json"
    words = (str(keep / "inside.json"), str(cells_at), str(CALLS), *os.environ.get("BENCH_ROLES", "").split())
    program("measure", keep, *words, database=database, **SERVER)
    cells = json.loads(cells_at.read_text(encoding="utf-8"))
    said = f"{name}\n  plain loop of a million steps: {before:.0f} ms before, {loop():.0f} ms after (60 on a usual machine at rest)"
    return f"{said}\n{table(cells, BARS[name])}"


def loop() -> float:
    """Milliseconds of processor time of a loop that everybody can repeat."""
    start, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number
    return (time.process_time() - start) * 1000


def table(cells: list[Cell], bar: float) -> str:
    """Percentiles of all calls to pages, the worst of them, what asks too often, and the rest apart."""
    pages = [cell for cell in cells if cell["kind"] in PAGES and not cell["streams"]]
    others = [cell for cell in cells if cell not in pages]
    lines = [f"  {len(pages)} pages by role that answer 200, {len(pages[0]['wall'])} warm calls each; milliseconds"]
    for kind in ("wall", "processor"):
        times = sorted(value for cell in pages for value in cell[kind])
        spread = ", ".join(f"{share}th {at(times, share):.1f}" for share in (50, 90, 95, 99))
        verdict = f"; bar {bar:.0f} at the 95th: {'met' if at(times, 95) <= bar else 'MISSED'}"
        lines.append(
            f"    {'by the clock' if kind == 'wall' else 'processor':<13} {spread}, most {times[-1]:.1f}{verdict}"
        )
    over = [cell for cell in pages if cell["queries"] > most_of(cell)]
    lines.append(
        f"    queries: most {max(cell['queries'] for cell in pages)}; over {MOST} ({MOST_LIVE} on live pages): {len(over)}"
    )
    lines += ["", f"  The {WORST} addresses that take most, each as the role for which it takes most", head()]
    lines += [line(cell) for cell in worst(pages)[:WORST]]
    if over:
        lines += ["", "  Pages that ask too often", head()]
        lines += [line(cell) for cell in sorted(by_address(over, "queries"), key=lambda cell: -cell["queries"])]
    lines += ["", "  Files, exports, calendars, answers to programs", head()]
    lines += [line(cell) for cell in worst(others)]
    return "\n".join(lines)


def at(times: list[float], share: int) -> float:
    return times[min(len(times) - 1, len(times) * share // 100)]


def middle(cell: Cell, kind: str) -> float:
    return float(cell[kind][len(cell[kind]) // 2])


def most_of(cell: Cell) -> int:
    return MOST_LIVE if cell["route"] in LIVE else MOST


def by_address(cells: list[Cell], kind: str) -> list[Cell]:
    """Of each address the cell in which this is most."""
    found: dict[str, Cell] = {}
    for cell in cells:
        held = found.get(cell["route"])
        if held is None or value_of(cell, kind) > value_of(held, kind):
            found[cell["route"]] = cell
    return list(found.values())


def value_of(cell: Cell, kind: str) -> float:
    return middle(cell, kind) if isinstance(cell[kind], list) else float(cell[kind])


def worst(cells: list[Cell]) -> list[Cell]:
    return sorted(by_address(cells, "processor"), key=lambda cell: -middle(cell, "processor"))


def head() -> str:
    return f"    {'processor':>9} {'clock':>8} {'queries':>7} {'KB':>7}  address (role)"


def line(cell: Cell) -> str:
    kind = "" if cell["kind"] in PAGES else f" {cell['kind']}{', streams' if cell['streams'] else ''}"
    figures = (
        f"{middle(cell, 'processor'):9.1f} {middle(cell, 'wall'):8.1f} {cell['queries']:7} {cell['bytes'] / 1000:7.1f}"
    )
    return f"    {figures}  /{cell['route']} ({cell['role']}){kind}"
