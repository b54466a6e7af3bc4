"""Reading sessions, rooms, periods and wishes from spreadsheets; writing and reading the timetable."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from groundswell.engines.cells import as_truth, as_whole
from groundswell.engines.tables import Cell, Row, Sheet, Table, read_table, write_csv, write_workbook
from groundswell.engines.timetable.model import Mode, Period, Placed, Question, Room, Session, Timetable, Wish

SESSION_ALIASES = {"session": "id", "presenters": "people", "speakers": "people", "facilitators": "facilitator"}
ROOM_ALIASES = {"room": "id", "name": "id", "seats": "capacity"}
PERIOD_ALIASES = {"period": "id", "start": "id", "time": "id", "break_after": "pause", "break": "pause"}
MODES = {
    "": Mode.IN_PERSON,
    "onsite": Mode.IN_PERSON,
    "online": Mode.REMOTE,
    "virtual": Mode.REMOTE,
    "hybrid": Mode.BOTH,
}


def several(text: str) -> tuple[str, ...]:
    """Read names with ; between."""
    return tuple(part.strip() for part in text.split(";") if part.strip())


def whole(table: Table, row: Row, column: str, empty: int) -> int:
    """Read a whole number, 0 or more."""
    text = row.get(column)
    if not text:
        return empty
    try:
        return as_whole(text)
    except ValueError:
        raise table.problem(
            f"“{text}” in the column “{column}” is not a whole number of 0 or more. Correct it.", row
        ) from None


def truth(table: Table, row: Row, column: str) -> bool:
    """Read yes or no."""
    try:
        return as_truth(row.get(column))
    except ValueError:
        raise table.problem(f"“{row.get(column)}” in the column “{column}” is neither yes nor no.", row) from None


def mode(table: Table, row: Row) -> Mode:
    """Read in person, remote or both."""
    text = row.get("mode").casefold().replace("-", " ")
    if text in MODES:
        return MODES[text]
    if text in set(Mode):
        return Mode(text)
    raise table.problem(f"“{row.get('mode')}” in the column “mode” is none of: in person, remote, both.", row)


def is_joint(table: Table, row: Row) -> bool:
    """Read from `subject` or `joint` whether a session joins math and science."""
    subject = row.get("subject").casefold()
    both = "math" in subject and "science" in subject
    return both or subject in {"both", "joint"} or truth(table, row, "joint")


def key(table: Table, row: Row, column: str = "id") -> str:
    """Read what names a thing."""
    if not row[column]:
        raise table.problem(f"The column “{column}” is empty here. Give a name, or delete the row.", row)
    return row[column]


def read_sessions(path: Path) -> tuple[Session, ...]:
    """Read sessions: id, title, strand, level, subject, length, people, facilitator, mode, size, needs, after, …"""
    table = read_table(path, required=("id",), aliases=SESSION_ALIASES)
    return tuple(
        Session(
            id=key(table, row),
            title=row.get("title"),
            strand=row.get("strand"),
            level=row.get("level"),
            joint=is_joint(table, row),
            length=whole(table, row, "length", 1),
            people=tuple(dict.fromkeys((*several(row.get("people")), *several(row.get("facilitator"))))),
            mode=mode(table, row),
            size=whole(table, row, "size", 0),
            needs=frozenset(several(row.get("needs"))),
            after=several(row.get("after")),
            start=row.get("start"),
            room=row.get("room"),
            starts=frozenset(several(row.get("starts"))),
            line=row.line,
        )
        for row in table.rows
    )


def read_rooms(path: Path) -> tuple[Room, ...]:
    """Read rooms: id, site, capacity, mode, features, closed."""
    table = read_table(path, required=("id",), aliases=ROOM_ALIASES)
    return tuple(
        Room(
            id=key(table, row),
            site=row.get("site"),
            capacity=whole(table, row, "capacity", 0) if row.get("capacity") else None,
            mode=mode(table, row),
            features=frozenset(several(row.get("features"))),
            closed=frozenset(several(row.get("closed"))),
            line=row.line,
        )
        for row in table.rows
    )


def read_periods(path: Path) -> tuple[Period, ...]:
    """Read periods in the order of time: start, and in `pause` whether a break follows."""
    table = read_table(path, required=("id",), aliases=PERIOD_ALIASES)
    return tuple(Period(key(table, row), truth(table, row, "pause")) for row in table.rows)


def periods_in(text: str) -> tuple[Period, ...]:
    """Read `9:00, 10:00 / 11:00`: periods with commas between, a slash where a break is."""
    result: list[Period] = []
    for part in text.split("/"):
        result += [Period(name.strip()) for name in part.split(",") if name.strip()]
        if result:
            result[-1] = Period(result[-1].id, pause=True)
    return tuple(result)


def read_wishes(path: Path, sessions: tuple[Session, ...]) -> tuple[Wish, ...]:
    """Read wishes: person, session, weight. A strand or a level instead of a session is a wish for each of its sessions."""
    table = read_table(path, required=("person",), aliases={"id": "person", "name": "person"})
    there = {session.id for session in sessions}
    strongest: dict[tuple[str, str], int] = {}
    for row in table.rows:
        person, weight = key(table, row, "person"), whole(table, row, "weight", 1)
        if row.get("session") and row["session"] not in there:
            raise table.problem(f"{person} wishes for “{row['session']}”, which is no session.", row)
        if weight < 1:
            raise table.problem("The weight of a wish is 1 or more. Leave the row out where there is no wish.", row)
        for name in [row["session"]] if row.get("session") else _chosen(table, row, sessions):
            strongest[person, name] = max(weight, strongest.get((person, name), 0))
    return tuple(Wish(person, name, weight) for (person, name), weight in strongest.items())


def _chosen(table: Table, row: Row, sessions: tuple[Session, ...]) -> list[str]:
    """Return the sessions of the strand and the level that the row names."""
    strand, level = row.get("strand").casefold(), row.get("level").casefold()
    found = [
        session.id
        for session in sessions
        if (strand or level) and strand in {"", session.strand.casefold()} and level in {"", session.level.casefold()}
    ]
    if not found:
        raise table.problem("This wish names no session, and no strand or level that a session has. Correct it.", row)
    return found


def read_away(path: Path) -> frozenset[tuple[str, str]]:
    """Read when people are not there: person, period (several with ; between)."""
    table = read_table(path, required=("person", "period"))
    return frozenset((row["person"], period) for row in table.rows for period in several(row["period"]))


def read_homes(path: Path, rooms: tuple[Room, ...]) -> dict[str, str]:
    """Read at which site participants are: person, site."""
    table = read_table(path, required=("person", "site"), aliases={"id": "person", "name": "person"})
    there = sorted({room.site for room in rooms if room.site})
    for row in table.rows:
        if row["site"] and row["site"] not in there:
            known = f"There are rooms at {', '.join(there)}." if there else "The table of rooms names no sites."
            raise table.problem(f"No room is at “{row['site']}”. {known} Correct it, or add a room there.", row)
    return {row["person"]: row["site"] for row in table.rows}


def read_placed(path: Path) -> dict[str, Placed]:
    """Read a timetable that `write_timetable` wrote."""
    table = read_table(path, required=("session", "start", "room"))
    return {row["session"]: Placed(row["room"], row["start"]) for row in table.rows}


def hour(text: str) -> str:
    """Write 09:00, 9:00:00 and 9:00 alike: spreadsheet programs change the one into the other."""
    return re.sub(r"^0(?=\d:)|(?<=:\d\d):00$", "", text.casefold())


def with_hours(question: Question) -> Question:
    """Take hours that are written otherwise than in the list of periods for the period that they mean."""
    spelled = {hour(period.id): period.id for period in reversed(question.periods)}

    def known(name: str) -> str:
        return spelled.get(hour(name), name)

    def all_known(names: Iterable[str]) -> frozenset[str]:
        return frozenset(map(known, names))

    return replace(
        question,
        sessions=tuple(
            replace(session, start=known(session.start), starts=all_known(session.starts))
            for session in question.sessions
        ),
        rooms=tuple(replace(room, closed=all_known(room.closed)) for room in question.rooms),
        away=frozenset((person, known(name)) for person, name in question.away),
    )


def kept(question: Question, placed: Mapping[str, Placed]) -> Question:
    """Fix each session where an earlier timetable has it."""
    return replace(
        question,
        sessions=tuple(
            replace(session, start=placed[session.id].start, room=placed[session.id].room)
            if session.id in placed
            else session
            for session in question.sessions
        ),
    )


def sheets(question: Question, made: Timetable) -> list[Sheet]:
    """Make the sheets: program, people, clashes, wishes that are not met, proof."""
    order = {period.id: number for number, period in enumerate(question.periods)}
    rooms = {room.id: room for room in question.rooms}
    heads: dict[str, int] = {}
    for names in made.attends.values():
        for name in names:
            heads[name] = heads.get(name, 0) + 1
    program: list[list[Cell]] = []
    for session in sorted(question.sessions, key=lambda one: (order[made.sessions[one.id].start], one.id)):
        spot = made.sessions[session.id]
        room = rooms[spot.room]
        what: list[Cell] = [session.id, spot.start, spot.room, room.site, session.title, session.strand, session.level]
        program.append([*what, "; ".join(session.people), heads.get(session.id, 0), room.capacity])
    people: list[list[Cell]] = [
        [person, made.sessions[name].start, name, made.sessions[name].room]
        for person, names in sorted(made.attends.items())
        for name in names
    ]
    clashes: list[list[Cell]] = [
        [clash.severity.value, clash.first, clash.second, made.sessions[clash.first].start, clash.people, clash.weight]
        for clash in made.clash_list
    ]
    missed: list[list[Cell]] = [
        [missed.person, missed.session, missed.why] for missed in (*made.without_joint, *made.missed)
    ]
    headings = ["session", "start", "room", "site", "title", "strand", "level", "people", "attending", "seats"]
    return [
        Sheet("Program", headings, program),
        Sheet("People", ["person", "start", "session", "room"], people),
        Sheet("Clashes", ["severity", "session", "and", "start", "people who want both", "weight"], clashes),
        Sheet("Wishes not met", ["person", "session", "why"], missed),
        Sheet("Proof", ["what", "value"], list(_proof(made))),
    ]


def _proof(made: Timetable) -> Iterable[list[Cell]]:
    yield ["clash weight", made.clashes]
    yield ["no timetable has less than", made.bound]
    yield ["weight of wishes met", made.met]
    yield ["no seating of this timetable meets more than", round(made.met_bound, 1)]
    yield ["stopped by the time limit", "yes" if made.cut_short else "no"]


def write_timetable(path: Path, question: Question, made: Timetable) -> None:
    """Write all sheets as XLSX, or the program as CSV."""
    pages = sheets(question, made)
    if path.suffix.casefold() == ".csv":
        write_csv(path, pages[0])
    else:
        write_workbook(path, pages)
