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


def test_names_of_places_fit_whatever_their_capitals_and_those_that_fit_no_team_are_told(files, capsys):
    teams = files("teams.csv", "team,district,county,people,substitutes\nA,Kern High,Kern,3,1\nB,Kern High,KERN,2,1\n")
    substitutes = files("subs.csv", "district,substitutes\nkern high,1\nKern Hihg,5\n")
    calendar = files("calendar.csv", "date,who\n2027-02-23,kern\n2027-02-22,Modoc\n")
    words = ["dates", teams, "--from", "2/22/2027", "--to", "2027-02-23", "--json"]
    assert main([*words, "--substitutes", substitutes, "--calendar", calendar]) == 0
    told = capsys.readouterr()
    assert [choice["people"] for choice in json.loads(told.out)["best"]] == [3, 0]
    assert told.err == (
        "calendar.csv: of no team in teams.csv, not counted: Modoc.\n"
        "subs.csv: of no team in teams.csv, not counted: Kern Hihg.\n"
    )


def test_a_day_that_is_none_is_told(files, capsys):
    with pytest.raises(SystemExit):
        main(["dates", files("teams.csv", "team\nA\n"), "--from", "2027-02-31", "--to", "2027-03-03"])
    told = "groundswell dates: --from: “2027-02-31” is no date. Write it as 2027-02-25. `groundswell dates --help` explains it.\n"
    assert capsys.readouterr().err == told


@pytest.mark.parametrize(
    ("name", "why"),
    [("best.txt", "“best.txt” ends neither in .xlsx nor in .csv"), ("no/best.csv", "there is no folder no")],
)
def test_a_place_where_no_sheet_can_be_written_is_told_before_the_work(files, capsys, name, why):
    with pytest.raises(SystemExit):
        main(["dates", files("teams.csv", "team\nA\n"), "-o", name])
    assert (
        capsys.readouterr().err == f"groundswell dates: -o/--output: {why}. `groundswell dates --help` explains it.\n"
    )
