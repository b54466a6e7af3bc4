import json

import pytest

from groundswell.cli.main import main


@pytest.fixture
def files(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return write


def test_dates_reads_all_its_files_and_prints_json(files, capsys):
    teams = files("teams.csv", "team,district,county,people,substitutes\nA,North,X,4,2\nB,North,X,3,2\nC,South,Y,2,0\n")
    said = files("said.csv", "team,2027-02-22,2/23/2027\nA,,no\nB,yes,yes\nC,no,\n")
    calendar = files("calendar.csv", "date,until,kind,who,reason\n2027-02-24,2027-02-26,blackout,all,holiday\n")
    substitutes = files("subs.csv", "district,substitutes\nNorth,3\n")
    words = ["dates", teams, "--from", "2027-02-22", "--to", "2027-02-26", "--availability", said]
    words += ["--calendar", calendar, "--substitutes", substitutes]
    assert main([*words, "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [(choice["date"], choice["people"]) for choice in made["best"]] == [
        ("2027-02-23", 5),
        ("2027-02-22", 4),
        ("2027-02-24", 0),
    ]
    assert made["bound"] == 5
    assert main(words) == 0
    out = capsys.readouterr().out
    assert "Tue 2027-02-23: 5 people, 2 teams" in out
    assert "not A: said no" in out


def test_dates_names_the_row_at_fault(files, capsys):
    teams = files("teams.csv", "team,people\nA,many\n")
    assert main(["dates", teams, "--from", "2027-02-22", "--to", "2027-02-22"]) == 1
    assert capsys.readouterr().err == (
        "teams.csv, line 2: “many” in the column “people” is not a whole number of 0 or more. Correct it.\n"
    )


def test_districts_of_one_name_in_two_counties_have_their_own_substitutes(files, capsys):
    teams = files(
        "teams.csv", "team,district,county,people,substitutes\nA,Union,Kern,4,2\nB,Union,Napa,3,2\nC,Union,Napa,2,2\n"
    )
    words = ["dates", teams, "--from", "2027-02-22", "--to", "2027-02-23", "--json", "--substitutes"]
    own = files("own.csv", "district,substitutes\nUnion (Kern),2\nUnion (Napa),2\n")
    calendar = files("calendar.csv", "date,who\n2027-02-23,Union (Kern)\n")
    assert main([*words, own, "--calendar", calendar]) == 0
    made = json.loads(capsys.readouterr().out)
    assert [(choice["people"], choice["teams"]) for choice in made["best"]] == [(7, ["A", "B"]), (3, ["B"])]
    shared = files("shared.csv", "district,substitutes\nUnion,2\n")
    assert main([*words, shared]) == 1
    told = "There are districts “Union” in Kern and in Napa. Write “Union (Kern)” or “Union (Napa)”.\n"
    assert capsys.readouterr().err == told
    teams = files("teams.csv", "team,district,county\nA,Union,Kern\nB,Union,Napa\nC,Union,\n")
    assert main([*words, own]) == 1
    assert "in Kern and in Napa. Give the county of this team." in capsys.readouterr().err
