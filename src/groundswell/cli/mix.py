"""`groundswell mix`: seat people at tables, round by round; repair a plan on the day; check one."""

import argparse
import json
import sys
from pathlib import Path

from groundswell.cli.options import add_shared, limit_of, tells_problems
from groundswell.engines.errors import InputError
from groundswell.engines.mixing import Gathering, Mix, Seating, check, mix, remix
from groundswell.engines.mixing.cards import write_cards
from groundswell.engines.mixing.people import ALIASES
from groundswell.engines.mixing.planfile import aim_in_words, seating_of, write_plan
from groundswell.engines.mixing.rulesfile import RulesFile, gathering_of, read_rules
from groundswell.engines.progress import Console, Limit
from groundswell.engines.tables import read_table

MORE = """\
  groundswell mix people.csv --tables 15 --rounds 4 -o plan.xlsx
  groundswell mix people.csv --tables 15 --rounds 4 --rules rules.toml --cards cards.html -o plan.xlsx
  groundswell mix people.csv --tables 15 --rounds 4 --repair plan.xlsx --from-round 3 -o plan.xlsx

docs/how-to/seat-people-at-tables.md goes through an example.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "people", type=Path, help="CSV or XLSX with a row for each person (columns id or name, county, …)"
    )
    parser.add_argument("--tables", type=int, required=True, metavar="N", help="how many tables there are")
    parser.add_argument("--rounds", type=int, required=True, metavar="N", help="how many rounds there are")
    parser.add_argument("--rules", type=Path, metavar="FILE", help="hard rules and aims, as TOML")
    parser.add_argument("--min", type=int, metavar="N", help="fewest people at a table")
    parser.add_argument("--max", type=int, metavar="N", help="most people at a table")
    parser.add_argument("--cards", type=Path, metavar="FILE", help="also write cards to print, as HTML")
    parser.add_argument("--repair", type=Path, metavar="PLAN", help="an earlier plan to keep as far as can be")
    parser.add_argument(
        "--from-round",
        type=int,
        metavar="N",
        help="with --repair: the first round that may change; with --check: the first that the rules must hold in",
    )
    parser.add_argument("--afresh", action="store_true", help="with --repair: make the rounds to come anew")
    parser.add_argument(
        "--check", type=Path, metavar="PLAN", help="only check this plan against the list and the rules"
    )
    parser.add_argument("--steps", type=int, metavar="N", help="how many swaps the search tries")
    add_shared(parser, output="write the plan there, as XLSX or CSV")


@tells_problems
def run(options: argparse.Namespace) -> int:
    gathering = read(options)
    if options.check is not None:
        since = options.from_round or 1
        return report_check(gathering, plan_from(options.check, options.tables), since=since, as_json=options.json)
    limit = Limit(seconds=limit_of(options).seconds, steps=options.steps)
    console = Console()
    try:
        if options.repair is None:
            made = mix(gathering, seed=options.seed, limit=limit, progress=console)
        else:
            if options.from_round is None or not 1 <= options.from_round <= options.rounds:
                raise InputError(f"Say with --from-round which round is the next, from 1 to {options.rounds}.")
            earlier = plan_from(options.repair, options.tables)
            made = remix(
                gathering,
                earlier,
                from_round=options.from_round,
                afresh=options.afresh,
                seed=options.seed,
                limit=limit,
                progress=console,
            )
    finally:
        console.close()
    if options.output is not None:
        write_plan(options.output, gathering, made)
    if options.cards is not None:
        write_cards(options.cards, gathering, made)
    print(as_json(made) if options.json else in_words(gathering, made))
    if options.output is not None and not options.json:
        print(f"The plan is in {options.output}.")
    return 0


def read(options: argparse.Namespace) -> Gathering:
    """Read the list of people and the rules; sizes on the command line win."""
    rules = RulesFile() if options.rules is None else read_rules(options.rules)
    sizes = {key: value for key, value in (("min", options.min), ("max", options.max)) if value is not None}
    if sizes:
        rules = RulesFile(rules.source, {**rules.sections, "tables": {**rules.section("tables"), **sizes}})
    people = read_table(options.people, aliases=ALIASES)
    gathering = gathering_of(people, rules, tables=options.tables, rounds=options.rounds)
    if options.tables > len(people.rows) > 0:
        raise people.problem(
            f"{options.tables} tables are more than the {len(people.rows)} people in the list. Give fewer with --tables."
        )
    return gathering


def plan_from(path: Path, tables: int) -> Seating:
    """Read a plan that `-o` wrote."""
    return seating_of(read_table(path, required=("round", "table", "id")), tables=tables)


def as_json(made: Mix) -> str:
    """Return the answer for machines."""
    proof = made.proof
    return json.dumps(
        {
            "rounds": made.seating,
            "repeats": proof.repeats.count,
            "bound": proof.repeats.bound,
            "broken": [],
            "meetings": {"possible": proof.possible, "most": proof.most, "happened": proof.happened},
            "aims": [{"aim": aim.name, "count": aim.count, "bound": aim.bound} for aim in proof.aims],
            "why": proof.why,
            "moved": made.moved,
            "method": made.method,
            "seed": made.seed,
            "steps": made.steps,
            "cut_short": made.cut_short,
        }
    )


def in_words(gathering: Gathering, made: Mix) -> str:
    """Return the answer for people."""
    proof = made.proof
    lines = [
        f"{len(gathering.people)} people, {gathering.tables.count} tables, {gathering.rounds} rounds. All rules are kept.",
        f"{proof.happened} pairs of people meet; {proof.possible} could meet in principle, {proof.most} in one plan.",
        proof.why,
    ]
    lines += [
        f"{aim_in_words(aim)}: {aim.count}" + ("" if aim.is_best else f" (none is below {aim.bound})")
        for aim in proof.aims
    ]
    if made.moves:
        lines.append(f"{made.moved} seats change against the plan before.")
    if made.cut_short:
        lines.append("The time was over before the search was done: more time may give a better plan.")
    return "\n".join(lines)


def report_check(gathering: Gathering, seating: Seating, *, since: int, as_json: bool) -> int:
    """Print what the check finds from the round `since` on; status 1 where a rule is broken."""
    finding = check(gathering, seating, since=since)
    if as_json:
        print(json.dumps({"broken": finding.broken, "repeats": finding.repeats, "happened": finding.happened}))
    else:
        print("All hard rules are kept." if not finding.broken else "\n".join(finding.broken))
        print(f"{finding.happened} pairs of people meet; {finding.repeats} meetings are repeats.")
        clean = _first_clean(gathering, seating, since) if finding.broken else None
        if clean is not None:
            print(
                f"From round {clean} on all hard rules are kept. "
                f"If the plan was repaired then, check it with --from-round {clean}."
            )
    sys.stdout.flush()
    return 1 if finding.broken else 0


def _first_clean(gathering: Gathering, seating: Seating, since: int) -> int | None:
    """Return the first later round from which on nothing is broken: who comes or leaves on the day breaks those before."""
    for number in range(since + 1, gathering.rounds + 1):
        if not check(gathering, seating, since=number).broken:
            return number
    return None
