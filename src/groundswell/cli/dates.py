"""`groundswell dates`: find the best dates for a convening."""

import argparse
import json
import sys
from collections import Counter
from datetime import date
from pathlib import Path

from groundswell.cli.options import add_shared, positive, tells_problems
from groundswell.engines.cells import as_day
from groundswell.engines.dates import Dates, Question, best_dates
from groundswell.engines.dates.files import (
    read_calendar,
    read_dates,
    read_said_no,
    read_sites,
    read_substitutes,
    read_teams,
    spelled_as_teams,
    told_apart,
    weekdays,
    write_choice,
)
from groundswell.engines.distance import ROAD_FACTOR
from groundswell.engines.errors import InputError

MORE = """\
  groundswell dates teams.csv --from 2027-02-01 --to 2027-03-31
  groundswell dates teams.csv --dates dates.csv --substitutes substitutes.csv -o choice.xlsx

docs/how-to/find-a-date.md goes through an example.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("teams", type=Path, help="CSV or XLSX: id, district, county, people, substitutes, release_days")
    parser.add_argument("--dates", type=Path, metavar="FILE", help="CSV or XLSX with a column date")
    parser.add_argument("--from", dest="first", type=day, metavar="DATE", help="or: every weekday from here")
    parser.add_argument("--to", dest="last", type=day, metavar="DATE", help="… to here")
    parser.add_argument(
        "--days", type=int, default=1, metavar="N", help="weekdays that the convening takes (default 1)"
    )
    parser.add_argument("--availability", type=Path, metavar="FILE", help="team, date, available; or a column a date")
    parser.add_argument("--calendar", type=Path, metavar="FILE", help="date, until, kind (blackout, free), who, reason")
    parser.add_argument("--substitutes", type=Path, metavar="FILE", help="district, substitutes, date (may be empty)")
    parser.add_argument("--sites", type=Path, metavar="FILE", help="id, lat, lon, closed: teams go to the nearest open")
    parser.add_argument("--farthest", type=positive, metavar="KM", help="teams with a longer way cannot come")
    parser.add_argument("--road-factor", type=positive, default=ROAD_FACTOR, metavar="F", help="road by straight line")
    parser.add_argument("--best", type=int, default=3, metavar="N", help="how many dates to show (default 3)")
    add_shared(parser, output="write the choice there, as XLSX (all sheets) or CSV (who cannot come)")


def day(text: str) -> date:
    """Read a date as sheets have it."""
    try:
        return as_day(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"“{text}” is no date. Write it as 2027-02-25.") from None


@tells_problems
def run(options: argparse.Namespace) -> int:
    question = read(options)
    dates = best_dates(question, best=max(1, options.best))
    if options.output is not None:
        write_choice(options.output, question, dates)
    print(as_json(dates) if options.json else in_words(question, dates))
    if options.output is not None and not options.json:
        print(f"The choice is in {options.output}.")
    return 0


def read(options: argparse.Namespace) -> Question:
    """Read the files into a question."""
    if options.dates is not None:
        dates = read_dates(options.dates)
    elif options.first is not None and options.last is not None:
        dates = weekdays(options.first, options.last)
    else:
        raise InputError("Give the dates: a file with --dates, or --from and --to.")
    teams = read_teams(options.teams)
    said_no = read_said_no(options.availability) if options.availability else frozenset()
    substitutes, substitutes_on = read_substitutes(options.substitutes) if options.substitutes else ({}, {})
    question = Question(
        teams=teams,
        dates=dates,
        days=options.days,
        said_no=said_no,
        calendar=read_calendar(options.calendar) if options.calendar else (),
        substitutes=substitutes,
        substitutes_on=substitutes_on,
        sites=read_sites(options.sites) if options.sites else (),
        farthest=options.farthest,
        road_factor=options.road_factor,
    )
    question = told_apart(spelled_as_teams(question))
    _tell_strangers(options, question)
    return question


def _tell_strangers(options: argparse.Namespace, question: Question) -> None:
    """Say which names in the other files fit no team: a slip there would go unseen."""
    teams = question.teams
    places = {name for team in teams for name in (team.district, team.county)} | {""}
    for path, names in (
        (options.availability, {name for name, _ in question.said_no} - {team.id for team in teams}),
        (options.calendar, {entry.scope for entry in question.calendar} - places),
        (options.substitutes, {*question.substitutes, *(name for name, _ in question.substitutes_on)} - places),
    ):
        strangers = sorted(names)
        if strangers:
            named = ", ".join(strangers[:5]) + (f" and {len(strangers) - 5} more" if len(strangers) > 5 else "")
            print(f"{path.name}: of no team in {options.teams.name}, not counted: {named}.", file=sys.stderr)


def as_json(dates: Dates) -> str:
    """Return the answer for machines."""
    return json.dumps(
        {
            "best": [
                {
                    "date": choice.start.isoformat(),
                    "people": choice.people,
                    "km": choice.km,
                    "teams": choice.teams,
                    "absent": [{"team": absent.team, "why": absent.why} for absent in choice.absent],
                    "counties_missing": choice.counties_missing,
                }
                for choice in dates.best
            ],
            "bound": dates.bound,
            "dates": [
                {"date": score.start.isoformat(), "people": score.people, "km": score.km} for score in dates.scores
            ],
        }
    )


def in_words(question: Question, dates: Dates) -> str:
    """Return the answer for people."""
    everyone = sum(team.people for team in question.teams)
    lines = [f"{len(question.dates)} dates, {len(question.teams)} teams, {everyone:,} people. The best dates:"]
    for choice in dates.best:
        lines.append(
            f"  {choice.start:%a} {choice.start.isoformat()}: {choice.people:,} people, {len(choice.teams)} teams"
            + (f", {choice.km:,.0f} person-kilometers one way" if choice.km else "")
        )
        missing = [county for county in choice.counties_missing if county]
        if missing:
            lines.append(f"    nobody from {', '.join(missing)}")
        for why, count in Counter(_kind(absent.why) for absent in choice.absent).most_common(8):
            teams = [absent.team for absent in choice.absent if _kind(absent.why) == why]
            named = ", ".join(teams[:4]) + (f" and {count - 4} more" if count > 4 else "")
            lines.append(f"    not {named}: {why}")
        reasons = len({_kind(absent.why) for absent in choice.absent})
        if reasons > 8:
            lines.append(f"    and {reasons - 8} other reasons; -o writes them all")
    lines.append(f"On no date can more than {dates.bound:,} people come; that is exact.")
    return "\n".join(lines)


def _kind(why: str) -> str:
    """Put the teams that lack substitutes together; -o says how many each district has."""
    return "too few substitutes in the district" if " substitutes that day and " in why else why
