"""`groundswell site`: choose hubs and send each team to one of them."""

import argparse
import json
from pathlib import Path

from groundswell.cli.asking import number
from groundswell.cli.options import add_shared, limit_of, positive, tells_problems
from groundswell.engines.distance import ROAD_FACTOR
from groundswell.engines.progress import Console, Limit
from groundswell.engines.siting import REMOTE, Hubs, Question, answer
from groundswell.engines.siting.files import read_matrix, read_sites, read_teams, write_plan

MORE = """\
  groundswell site teams.csv sites.csv --open 8
  groundswell site teams.csv sites.csv --open 8 --fix Redding --remote-beyond 150 -o plan.xlsx

docs/how-to/choose-hubs.md goes through an example.
"""


PROVEN = 5e-7
"""A gap that is only rounding."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("teams", type=Path, help="CSV or XLSX: id, lat, lon, people, county")
    parser.add_argument("sites", type=Path, help="CSV or XLSX: id, lat, lon, capacity, price, fixed, forbidden")
    parser.add_argument("--open", type=int, required=True, metavar="N", help="open at most so many sites")
    parser.add_argument("--fix", action="append", default=[], metavar="SITE", help="this site must be open (repeat)")
    parser.add_argument("--forbid", action="append", default=[], metavar="SITE", help="this site must not (repeat)")
    parser.add_argument("--matrix", type=Path, metavar="FILE", help="ways as team, site, km instead of coordinates")
    parser.add_argument(
        "--road-factor",
        type=positive,
        default=ROAD_FACTOR,
        metavar="F",
        help=f"how much longer the road is than the straight line (default {ROAD_FACTOR})",
    )
    parser.add_argument("--remote-beyond", type=positive, metavar="KM", help="teams with a longer way join remotely")
    parser.add_argument(
        "--per-km", type=positive, default=1.0, metavar="P", help="what a kilometer of a person costs, where sites do"
    )
    parser.add_argument(
        "--give",
        type=share,
        default=0.0,
        metavar="SHARE",
        help="how much travel may be given up so that the worst county travels less, such as 2%%",
    )
    parser.add_argument(
        "--within", type=share, default=0.0, metavar="SHARE", help="stop when this close to the least, such as 0.5%%"
    )
    parser.add_argument("--steps", type=int, metavar="N", help="how much work the search may do (default 400)")
    add_shared(parser, output="write the plan there, as XLSX (all sheets) or CSV (the teams)")


def share(text: str) -> float:
    """Read `2%` or `0.02`."""
    value = number(text.rstrip("% ")) / (100 if text.rstrip().endswith("%") else 1)
    if not 0 <= value <= 1:
        raise argparse.ArgumentTypeError("give a share between 0 and 100%")
    return value


@tells_problems
def run(options: argparse.Namespace) -> int:
    question = read(options)
    console = Console()
    try:
        hubs = answer(
            question,
            within=options.within,
            limit=Limit(seconds=limit_of(options).seconds, steps=options.steps),
            seed=options.seed,
            progress=console,
        )
    finally:
        console.close()
    if options.output is not None:
        write_plan(options.output, question, hubs)
    print(as_json(hubs) if options.json else in_words(question, hubs))
    if options.output is not None and not options.json:
        print(f"The plan is in {options.output}.")
    return 0


def read(options: argparse.Namespace) -> Question:
    """Read the files into a question."""
    places = options.matrix is None
    teams = read_teams(options.teams, places=places)
    sites = read_sites(options.sites, places=places, fixed=set(options.fix), forbidden=set(options.forbid))
    return Question(
        teams=teams,
        sites=sites,
        open_sites=options.open,
        road_factor=options.road_factor,
        km=None if places else read_matrix(options.matrix, teams, sites),
        remote_beyond=options.remote_beyond,
        per_km=options.per_km,
        give=options.give,
    )


def as_json(hubs: Hubs) -> str:
    """Return the answer for machines."""
    return json.dumps(
        {
            "open": hubs.open,
            "assignment": hubs.assignment,
            "cost": hubs.cost,
            "bound": hubs.bound,
            "least_cost": hubs.least_cost,
            "gap": hubs.gap,
            "prices": hubs.prices,
            "km": hubs.km,
            "county_km": hubs.county_km,
            "load": hubs.load,
            "cut_short": hubs.cut_short,
        }
    )


def in_words(question: Question, hubs: Hubs) -> str:
    """Return the answer for people."""
    sites = {site.id: site for site in question.sites}
    lines = [f"Open {len(hubs.open)} of {len(question.sites)} sites for {len(question.teams)} teams:"]
    for name in hubs.open:
        ways = [(hubs.km[team.id], team.people) for team in question.teams if hubs.assignment[team.id] == name]
        people = sum(count for _, count in ways)
        mean = sum(way * count for way, count in ways) / people if people else 0.0
        seats = sites[name].capacity
        of = "" if seats is None else f" of {seats:,.0f}"
        lines.append(f"  {name}: {len(ways)} teams, {people:,.0f}{of} people, {mean:.0f} km on average")
    remote = [team for team in question.teams if hubs.assignment[team.id] == REMOTE]
    if remote:
        lines.append(f"  remote: {len(remote)} teams, {sum(team.people for team in remote):,.0f} people")
    in_person = [team for team in question.teams if hubs.assignment[team.id] != REMOTE]
    travel = sum(team.people * hubs.km[team.id] for team in in_person)
    lines.append(f"Travel one way: {travel:,.0f} person-kilometers.")
    if len(hubs.county_km) > 1:
        counted = f", remote counted as {question.remote_beyond:g}" if remote else ""
        worst = hubs.county_km[hubs.worst_county]
        lines.append(f"Farthest on average: {hubs.worst_county}, {worst:.0f} km{counted}.")
    if question.km is None:
        lines.append(f"Distances are straight lines times {question.road_factor:g}, not routed drives.")
    lines.append(proof(hubs))
    if hubs.cut_short:
        better = "one as cheap that is better for the worst county" if hubs.gap < PROVEN else "a better plan"
        lines.append(f"The time was over before the search was done: more time may give {better}.")
    return "\n".join(lines)


def proof(hubs: Hubs) -> str:
    """Say how good the plan is."""
    given = hubs.cost - hubs.least_cost
    spent = "" if given <= 1e-9 * hubs.cost else f" {given:,.0f} of it is given up for the worst county."
    if hubs.gap < PROVEN:
        return f"Cost {hubs.cost:,.1f}. No plan costs less than {hubs.least_cost:,.1f}; that is proven.{spent}"
    return (
        f"Cost {hubs.cost:,.1f}. No plan costs less than {hubs.bound:,.1f}, so at most {hubs.gap:.2%} could be saved."
        f"{spent}"
    )
