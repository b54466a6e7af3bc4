"""`groundswell worker`: letters, jobs, digests and cleaning up, until stopped."""

import argparse
import os

from groundswell.activity.services.worker import work

LATER = 10  # how far behind the pages, in the steps of nice(1)

MORE = """\
Without it no letter leaves, also no sign-in code. It runs until it is stopped and may be stopped at any moment: what it had
begun is taken up again. Several may run beside each other.

  groundswell worker
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose in daily use."""
    parser.add_argument("--until-idle", action="store_true", help="stop when nothing is left to do")


def run(options: argparse.Namespace) -> int:
    """Work on what pages leave of the processor: somebody waits for a page, nobody for a letter."""
    if hasattr(os, "nice"):
        os.nice(LATER)
    work(until_idle=options.until_idle)
    return 0
