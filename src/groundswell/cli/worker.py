"""`groundswell worker`: letters, jobs, digests and cleaning up, until stopped."""

import argparse

from groundswell.activity.services.worker import work


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing to choose in daily use."""
    parser.add_argument("--until-idle", action="store_true", help="stop when nothing is left to do")


def run(options: argparse.Namespace) -> int:
    """Work."""
    work(until_idle=options.until_idle)
    return 0
