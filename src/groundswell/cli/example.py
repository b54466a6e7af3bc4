"""`groundswell example`: make the example world, or list the one-click sign-ins of its people."""

import argparse
import sys

from django.conf import settings

from groundswell.cli.site_start import say
from groundswell.example.selectors import who_can_sign_in
from groundswell.example.services.make import make_world, world_is_begun

MORE = """\
Thirteen collaboratives, and Region 2's symposium with its three hundred participants. Every person in it is made up.
`groundswell run` makes it by itself. Never make it on a real site: anyone can sign in as its people.

  groundswell example
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """What to do."""
    parser.add_argument("--sign-in-links", metavar="ADDRESS", help="only print the one-click sign-ins for this address")


def run(options: argparse.Namespace) -> int:
    """Make, or list."""
    if options.sign_in_links:
        for one in who_can_sign_in() if settings.EXAMPLE else []:
            say(f"  {one.words:<34} {options.sign_in_links}{one.address}")
        return 0
    if world_is_begun():
        print("groundswell: the example world is there already. `groundswell reset` deletes it.", file=sys.stderr)
        return 1
    make_world(say=say)
    say("The example world is made.")
    return 0
