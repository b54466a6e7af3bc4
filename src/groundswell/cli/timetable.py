"""`groundswell timetable`: put sessions into rooms and hours; ask what happens when a speaker cancels."""

import argparse
import json
from collections import Counter
from pathlib import Path

from groundswell.cli.options import add_shared, limit_of, tells_problems
from groundswell.engines.errors import InputError
from groundswell.engines.progress import Console, Limit
from groundswell.engines.timetable import Cancellation, Question, Severity, Timetable, make_timetable, without_speaker
from groundswell.engines.timetable.files import (
    kept,
    periods_in,
    read_away,
    read_homes,
    read_periods,
    read_placed,
    read_rooms,
    read_sessions,
    read_wishes,
    with_hours,
    write_timetable,
)

MORE = """\
  groundswell timetable sessions.csv rooms.csv --periods "9:00, 10:00, 11:00 / 13:00"
  groundswell timetable sessions.csv rooms.csv --periods periods.csv --wishes wishes.csv -o program.xlsx

docs/how-to/make-a-timetable.md goes through an example.
"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("sessions", type=Path, help="CSV or XLSX: id, title, strand, level, subject, people, size, …")
    parser.add_argument("rooms", type=Path, help="CSV or XLSX: id, site, capacity, mode, features, closed")
    parser.add_argument(
        "--periods", required=True, metavar="LIST", help="a file (start, pause), or “9:00, 10:00 / 11:00”, / is a break"
    )
    parser.add_argument("--wishes", type=Path, metavar="FILE", help="person, session (or strand, level), weight")
    parser.add_argument("--away", type=Path, metavar="FILE", help="person, period: when people are not there")
    parser.add_argument("--homes", type=Path, metavar="FILE", help="person, site: where participants are")
    parser.add_argument("--converge", action="store_true", help="everyone gets a session that joins math and science")
    parser.add_argument("--keep", type=Path, metavar="PLAN", help="keep an earlier timetable; only seat people")
    parser.add_argument("--without", metavar="PERSON", help="what if this speaker cancels?")
    parser.add_argument("--steps", type=int, metavar="N", help="how many moves the search tries")
    add_shared(parser, output="write the timetable there, as XLSX (all sheets) or CSV (the program)")


@tells_problems
def run(options: argparse.Namespace) -> int:
    question = read(options)
    limit = Limit(seconds=limit_of(options).seconds, steps=options.steps)
    console = Console()
    cancelled: Cancellation | None = None
    try:
        made = make_timetable(question, limit=limit, seed=options.seed, progress=console)
        if options.without is not None:
            cancelled = without_speaker(question, made, options.without, limit=limit, seed=options.seed)
            made = cancelled.timetable
            gone = set(cancelled.dropped)
            question = Question(
                **{
                    **vars(question),
                    "sessions": tuple(session for session in question.sessions if session.id not in gone),
                    "wishes": tuple(wish for wish in question.wishes if wish.session not in gone),
                }
            )
    finally:
        console.close()
    if options.output is not None:
        write_timetable(options.output, question, made)
    print(as_json(made, cancelled) if options.json else in_words(question, made, cancelled, options.without))
    if options.output is not None and not options.json:
        print(f"The timetable is in {options.output}.")
    return 0


def read(options: argparse.Namespace) -> Question:
    """Read the files into a question."""
    path = Path(options.periods)
    is_file = path.suffix.casefold() in {".csv", ".xlsx"}
    sessions, rooms = read_sessions(options.sessions), read_rooms(options.rooms)
    question = Question(
        sessions=sessions,
        rooms=rooms,
        periods=read_periods(path) if is_file else periods_in(options.periods),
        wishes=read_wishes(options.wishes, sessions) if options.wishes else (),
        away=read_away(options.away) if options.away else frozenset(),
        homes=read_homes(options.homes, rooms) if options.homes else None,
        converge=options.converge,
    )
    question = with_hours(question)
    if options.without is not None and not any(options.without in session.people for session in question.sessions):
        raise InputError(f"“{options.without}” presents no session. Write the name as it stands in the table.")
    return question if options.keep is None else kept(question, read_placed(options.keep))


def as_json(made: Timetable, cancelled: Cancellation | None) -> str:
    """Return the answer for machines."""
    answer = {
        "sessions": {name: {"room": spot.room, "start": spot.start} for name, spot in made.sessions.items()},
        "clashes": made.clashes,
        "bound": made.bound,
        "clash_list": [
            {"sessions": [clash.first, clash.second], "people": clash.people, "severity": clash.severity}
            for clash in made.clash_list
        ],
        "attends": made.attends,
        "met": made.met,
        "met_bound": made.met_bound,
        "missed": [{"person": missed.person, "session": missed.session, "why": missed.why} for missed in made.missed],
        "without_joint": [missed.person for missed in made.without_joint],
        "cut_short": made.cut_short,
    }
    if cancelled is not None:
        answer["dropped"] = cancelled.dropped
        answer["thinner"] = cancelled.thinner
        answer["lost"] = [{"person": lost.person, "session": lost.session, "now": lost.why} for lost in cancelled.lost]
    return json.dumps(answer)


def in_words(question: Question, made: Timetable, cancelled: Cancellation | None, speaker: str | None) -> str:
    """Return the answer for people."""
    lines = [] if cancelled is None else _cancelled(cancelled, speaker or "")
    lines.append(f"{len(question.sessions)} sessions in {len(question.rooms)} rooms. All hard rules are kept.")
    for period in question.periods:
        here = sorted((spot.room, name) for name, spot in made.sessions.items() if spot.start == period.id)
        lines.append(f"  {period.id}: " + ("; ".join(f"{name} ({room})" for room, name in here) or "-"))
    if question.wishes:
        total = sum(wish.weight for wish in question.wishes)
        lines.append(f"Wishes of weight {made.met:,} of {total:,} are met; {_most(made)}")
        lines.append(f"Clash weight {made.clashes:,}. {_least(made)}")
        count = Counter(clash.severity for clash in made.clash_list)
        worst = made.clash_list[0] if made.clash_list else None
        if worst is not None:
            kinds = ", ".join(f"{count[kind]} {kind}" for kind in Severity if count[kind])
            lines.append(f"Clashes: {kinds}. Worst: {worst.first} and {worst.second}, {worst.people} people want both.")
        lines += [
            f"  {number} {'wish' if number == 1 else 'wishes'}: {why}"
            for why, number in Counter(_kind(m.why) for m in made.missed).most_common(5)
        ]
    if made.without_joint:
        names = ", ".join(missed.person for missed in made.without_joint[:5])
        left = len(made.without_joint)
        whom = "1 person has" if left == 1 else f"{left} people have"
        lines.append(f"{whom} no session that joins math and science: {names}.")
    if made.cut_short:
        lines.append("The time was over before the search was done: more time may give a better timetable.")
    return "\n".join(lines)


def _kind(why: str) -> str:
    if why.startswith("attends "):
        return "at the same time as another session that the person attends"
    return "presenting at that time" if why.startswith("presents ") else why


def _most(made: Timetable) -> str:
    if made.met >= made.met_bound - 0.5:
        return "in this timetable no seating meets more."
    return f"in this timetable at most {made.met_bound:,.0f} could be."


def _least(made: Timetable) -> str:
    if made.clashes == made.bound:
        return "No timetable has less; that is proven."
    if made.bound == 0:
        return "Whether a better timetable exists is not known."
    return f"No timetable has less than {made.bound:,}; whether one is better than this is not known."


def _cancelled(cancelled: Cancellation, speaker: str) -> list[str]:
    lines = [f"Without {speaker}:"]
    lines += [f"  {name} is dropped, nobody else presents it" for name in cancelled.dropped]
    lines += [f"  {name} goes on with the others" for name in cancelled.thinner]
    lines.append(f"  {len({lost.person for lost in cancelled.lost})} people lose a session:")
    lines += [f"    {lost.person}: {lost.session}; {lost.why}" for lost in cancelled.lost[:20]]
    if len(cancelled.lost) > 20:
        lines.append(f"    and {len(cancelled.lost) - 20} more")
    return lines
