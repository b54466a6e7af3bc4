"""The plan as a workbook or CSV, and back again."""

from pathlib import Path

from groundswell.engines.mixing.model import REPEATS, WISHES, Aim, Gathering, Mix, Seating
from groundswell.engines.tables import Cell, Sheet, Table, write_csv, write_workbook

PLAN_COLUMNS = ("Round", "Table", "Id", "Name")


def plan_sheet(gathering: Gathering, mix: Mix) -> Sheet:
    """One row for each seat: what `seating_of` reads back."""
    people = {person.id: person for person in gathering.people}
    extra = [
        column
        for column in ("county", "district", "school", "role")
        if any(column in person.attributes for person in gathering.people)
    ]
    rows: list[list[Cell]] = [
        [
            number,
            place,
            someone,
            people[someone].name if someone in people else someone,
            *(people[someone].attributes.get(column, "") if someone in people else "" for column in extra),
        ]
        for number, tables in enumerate(mix.seating, start=1)
        for place, table in enumerate(tables, start=1)
        for someone in table
    ]
    return Sheet("Plan", [*PLAN_COLUMNS, *(column.capitalize() for column in extra)], rows)


def person_sheet(gathering: Gathering, mix: Mix) -> Sheet:
    """One row for each person: the table of each round."""
    at = tables_of_people(mix.seating)
    rounds = range(1, len(mix.seating) + 1)
    rows: list[list[Cell]] = [
        [person.id, person.name, *(at.get((number, person.id)) for number in rounds)]
        for person in sorted(gathering.people, key=lambda person: person.name.casefold())
    ]
    return Sheet("By person", ["Id", "Name", *(f"Round {number}" for number in rounds)], rows)


def table_sheet(gathering: Gathering, mix: Mix) -> Sheet:
    """One row for each table and round: a list to put up at the door."""
    names = gathering.names()
    rows: list[list[Cell]] = [
        [number, place, len(table), ", ".join(names.get(someone, someone) for someone in table)]
        for number, tables in enumerate(mix.seating, start=1)
        for place, table in enumerate(tables, start=1)
    ]
    return Sheet("By table", ["Round", "Table", "People", "Names"], rows)


def proof_sheet(mix: Mix) -> Sheet:
    """What was possible, what happens and why no better plan exists."""
    proof = mix.proof
    rows: list[list[Cell]] = [
        ["Pairs of people who could meet", proof.possible, ""],
        ["Most pairs that one plan lets meet", proof.most, ""],
        ["Pairs who meet in this plan", proof.happened, ""],
    ]
    rows += [
        [aim_in_words(aim), aim.count, "No plan is better." if aim.is_best else f"No plan is below {aim.bound}."]
        for aim in proof.aims
    ]
    rows += [["Why", "", proof.why], ["Seats changed against the plan before", mix.moved, ""], ["Seed", mix.seed, ""]]
    if mix.cut_short:
        rows.append(["The time was over before the search was done", "", "More time may give a better plan."])
    return Sheet("Proof", ["What", "Count", "Note"], rows)


def aim_in_words(aim: Aim) -> str:
    """Name an aim by what is counted."""
    if aim.name == REPEATS:
        return "Meetings of people who have met before"
    if aim.name == WISHES:
        return "Wishes to meet that are not met"
    return f"Meetings of people with the same {aim.name.replace('_', ' ')}"


def moves_sheet(gathering: Gathering, mix: Mix) -> Sheet:
    """Who changes tables against the plan before."""
    names = gathering.names()
    rows: list[list[Cell]] = [
        [number, someone, names.get(someone, someone), before, now] for number, someone, before, now in mix.moves
    ]
    return Sheet("Changes", ["Round", "Id", "Name", "Table before", "Table now"], rows)


def tables_of_people(seating: Seating) -> dict[tuple[int, str], int]:
    """Table by round and id."""
    return {
        (number, someone): place
        for number, tables in enumerate(seating, start=1)
        for place, table in enumerate(tables, start=1)
        for someone in table
    }


def write_plan(path: str | Path, gathering: Gathering, mix: Mix) -> None:
    """Write the plan: a workbook with all sheets, or for a name that ends in .csv the plan alone."""
    if Path(path).suffix.casefold() == ".csv":
        write_csv(path, plan_sheet(gathering, mix))
        return
    sheets = [plan_sheet(gathering, mix), table_sheet(gathering, mix), person_sheet(gathering, mix), proof_sheet(mix)]
    if mix.moves:
        sheets.append(moves_sheet(gathering, mix))
    write_workbook(path, sheets)


def seating_of(table: Table, *, tables: int) -> Seating:
    """Read a plan back (columns round, table, id), in rounds and tables."""
    seats: dict[int, dict[int, list[str]]] = {}
    for row in table.rows:
        try:
            number, place = int(row["round"]), int(row["table"])
        except ValueError:
            raise table.problem("Round and table must be whole numbers.", row) from None
        if number < 1 or not 1 <= place <= tables:
            raise table.problem(f"Rounds count from 1 and tables from 1 to {tables}.", row)
        if not row["id"]:
            raise table.problem("This row has no id.", row)
        seats.setdefault(number, {}).setdefault(place, []).append(row["id"])
    return tuple(
        tuple(tuple(seats.get(number, {}).get(place, ())) for place in range(1, tables + 1))
        for number in range(1, max(seats, default=0) + 1)
    )
