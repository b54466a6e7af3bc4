"""Reading teams, dates, calendars and substitutes from spreadsheets, and writing the choice."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from groundswell.engines.cells import as_day, as_number, as_truth, as_whole
from groundswell.engines.dates.model import CalendarDay, Dates, Kind, Place, Question, Team
from groundswell.engines.errors import InputError
from groundswell.engines.tables import Cell, Row, Sheet, Table, read_table, write_csv, write_workbook

TEAM_ALIASES = {
    "team": "id",
    "name": "id",
    "school": "id",
    "participants": "people",
    "latitude": "lat",
    "longitude": "lon",
    "substitutes_needed": "substitutes",
    "release_days_left": "release_days",
}
SITE_ALIASES = {"site": "id", "name": "id", "latitude": "lat", "longitude": "lon"}


def day_in(table: Table, row: Row, column: str, text: str | None = None) -> date:
    """Read a date as `as_day` does."""
    text = row.get(column) if text is None else text
    try:
        return as_day(text)
    except ValueError:
        raise table.problem(f"“{text}” in the column “{column}” is no date. Write it as 2027-02-25.", row) from None


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


def decimal(table: Table, row: Row, column: str) -> float | None:
    """Read a number or nothing."""
    text = row.get(column)
    try:
        return as_number(text, grouped=column == "km") if text else None
    except ValueError:
        raise table.problem(f"“{text}” in the column “{column}” is not a number. Correct it.", row) from None


def truth(table: Table, row: Row, column: str, *, empty: bool) -> bool:
    """Read yes or no."""
    try:
        return as_truth(row.get(column), empty=empty)
    except ValueError:
        raise table.problem(f"“{row.get(column)}” in the column “{column}” is neither yes nor no.", row) from None


def key(table: Table, row: Row) -> str:
    """Read the name of a team."""
    if not row["id"]:
        raise table.problem("This row has no name. Give one in the column “id”, or delete the row.", row)
    return row["id"]


def read_teams(path: Path) -> tuple[Team, ...]:
    """Read teams: id, district, county, people, substitutes, release_days, lat, lon, km, required."""
    table = read_table(path, required=("id",), aliases=TEAM_ALIASES)
    return tuple(
        Team(
            key(table, row),
            row.get("district"),
            row.get("county"),
            whole(table, row, "people", 1),
            whole(table, row, "substitutes", 0),
            whole(table, row, "release_days", 0) if row.get("release_days") else None,
            decimal(table, row, "lat"),
            decimal(table, row, "lon"),
            decimal(table, row, "km") or 0.0,
            truth(table, row, "required", empty=False),
            row.line,
        )
        for row in table.rows
    )


def read_dates(path: Path) -> tuple[date, ...]:
    """Read a column of dates."""
    table = read_table(path, required=("date",))
    return tuple(day_in(table, row, "date") for row in table.rows)


def weekdays(first: date, last: date) -> tuple[date, ...]:
    """Return Monday to Friday from the first to the last day."""
    if last < first:
        raise InputError(f"{last.isoformat()} is before {first.isoformat()}. Turn the two around.")
    every = (first + timedelta(days=number) for number in range((last - first).days + 1))
    return tuple(day for day in every if day.weekday() <= 4)


def read_said_no(path: Path) -> frozenset[tuple[str, date]]:
    """Read answers: rows team, date, available; or a row for each team and a column for each date. Empty is yes."""
    table = read_table(path, aliases={"id": "team", "name": "team"})
    if {"team", "date", "available"} <= set(table.columns):
        return frozenset(
            (row["team"], day_in(table, row, "date"))
            for row in table.rows
            if not truth(table, row, "available", empty=True)
        )
    days: dict[str, date] = {}
    for column in table.columns[1:]:
        if not any(mark.isdigit() for mark in column):
            continue
        try:
            days[column] = as_day(column)
        except ValueError:
            raise table.problem(f"The heading “{column}” is no date. Write it as 2027-02-25.") from None
    if not days:
        raise table.problem("This table has no dates. Its columns are team, date, available; or team and one a date.")
    return frozenset(
        (row[table.columns[0]], day)
        for row in table.rows
        for column, day in days.items()
        if not truth(table, row, column, empty=True)
    )


def read_calendar(path: Path) -> tuple[CalendarDay, ...]:
    """Read special days: date, until (may be empty), kind (blackout or free), who (county or district), reason."""
    table = read_table(path, required=("date",), aliases={"scope": "who", "district": "who", "county": "who"})
    result: list[CalendarDay] = []
    for row in table.rows:
        first = day_in(table, row, "date")
        last = day_in(table, row, "until") if row.get("until") else first
        kind = row.get("kind", "blackout").casefold() or "blackout"
        if kind not in set(Kind):
            raise table.problem(f"“{row.get('kind')}” in the column “kind” is neither blackout nor free.", row)
        scope = "" if row.get("who").casefold() in {"", "all", "everyone"} else row.get("who")
        if last < first:
            raise table.problem(f"{last.isoformat()} is before {first.isoformat()}. Turn the two around.", row)
        result += [
            CalendarDay(first + timedelta(days=number), Kind(kind), row.get("reason"), scope)
            for number in range((last - first).days + 1)
        ]
    return tuple(result)


def read_substitutes(path: Path) -> tuple[dict[str, int], dict[tuple[str, date], int]]:
    """Read what a district can find: district, substitutes, and a date where it is for one day only."""
    table = read_table(path, required=("district", "substitutes"))
    always: dict[str, int] = {}
    single: dict[tuple[str, date], int] = {}
    for row in table.rows:
        count = whole(table, row, "substitutes", 0)
        if row.get("date"):
            single[row["district"], day_in(table, row, "date")] = count
        else:
            always[row["district"]] = count
    return always, single


def spelled_as_teams(question: Question) -> Question:
    """Take names of districts and counties for those of the teams where only capital letters differ."""
    spelled: dict[str, str] = {}
    for team in question.teams:
        for name in (team.county, team.district, f"{team.district} ({team.county})"):
            spelled.setdefault(name.casefold(), name)

    def known(name: str) -> str:
        return spelled.get(name.casefold(), name)

    return replace(
        question,
        teams=tuple(replace(team, district=known(team.district), county=known(team.county)) for team in question.teams),
        calendar=tuple(replace(entry, scope=known(entry.scope)) for entry in question.calendar),
        substitutes={known(name): count for name, count in question.substitutes.items()},
        substitutes_on={(known(name), on): count for (name, on), count in question.substitutes_on.items()},
    )


def told_apart(question: Question) -> Question:
    """Write “Union (Kern)” for a district whose name another county has too: their substitutes and days are their own."""
    counties: dict[str, set[str]] = {}
    for team in question.teams:
        if team.district and team.county:
            counties.setdefault(team.district, set()).add(team.county)
    twice = {name: sorted(where) for name, where in counties.items() if len(where) > 1}
    for team in question.teams:
        if team.district in twice and not team.county:
            raise InputError(
                f"There are districts “{team.district}” in {' and in '.join(twice[team.district])}. "
                "Give the county of this team.",
                line=team.line,
                kind="teams",
            )
    everywhere = {team.county for team in question.teams}
    named = {*question.substitutes, *(name for name, _ in question.substitutes_on)}
    named |= {entry.scope for entry in question.calendar if entry.scope not in everywhere}
    for name in sorted(named & twice.keys()):
        ways = " or ".join(f"“{name} ({county})”" for county in twice[name])
        raise InputError(f"There are districts “{name}” in {' and in '.join(twice[name])}. Write {ways}.")
    teams = tuple(
        replace(team, district=f"{team.district} ({team.county})") if team.district in twice else team
        for team in question.teams
    )
    return replace(question, teams=teams)


def read_sites(path: Path) -> tuple[Place, ...]:
    """Read sites: id, lat, lon, closed (dates with a space or ; between)."""
    table = read_table(path, required=("id", "lat", "lon"), aliases=SITE_ALIASES)
    return tuple(
        Place(
            row["id"],
            decimal(table, row, "lat") or 0.0,
            decimal(table, row, "lon") or 0.0,
            frozenset(
                day_in(table, row, "closed", text.strip())
                for text in row.get("closed").split(";" if ";" in row.get("closed") else None)
                if text.strip()
            ),
        )
        for row in table.rows
    )


def sheets(question: Question, dates: Dates) -> list[Sheet]:
    """Make the sheets: the best dates, who cannot come and why, all dates."""
    everyone = sum(team.people for team in question.teams)
    best: list[list[Cell]] = [
        [choice.start, choice.people, everyone, len(choice.teams), round(choice.km), ", ".join(choice.counties_missing)]
        for choice in dates.best
    ]
    absent: list[list[Cell]] = [
        [choice.start, missing.team, missing.people, missing.why] for choice in dates.best for missing in choice.absent
    ]
    return [
        Sheet("Best dates", ["date", "people", "of", "teams", "person-km", "counties missing"], best),
        Sheet("Who cannot come", ["date", "team", "people", "why"], absent),
        Sheet("All dates", ["date", "people", "person-km", "why not"], list(_score_rows(dates))),
    ]


def _score_rows(dates: Dates) -> Iterable[list[Cell]]:
    for score in dates.scores:
        yield [score.start, score.people, round(score.km), score.why]


def write_choice(path: Path, question: Question, dates: Dates) -> None:
    """Write all sheets as XLSX, or who cannot come as CSV."""
    pages = sheets(question, dates)
    if path.suffix.casefold() == ".csv":
        write_csv(path, pages[1])
    else:
        write_workbook(path, pages)
