"""`groundswell doctor`: check this installation and explain every setting."""

import argparse
import importlib
import os

from config.explained import SETTINGS
from groundswell.cli.site_start import read_configuration, say, start

MORE = """\
Each line is `good`, or `MEND` with what to do. The exit status is 1 when there is something to mend, so that scripts can ask.

  groundswell doctor
  groundswell doctor --settings
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to show."""
    parser.add_argument("--settings", action="store_true", help="explain every setting and say which are set")


def run(options: argparse.Namespace) -> int:
    """Print a line a check; status 1 when something needs a hand."""
    if options.settings:
        read_configuration()
        for setting in SETTINGS:
            mark = "set" if os.environ.get(setting.name) else f"default: {setting.default}"
            say(f"{setting.name}  ({mark})\n    {setting.meaning}")
        return 0
    start()
    # Loaded after the start, because it reads settings and tables.
    findings = list(importlib.import_module("groundswell.cli.checkup").examine())
    for good, sentence in findings:
        say(f"{'  good ' if good else '  MEND '} {sentence}")
    return 0 if all(good for good, _ in findings) else 1
