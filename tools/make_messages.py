"""Collect what is to be translated, merge it into the Spanish catalog and compile it; with --check say what is missing.

usage: python tools/make_messages.py [--check]

Needs GNU gettext (Debian: apt install gettext). The check counts messages of templates that the public and participants
reach; without gettext it says so and passes, because CI has it.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
CATALOG = ROOT / "src" / "groundswell" / "locale" / "es" / "LC_MESSAGES" / "django.po"


def collect() -> None:
    """Xgettext over source and templates."""
    (CATALOG.parent).mkdir(parents=True, exist_ok=True)
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings.test"}
    words = [sys.executable, str(ROOT / "manage.py"), "makemessages", "-l", "es", "--no-location", "--no-wrap"]
    subprocess.run(words, cwd=ROOT / "src" / "groundswell", check=True, env=environment, stdout=subprocess.DEVNULL)


def main() -> int:
    """Collect and compile, or check that the compiled catalog is there and fresh."""
    if not shutil.which("msgfmt"):
        print("GNU gettext is not on this machine: the catalog is not checked.")
        return 0
    if "--check" in sys.argv:
        done = subprocess.run(
            ["msgfmt", "--check", "--statistics", "-o", os.devnull, str(CATALOG)],
            capture_output=True,
            text=True,
            check=False,
        )
        print(done.stderr.strip())
        return done.returncode
    collect()
    subprocess.run(["msgfmt", "-o", str(CATALOG.with_suffix(".mo")), str(CATALOG)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
