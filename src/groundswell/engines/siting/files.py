"""Reading teams, sites and a matrix from spreadsheets, and writing the plan."""

from pathlib import Path

from groundswell.engines.cells import as_number, as_truth
from groundswell.engines.distance import KM_PER_MILE
from groundswell.engines.errors import InputError
from groundswell.engines.siting.model import REMOTE, Hubs, Kilometers, Question, Site, Team
from groundswell.engines.tables import Cell, Row, Sheet, Table, read_table, write_csv, write_workbook

TEAM_ALIASES = {
    "team": "id",
    "name": "id",
    "school": "id",
    "latitude": "lat",
    "longitude": "lon",
    "lng": "lon",
    "size": "people",
    "participants": "people",
    "seats": "people",
}
SITE_ALIASES = {
    "site": "id",
    "name": "id",
    "hub": "id",
    "latitude": "lat",
    "longitude": "lon",
    "lng": "lon",
    "seats": "capacity",
    "cost": "price",
}


def number(table: Table, row: Row, column: str, *, empty: float | None = None) -> float:
    """Read a number; `empty` stands for an empty cell, and None means that it must not be empty."""
    text = row.get(column)
    if not text and empty is not None:
        return empty
    try:
        return as_number(text, grouped=column not in {"lat", "lon"})
    except ValueError:
        raise table.problem(f"“{text}” in the column “{column}” is not a number. Correct it.", row) from None


def truth(table: Table, row: Row, column: str) -> bool:
    """Read yes or no."""
    try:
        return as_truth(row.get(column))
    except ValueError:
        raise table.problem(f"“{row.get(column)}” in the column “{column}” is neither yes nor no.", row) from None


def name_of(table: Table, row: Row) -> str:
    """Read the name of a thing."""
    if not row["id"]:
        raise table.problem("This row has no name. Give one in the column “id”.", row)
    return row["id"]


def read_teams(path: Path, *, places: bool) -> tuple[Team, ...]:
    """Read teams; without `places` (a matrix is given) latitude and longitude may be absent."""
    table = read_table(path, required=("id", "lat", "lon") if places else ("id",), aliases=TEAM_ALIASES)
    empty = None if places else 0.0
    return tuple(
        Team(
            name_of(table, row),
            number(table, row, "lat", empty=empty),
            number(table, row, "lon", empty=empty),
            number(table, row, "people", empty=1.0),
            row.get("county"),
            row.line,
        )
        for row in table.rows
    )


def read_sites(path: Path, *, places: bool, fixed: set[str], forbidden: set[str]) -> tuple[Site, ...]:
    """Read sites; `fixed` and `forbidden` come from the command line and add to what the sheet says."""
    table = read_table(path, required=("id", "lat", "lon") if places else ("id",), aliases=SITE_ALIASES)
    empty = None if places else 0.0
    names = {row["id"] for row in table.rows}
    for name in sorted((fixed | forbidden) - names):
        raise InputError(f"There is no site “{name}” in {table.source}. Write it as it stands there.")
    return tuple(
        Site(
            name_of(table, row),
            number(table, row, "lat", empty=empty),
            number(table, row, "lon", empty=empty),
            number(table, row, "capacity") if row.get("capacity") else None,
            number(table, row, "price", empty=0.0),
            truth(table, row, "fixed") or row["id"] in fixed,
            truth(table, row, "forbidden") or row["id"] in forbidden,
            row.line,
        )
        for row in table.rows
    )


def read_matrix(path: Path, teams: tuple[Team, ...], sites: tuple[Site, ...]) -> Kilometers:
    """Read ways: rows `team, site, km` (or `miles`), or a row for each team and a column for each site, in km."""
    table = read_table(path)
    team_names, site_names = {team.id for team in teams}, {site.id.casefold() for site in sites}
    ways: dict[tuple[str, str], float] = {}
    if {"team", "site"} <= set(table.columns) and {"km", "miles"} & set(table.columns):
        column, factor = ("km", 1.0) if "km" in table.columns else ("miles", KM_PER_MILE)
        for row in table.rows:
            ways[row["team"], row["site"]] = _way(table, row, column) * factor
    else:
        spelled = {_heading(site.id): site.id for site in sites}
        for row in table.rows:
            for column in table.columns[1:]:
                if column in spelled and row[column]:
                    ways[row[table.columns[0]], spelled[column]] = _way(table, row, column)
    known = [pair for pair in ways if pair[0] in team_names and pair[1].casefold() in site_names]
    if not known:
        raise table.problem(
            "No row of the matrix fits the teams and sites. Its columns are team, site and km; or the first column "
            "names the team and each other column is headed with a site."
        )
    return ways


def _heading(name: str) -> str:
    return "_".join(name.casefold().replace("-", " ").replace("_", " ").split())


def _way(table: Table, row: Row, column: str) -> float:
    value = number(table, row, column)
    if value < 0:
        raise table.problem(f"{value:g} in the column “{column}” is below 0. Correct it.", row)
    return value


def sheets(question: Question, hubs: Hubs) -> list[Sheet]:
    """Make the sheets of the plan: sites, teams, counties, proof."""
    sites = {site.id: site for site in question.sites}
    teams: list[list[Cell]] = [
        [team.id, team.county, team.people, hubs.assignment[team.id], round(hubs.km[team.id], 1)]
        for team in question.teams
    ]
    rows: list[list[Cell]] = []
    for name in (*hubs.open, *([REMOTE] if REMOTE in hubs.load else [])):
        ways = [(hubs.km[team.id], team.people) for team in question.teams if hubs.assignment[team.id] == name]
        people = sum(count for _, count in ways)
        mean = sum(way * count for way, count in ways) / people if people else 0.0
        site = sites.get(name)
        seats, price = (site.capacity, site.price) if site else (None, 0.0)
        farthest = max((way for way, _ in ways), default=0.0)
        rows.append([name, len(ways), people, seats, price, round(mean, 1), round(farthest, 1)])
    return [
        Sheet("Sites", ["site", "teams", "people", "capacity", "price", "mean km", "farthest km"], rows),
        Sheet("Teams", ["team", "county", "people", "site", "km one way"], teams),
        Sheet("Counties", ["county", "mean km of a person"], [[c, round(km, 1)] for c, km in hubs.county_km.items()]),
        Sheet("Proof", ["what", "value"], [[line, value] for line, value in proof_lines(question, hubs)]),
    ]


def proof_lines(question: Question, hubs: Hubs) -> list[tuple[str, str | float]]:
    """Say what the numbers mean and how good they are."""
    distances = (
        "the matrix" if question.km is not None else f"great circle times {question.road_factor:g}, not a routed drive"
    )
    return [
        ("cost", round(hubs.cost, 3)),
        ("of this, prices of sites", round(hubs.prices, 3)),
        ("no plan costs less than", round(hubs.bound, 3)),
        ("at most this share above the least", f"{hubs.gap:.3%}"),
        ("distances", distances),
        ("stopped by the time limit", "yes" if hubs.cut_short else "no"),
    ]


def write_plan(path: Path, question: Question, hubs: Hubs) -> None:
    """Write the plan as XLSX, or the teams alone as CSV."""
    pages = sheets(question, hubs)
    if path.suffix.casefold() == ".csv":
        write_csv(path, pages[1])
    else:
        write_workbook(path, pages)
