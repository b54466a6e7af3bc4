"""Sheets of teams, sites and ways as counties write them; a slip is named by file, line and column."""

from pathlib import Path

import pytest

from groundswell.engines.errors import InputError
from groundswell.engines.siting.files import read_matrix, read_sites, read_teams


@pytest.fixture
def write(tmp_path):
    def made(text: str) -> Path:
        path = tmp_path / "sheet.csv"
        path.write_text(text, encoding="utf-8")
        return path

    return made


def sites(path: Path, **more):
    return read_sites(path, places=True, fixed=set(), forbidden=set(), **more)


def test_thousands_and_decimal_commas_are_told_apart(write):
    path = write('site,lat,lon,capacity,price\nA,"39,512","-121,6","1,200","12,500.50"\nB,40.1,-122,"90,5",\n')
    found = sites(path)
    assert [(site.lat, site.lon, site.capacity, site.price) for site in found] == [
        (39.512, -121.6, 1200.0, 12500.5), (40.1, -122.0, 90.5, 0.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("A,north,-121,,,", "“north” in the column “lat” is not a number. Correct it."),
        ("A,nan,-121,,,", "“nan” in the column “lat” is not a number. Correct it."),
        ("A,39,,,,", "“” in the column “lon” is not a number. Correct it."),
        ("A,39,-121,many,,", "“many” in the column “capacity” is not a number. Correct it."),
        ("A,39,-121,,perhaps,", "“perhaps” in the column “fixed” is neither yes nor no."),
        (",39,-121,9,,", "This row has no name. Give one in the column “site”."),
    ],
)
def test_slip_in_a_sheet_names_its_line(write, row, sentence):
    with pytest.raises(InputError) as told:
        sites(write(f"site,lat,lon,capacity,fixed,forbidden\n{row}\n"))
    assert (str(told.value), told.value.line) == (sentence, 2)


def test_site_named_on_the_command_line_must_stand_in_the_sheet(write):
    path = write("site,lat,lon,fixed\nA,39,-121,x\n")
    with pytest.raises(InputError, match="There is no site “B” in"):
        read_sites(path, places=True, fixed={"B"}, forbidden=set())
    [site] = read_sites(path, places=True, fixed=set(), forbidden={"A"})
    assert (site.fixed, site.forbidden) == (True, True)


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("team,site,km\nWeed,Yreka,45\n", {("Weed", "Yreka"): 45.0}),
        ("team,site,miles\nWeed,Yreka,10\n", {("Weed", "Yreka"): 16.09344}),
        ("name,Yreka,Red Bluff,notes\nWeed,45,,far\n", {("Weed", "Yreka"): 45.0}),
        ("name,yreka,red-bluff\nWeed,45,120\n", {("Weed", "Yreka"): 45.0, ("Weed", "Red Bluff"): 120.0}),
    ],
)
def test_ways_come_as_rows_or_as_a_table(write, text, ways):
    teams = read_teams(write("team\nWeed\n"), places=False)
    where = read_sites(write("site\nYreka\nRed Bluff\n"), places=False, fixed=set(), forbidden=set())
    assert read_matrix(write(text), teams, where) == pytest.approx(ways)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("team,site,km\nWeed,Yreka,-1\n", "-1 in the column “km” is below 0. Correct it."),
        ("team,site,km\nEtna,Reno,1\n", "No row of the matrix fits the teams and sites."),
    ],
)
def test_ways_that_fit_nothing_are_refused(write, text, sentence):
    teams = read_teams(write("team\nWeed\n"), places=False)
    where = read_sites(write("site\nYreka\n"), places=False, fixed=set(), forbidden=set())
    with pytest.raises(InputError) as told:
        read_matrix(write(text), teams, where)
    assert str(told.value).startswith(sentence)
