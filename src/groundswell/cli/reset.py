"""`groundswell reset`: delete the data of a local run."""

import argparse
import shutil
import sys
from pathlib import Path

from django.conf import settings

from groundswell.cli.site_start import say

STAYS = {".gitkeep", "secret-key"}  # the key is made anew at every start, this one too, and keeps nothing

MORE = """\
Says what it will delete, and asks. It refuses on a real installation.

  groundswell reset
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Asking can be left out."""
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(options: argparse.Namespace) -> int:
    """Say what will go, ask, delete."""
    if settings.SETTINGS_MODULE != "config.settings.dev":
        print("groundswell: this is a real installation; reset only deletes the data of a local run.", file=sys.stderr)
        return 1
    home = Path(settings.HOME)
    there = [path for path in sorted(home.glob("*")) if path.name not in STAYS]
    if not there:
        say("There is nothing to delete.")
        return 0
    say(f"This deletes, in {home}:")
    for path in there:
        say(f"  {path.name}{'/' if path.is_dir() else ''}")
    if not options.yes and not asked_for():
        say("Nothing was deleted.")
        return 0
    for path in there:
        shutil.rmtree(path) if path.is_dir() else path.unlink()
    say("Deleted. `make run` starts afresh.")
    return 0


def asked_for() -> bool:
    """Whether the answer is yes; where nobody can answer, it is no."""
    try:
        return input("Type “delete” to go on: ").strip().lower() == "delete"
    except EOFError:
        say("")
        return False
