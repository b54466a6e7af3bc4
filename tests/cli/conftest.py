"""The command as somebody types it, in a process of its own."""

import os
import subprocess
import sys
from pathlib import Path

from tests.architecture.conftest import SRC


def environment(home: Path, **more: str) -> dict[str, str]:
    """A local run's, with its data in `home`; what counts branches goes along."""
    counting = {name: value for name, value in os.environ.items() if name.startswith("COVERAGE_")}
    settings = {"GROUNDSWELL_HOME": str(home), "GROUNDSWELL_CONFIG": os.devnull}
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(SRC), **settings, **counting, **more}


def groundswell(home: Path, *words: str, said: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """Run one command to its end; `said` is what somebody types, `more` are further settings."""
    command = [sys.executable, "-m", "groundswell.cli", *words]
    return subprocess.run(
        command, input=said, env=environment(home, **more), capture_output=True, text=True, check=False, cwd=home
    )
