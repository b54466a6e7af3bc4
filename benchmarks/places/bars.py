"""Bars: all schools of the directory in 5 s, again in 2 s without doubling anything; a search within a keystroke.

Measured in a process of its own on a new SQLite database; on PostgreSQL too where BENCH_DATABASE_URL names an empty one.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FILE = Path("ca_schools") / "schools_2025_26.csv"


def run(data: Path | None, _peer: Path | None) -> str:
    """The result as text; needs `data`, a folder with `ca_schools/schools_2025_26.csv`."""
    if data is None or not (data / FILE).exists():
        return f"places: not measured. Give --data with {FILE}."
    parts = [measured("SQLite", data / FILE, {})]
    address = os.environ.get("BENCH_DATABASE_URL")
    if address:
        parts.append(measured("PostgreSQL", data / FILE, {"DATABASE_URL": address}))
    return "\n\n".join(parts)


def measured(name: str, file: Path, extra: dict[str, str]) -> str:
    with tempfile.TemporaryDirectory() as home:
        settings = {"GROUNDSWELL_HOME": home, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
        env = {**os.environ, **settings, "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}", **extra}
        command = [sys.executable, "-W", "ignore", "-m", "benchmarks.places.measure", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, env=env, cwd=ROOT)
    if done.returncode:
        return f"{name}: failed\n{done.stderr[-2000:]}"
    return f"{name}\n{done.stdout.rstrip()}"
