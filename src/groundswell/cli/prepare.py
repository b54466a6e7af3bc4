"""`groundswell prepare`: tables, California and the example world, as `groundswell run` needs them; what is there stays."""

import argparse

from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from groundswell.cli.schema import make_tables
from groundswell.cli.site_start import say
from groundswell.example.services.make import make_world, world_is_begun
from groundswell.places.models import Place
from groundswell.places.services.california import load_california
from groundswell.standards.services.load import load_standards

MORE = """\
`groundswell run` does this by itself; alone it serves to make the data without starting the site.

  groundswell prepare --no-example
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """California can stand alone."""
    parser.add_argument("--no-example", action="store_true", help="California, but no example world")


def run(options: argparse.Namespace) -> int:
    """Do only what is missing."""
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        say("Making the tables …")
        make_tables()
    if not Place.objects.exists():
        say("Loading California: regions, counties, county offices, districts, standards …")
        load_california(by=None)
        load_standards()
    if not options.no_example and not world_is_begun():
        if connection.vendor == "sqlite":
            # An example need not survive a power cut while it is made; waiting for the disk would take minutes.
            with connection.cursor() as cursor:
                cursor.execute("PRAGMA synchronous=OFF")
        say("Making the example world: thirteen collaboratives, and Region 2's symposium lived through …")
        make_world(say=say)
    return 0
