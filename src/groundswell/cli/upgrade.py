"""`groundswell upgrade`: after new files were installed, bring the database to them."""

import argparse
from pathlib import Path

from django.conf import settings

from groundswell.cli.archive import write_archive
from groundswell.cli.schema import fit_to_version
from groundswell.cli.site_start import say
from groundswell.core.clock import now
from groundswell.people.services.deferred import write_index_anew

MORE = """\
Run it after the new files and their requirements are there, then restart the site and the worker. To go back, put the old
files back and run `groundswell restore --replace` with the archive that it wrote.

  groundswell upgrade
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Where the backup goes."""
    parser.add_argument("--backup", type=Path, help="the archive to write first (default: in GROUNDSWELL_HOME/backups)")
    parser.add_argument("--no-backup", action="store_true", help="you have one already")


def run(options: argparse.Namespace) -> int:
    """Back up, migrate, collect static files."""
    if not options.no_backup:
        path = options.backup or Path(settings.HOME) / "backups" / f"before-upgrade-{now():%Y%m%d-%H%M%S}.tar.gz"
        rows = write_archive(path)
        say(f"Backed up {rows:,} rows to {path}.")
    fit_to_version()
    write_index_anew.enqueue()  # another version may find places and people by other words
    say("The database and the static files fit this version. Restart `groundswell serve` and `groundswell worker`.")
    return 0
