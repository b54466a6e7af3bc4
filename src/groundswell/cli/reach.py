"""`groundswell reach`: whom to convene so that a practice spreads, whom it reaches, and whom nothing reaches."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any

from groundswell.cli.options import add_shared, limit_of, tells_problems
from groundswell.engines import warm
from groundswell.engines.errors import InputError
from groundswell.engines.progress import Console, Limit

MORE = """\
  groundswell reach ties.csv -k 12
  groundswell reach ties.csv --people people.csv -k 12 --floor county=5% --forecast -o report.xlsx

docs/how-to/see-whom-a-practice-reaches.md goes through an example.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "edges",
        type=Path,
        metavar="TIES",
        help="CSV or XLSX: source, target, and probability; or strength, date, delay",
    )
    parser.add_argument(
        "--people", type=Path, metavar="FILE", help="CSV or XLSX: person, and county, district, role, name, consent, …"
    )
    parser.add_argument(
        "-k", "--k", "--convene", type=int, default=10, metavar="N", help="how many people to convene (default 10)"
    )
    parser.add_argument(
        "--floor",
        action="append",
        default=[],
        metavar="FLOOR",
        help="people reached in each group: county=5%%, county=20 or county:Lassen=20; may be repeated",
    )
    parser.add_argument("--fair", metavar="COLUMN", help="the highest floor for every group that --price buys")
    parser.add_argument("--price", default="5%", metavar="P", help="what floors of --fair may cost (default 5%%)")
    _add_what_is_known(parser)
    _add_what_is_told(parser)
    add_shared(parser, output="write the whole report as XLSX")


def _add_what_is_known(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--asks", action="store_true", help="source asks target: what is learned flows from target to source"
    )
    parser.add_argument(
        "--cascades",
        type=Path,
        metavar="FILE",
        help="CSV or XLSX: cascade, person, time; learn the probabilities from it",
    )
    parser.add_argument(
        "--learned", type=Path, metavar="FILE", help="write the ties with the learned probabilities as CSV"
    )
    parser.add_argument(
        "--certificate",
        type=float,
        default=0.7,
        metavar="C",
        help="work until the choice is certain to reach this share of the best possible (default 0.7)",
    )
    parser.add_argument("--steps", type=int, metavar="N", help="draw at most so many samples")
    parser.add_argument("--threads", type=int, default=2, metavar="N", help="processor cores to use (default 2)")
    parser.add_argument(
        "--per-contact",
        type=float,
        default=0.1,
        metavar="P",
        help="chance of one contact, where only strengths are known (default 0.1)",
    )
    parser.add_argument(
        "--half-life",
        type=float,
        default=365.0,
        metavar="DAYS",
        help="days after which a contact counts half (default 365)",
    )


def _add_what_is_told(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--forecast",
        action="store_true",
        help="tell who is likely reached by 3, 6, 12 months, and whom nothing reaches",
    )
    parser.add_argument(
        "--months", type=int, nargs="+", default=[3, 6, 12], metavar="M", help="the months of the forecast"
    )
    parser.add_argument(
        "--brokers", action="store_true", help="tell brokers, cut points and circles that keep to themselves"
    )
    parser.add_argument(
        "--by", metavar="COLUMN", help="the groups of the report (default: county, else the first there is)"
    )
    parser.add_argument(
        "--names", action="store_true", help="list the people to convene; names only of those who agreed"
    )
    parser.add_argument(
        "--person",
        metavar="ID",
        help="tell instead what this one person may know of their own place, to hand to them",
    )


@tells_problems
def run(options: argparse.Namespace) -> int:
    _check(options)
    console = Console()
    try:
        return _answer(options, console)
    finally:
        console.close()


