"""`groundswell backup`: all data and files into one archive that either database can read."""

import argparse
from pathlib import Path

from groundswell.cli.archive import write_archive
from groundswell.cli.site_start import say

MORE = """\
The site may go on meanwhile: the archive holds everything as of one moment. It holds everything about everybody, so keep it
where only you can read it.

  groundswell backup /var/backups/groundswell-2027-02-09.tar.gz
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where to."""
    parser.add_argument("archive", type=Path, help="the file to write, such as groundswell-2027-02-09.tar.gz")


def run(options: argparse.Namespace) -> int:
    """Write the archive."""
    rows = write_archive(options.archive)
    say(f"Wrote {rows:,} rows and all files to {options.archive}.")
    return 0
