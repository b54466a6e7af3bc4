"""`groundswell restore`: an archive into an empty database, of either kind."""

import argparse
import sys
from pathlib import Path

from groundswell.cli.archive import ArchiveUnreadable, DatabaseNotEmpty, read_archive
from groundswell.cli.schema import fit_to_version
from groundswell.cli.site_start import say

MORE = """\
An archive of SQLite restores into PostgreSQL and back: DATABASE_URL says into which. All of it is read, or nothing. An
archive of an older version is fine, one of a newer version is refused. Stop the site and the worker first.

  groundswell restore /var/backups/groundswell-2027-02-09.tar.gz
  groundswell restore --replace /var/backups/groundswell-2027-02-09.tar.gz
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """From where."""
    parser.add_argument("archive", type=Path, help="a file that `groundswell backup` wrote")
    parser.add_argument("--replace", action="store_true", help="delete what the database holds now")


def run(options: argparse.Namespace) -> int:
    """Read the archive; all of it or nothing."""
    try:
        rows = read_archive(options.archive, replace=options.replace)
    except (DatabaseNotEmpty, ArchiveUnreadable) as error:
        print(f"groundswell: {error}", file=sys.stderr)
        return 1
    fit_to_version()
    say(f"Restored {rows:,} rows and all files from {options.archive}.")
    return 0
