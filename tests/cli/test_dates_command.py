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
        "teams.csv, line 2: “many” in the column “people” is not a whole number. Correct it.\n"
    )
