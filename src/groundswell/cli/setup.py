"""`groundswell setup`: a real start, without the example."""

import argparse
import sys

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import provide_user
from groundswell.cli.schema import fit_to_version
from groundswell.cli.site_start import say
from groundswell.core.errors import Refused
from groundswell.instruments.services.starters import provide_discourse_tool
from groundswell.people.services.people import provide_person
from groundswell.places.choices import PlaceKind
from groundswell.places.selectors import UnknownPlace, find_office
from groundswell.places.selectors.browsing import county_by_key
from groundswell.places.services.california import load_california
from groundswell.spaces.services.platform import provide_platform
from groundswell.standards.services.load import load_standards

MORE = """\
Makes the tables and the static files, loads California's regions, counties, county offices and districts, the standards and
the discourse tool, and makes one person the administrator who coordinates the county or region. Running it again changes
nothing that is there.

  groundswell setup --email ina@shastacoe.example --name "Ina Tester" --office Shasta
  groundswell setup --email ina@shastacoe.example --office "Region 2"
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Who runs it, and for whom."""
    parser.add_argument("--email", required=True, help="the first administrator's address; the sign-in code goes there")
    parser.add_argument("--name", default="", help="their name, “Given Family”")
    parser.add_argument("--office", required=True, help="your county or region, such as “Shasta” or “Region 2”")


def run(options: argparse.Namespace) -> int:
    """Tables, California, the first administrator. Running it again changes nothing that is there."""
    try:
        validate_email(options.email)
    except ValidationError:
        print(f"groundswell: --email: “{options.email}” is no mail address.", file=sys.stderr)
        return 1
    fit_to_version()
    say("The tables are there.")
    load_california(by=None)
    load_standards()
    say("California's regions, counties, county offices and districts are there, and the standards.")
    say("Schools: groundswell import schools FILE")
    try:
        place = find_office(options.office)
        if place.kind == PlaceKind.COUNTY_OFFICE:  # its people act for the county; the office lies within it
            place = county_by_key(f"county-{place.county}")
        user = provide_user(email=options.email)
    except Refused as refused:
        why = refused.advice() if isinstance(refused, UnknownPlace) else refused
        print(f"groundswell: {why}", file=sys.stderr)
        return 1
    platform = provide_platform()
    provide_discourse_tool(owner=platform)
    given, _space, family = options.name.strip().rpartition(" ")
    provide_person(by=None, email=options.email, given_name=given, family_name=family)
    for role, space in (("operator", platform), ("state-lead", platform), ("county-coordinator", place.space)):
        give_role(by=None, user=user, role=role, space=space)
    say(
        f"{options.email} runs this Groundswell and coordinates {place.name}. Now start `groundswell serve` and `worker`."
    )
    return 0
