import dataclasses
import json

import pytest

from groundswell.cli.main import main
from groundswell.cli.site import in_words
from groundswell.engines.siting import Question, answer
from groundswell.engines.siting.files import read_sites, read_teams

TEAMS = """Team,Latitude,Longitude,People,County
Weed,41.42,-122.39,4,Siskiyou
Etna,41.46,-122.89,3,Siskiyou
Chico,39.73,-121.84,5,Butte
"""
SITES = "site,lat,lon,capacity\nYreka,41.73,-122.63,8\nOroville,39.51,-121.56,20\n"


@pytest.fixture
def files(tmp_path):
    teams, sites = tmp_path / "teams.csv", tmp_path / "sites.csv"
    teams.write_text(TEAMS)
    sites.write_text(SITES)
    return teams, sites


def test_site_prints_json_with_what_was_asked(files, capsys):
    assert main(["site", *map(str, files), "--open", "2", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["open"] == ["Oroville", "Yreka"]
    assert made["assignment"] == {"Weed": "Yreka", "Etna": "Yreka", "Chico": "Oroville"}
    assert made["cost"] == pytest.approx(made["bound"])


def test_site_says_the_result_in_words_and_writes_a_workbook(files, tmp_path, capsys):
    assert main(["site", *map(str, files), "--open", "1", "--forbid", "Yreka", "-o", str(tmp_path / "p.xlsx")]) == 0
    out = capsys.readouterr().out
    assert "Oroville: 3 teams, 12 of 20 people" in out
    assert "that is proven" in out
    assert (tmp_path / "p.xlsx").exists()


def test_site_names_the_row_at_fault(files, capsys):
    files[0].write_text(TEAMS.replace("39.73", "north"))
    assert main(["site", *map(str, files), "--open", "1"]) == 1
    assert capsys.readouterr().err == (
        "teams.csv, line 4: “north” in the column “Latitude” is not a number. Correct it.\n"
    )


def test_site_says_which_rules_conflict(files, capsys):
    assert main(["site", *map(str, files), "--open", "1", "--fix", "Yreka"]) == 1
    err = capsys.readouterr().err
    assert "12 people come, but the 1 largest sites that may be open hold 8." in err
    assert "  - at most 1 sites\n" in err


def test_site_takes_a_matrix(files, tmp_path, capsys):
    matrix = tmp_path / "ways.csv"
    matrix.write_text(
        "team,site,km\nWeed,Yreka,45\nEtna,Yreka,47\nChico,Oroville,40\nWeed,Oroville,300\nEtna,Oroville,333\n"
    )
    assert main(["site", *map(str, files), "--open", "2", "--matrix", str(matrix), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["cost"] == pytest.approx(45 * 4 + 47 * 3 + 40 * 5)


def test_a_proven_cost_is_not_doubted_where_the_time_was_over(files):
    teams = read_teams(files[0], places=True)
    sites = read_sites(files[1], places=True, fixed=set(), forbidden=set())
    question = Question(teams=teams, sites=sites, open_sites=2, road_factor=1.3)
    hubs = dataclasses.replace(answer(question), cut_short=True)
    assert in_words(question, hubs).splitlines()[-1] == (
        "The time was over before the search was done: more time may give one as cheap that is better for the worst county."
    )