def _answer(options: argparse.Namespace, console: Console) -> int:
    engine = warm.load("reach", "groundswell.engines.reach.answer")
    worlds = warm.load("reach", "groundswell.engines.reach.world")
    console(0.0, "reading")
    world = worlds.read_world(
        options.edges, options.people, asks=options.asks, per_contact=options.per_contact, half_life=options.half_life
    )
    if options.cascades is not None:
        world = worlds.with_cascades(world, options.cascades, progress=console)
    if options.person is not None:
        warm.load("reach", "groundswell.engines.reach.personal").number_of(world, options.person)
    question = engine.Question(
        options.k, tuple(options.floor), options.fair, _share(options.price), options.seed, options.threads,
        options.certificate,
    )  # fmt: skip
    limit = Limit(limit_of(options).seconds, options.steps)
    found = engine.answer(world, question, limit=limit, progress=console)
    column = _column(options, world)
    if options.person is not None:
        return _tell_person(options, world, found, column, console)
    full = options.output is not None
    seen = circles = None
    if options.forecast or full:
        seen = engine.outlook(
            world, found.chosen, column, months=tuple(sorted(options.months)), seed=options.seed,
            threads=options.threads, progress=console,
        )  # fmt: skip
    if (options.brokers or full) and column:
        circles = engine.structure(world, column, seed=options.seed)
    console.close()
    reports = warm.load("reach", "groundswell.engines.reach.report")
    if options.learned is not None:
        reports.write_learned(options.learned, world)
    report = reports.Report(world, found, seen, circles, column, options.names)
    if options.output is not None:
        report.write(options.output)
        print(f"Written: {options.output}", file=sys.stderr)
    print(json.dumps(report.as_data(), ensure_ascii=False) if options.json else "\n".join(report.as_text()))
    return 0


def _tell_person(options: argparse.Namespace, world: Any, found: Any, column: str, console: Console) -> int:
    """Print the form for one person, which holds nothing that only the convener may know."""
    engine = warm.load("reach", "groundswell.engines.reach.answer")
    personal = warm.load("reach", "groundswell.engines.reach.personal")
    words = warm.load("reach", "groundswell.engines.reach.personal_words")
    seen = engine.outlook(
        world, found.chosen, months=tuple(sorted(options.months)), seed=options.seed, threads=options.threads,
        progress=console,
    )  # fmt: skip
    number = personal.number_of(world, options.person)
    view = personal.own_view(world, found.chosen, number, seen, column=column, seed=options.seed)
    console.close()
    if options.output is not None:
        words.write(options.output, view)
        print(f"Written: {options.output}", file=sys.stderr)
    print(json.dumps(words.as_data(view), ensure_ascii=False) if options.json else "\n".join(words.own_words(view)))
    return 0


def _check(options: argparse.Namespace) -> None:
    if options.k < 1:
        raise InputError("Convene at least one person: -k 1 or more.")
    if not 0 < options.certificate < 1:
        raise InputError("--certificate is a share between 0 and 1, such as 0.7.")
    if options.threads < 1 or (options.steps is not None and options.steps < 1):
        raise InputError("--threads and --steps are numbers of 1 or more.")
    if not 0 < options.per_contact <= 1 or options.half_life <= 0:
        raise InputError("--per-contact is a chance from 0 to 1, --half-life a number of days above 0.")
    if min(options.months) < 1:
        raise InputError("--months are whole numbers of 1 or more.")
    if options.person is not None and (options.names or options.brokers or options.learned is not None):
        raise InputError("--person tells one person about themselves: leave --names, --brokers and --learned out.")
    if options.learned is not None and options.cascades is None:
        raise InputError("--learned writes what was learned from --cascades. Give that file too.")
    if options.output is not None and options.output.suffix.casefold() != ".xlsx":
        raise InputError("-o writes a workbook. Give a name that ends in .xlsx.")


def _share(text: str) -> float:
    try:
        value = float(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError:
        value = -1.0
    if not 0 <= value < 1:
        raise InputError(f"The price “{text}” is not understood. Write for example 5%.")
    return value


def _column(options: argparse.Namespace, world: Any) -> str:
    """Return the groups to report by."""
    if options.by:
        world.grouped(options.by)
        return str(options.by)
    if world.people is None or not world.people.columns:
        if options.brokers:
            raise InputError("Circles are between groups: add --people FILE with a column such as county.")
        return ""
    return "county" if "county" in world.people.columns else str(world.people.columns[0])
