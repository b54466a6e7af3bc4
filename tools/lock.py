"""Compile requirements/*.in into lock files with hashes, for every platform and Python 3.12 or newer.

Needs uv (pip install uv). No host and no path of this machine gets into the files.
"""

import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "requirements"


def main() -> int:
    """One file after the other: each is a constraint of the next."""
    for name in ("base", "engines", "dev"):
        words = [
            "uv",
            "pip",
            "compile",
            "--quiet",
            "--universal",
            "--python-version",
            "3.12",
            "--generate-hashes",
            "--no-header",
        ]
        words += ["--no-emit-index-url", "--no-emit-find-links", f"{name}.in", "-o", f"{name}.txt"]
        if subprocess.run(words, cwd=FOLDER, check=False).returncode:
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
