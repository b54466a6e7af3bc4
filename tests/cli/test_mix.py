"""`groundswell mix` from a sheet to a plan, a repair on the day, and a check."""

import json
from pathlib import Path

import pytest

from groundswell.cli.main import main
from groundswell.engines.tables import read_table

PEOPLE = (
    "Id;Name;County;Role;Languages;Wheelchair;Rounds;Wishes\n"
    "a;Ana Ruiz;Inyo;facilitator;English, Spanish;;;Bo Lee\n"
    "b;Bo Lee;Inyo;teacher;English;yes;;\n"
    "c;Cai Xu;Kern;teacher;Spanish;;;\n"
    "d;Dee Ray;Kern;facilitator;English, Spanish;;;a\n"
    "e;Eli Tan;Lake;teacher;English;;1;\n"
    "f;Fay Ott;Lake;coach;English;;;\n"
)
RULES = """
[tables]
min = 2
max = 3
wheelchair_ready = [1]
[facilitators]
per_table = 1
[language]
common = "English"
[[apart]]
people = ["e", "Fay Ott"]
[aims]
order = ["repeats", "county", "wishes"]
"""


def everyone(tables: list[list[str]]) -> list[str]:
    return sorted(someone for table in tables for someone in table)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "rules.toml").write_text(RULES, encoding="utf-8")
    return tmp_path


COMMAND = ["mix", "people.csv", "--tables", "2", "--rounds", "2", "--rules", "rules.toml"]


@pytest.mark.usefixtures("folder")
def test_mix_prints_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [everyone(tables) for tables in answer["rounds"]] == [list("abcdef"), list("abcdf")]
    assert (answer["broken"], answer["repeats"] >= answer["bound"]) == ([], True)


def test_mix_writes_plan_and_cards_and_checks_them(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, "-o", "plan.xlsx", "--cards", "cards.html"]) == 0
    assert "6 people, 2 tables, 2 rounds. All rules are kept." in capsys.readouterr().out
    table = read_table(folder / "plan.xlsx")
    assert table.columns == ("round", "table", "id", "name", "county", "role")
    assert len(table.rows) == 11
    assert "<h2>Ana Ruiz</h2>" in (folder / "cards.html").read_text(encoding="utf-8")
    assert main([*COMMAND, "--check", "plan.xlsx"]) == 0
    assert capsys.readouterr().out.startswith("All hard rules are kept.\n")


def test_mix_repairs_a_plan(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*COMMAND, "-o", "plan.csv"]) == 0
    walk_in = "g;Gil Orr;Mono;teacher;English;;2;\n"
    (folder / "people.csv").write_text(PEOPLE.replace("f;Fay Ott;Lake;coach;English;;;\n", walk_in), encoding="utf-8")
    rules = RULES.replace('[[apart]]\npeople = ["e", "Fay Ott"]\n', "")
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    capsys.readouterr()
    assert main([*COMMAND, "--repair", "plan.csv", "--from-round", "2", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert everyone(answer["rounds"][1]) == list("abcdg")
    assert everyone(answer["rounds"][0]) == list("abcdef")


def test_a_repaired_plan_is_checked_from_the_round_on_in_which_people_walked_in(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*COMMAND, "-o", "plan.csv"]) == 0
    walk_in = "g;Gil Orr;Mono;teacher;English;;;\n"
    (folder / "people.csv").write_text(PEOPLE.replace("f;Fay Ott;Lake;coach;English;;;\n", walk_in), encoding="utf-8")
    rules = RULES.replace('[[apart]]\npeople = ["e", "Fay Ott"]\n', "")
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    assert main([*COMMAND, "--repair", "plan.csv", "--from-round", "2", "-o", "repaired.csv"]) == 0
    capsys.readouterr()
    assert main([*COMMAND, "--check", "repaired.csv"]) == 1
    said = capsys.readouterr().out
    assert "Round 1: Gil Orr has no seat." in said
    assert (
        "From round 2 on all hard rules are kept. If the plan was repaired then, check it with --from-round 2." in said
    )
    assert main([*COMMAND, "--check", "repaired.csv", "--from-round", "2"]) == 0
    assert capsys.readouterr().out.startswith("All hard rules are kept.\n")


@pytest.mark.parametrize(
    ("people", "rules", "sentence"),
    [
        ("Id\n\n", "", "people.csv: There are no people in the list."),
        ("County\nInyo\n", "", "people.csv: A column “id” or “name” is needed. The columns here are: county."),
        ("Id;Rounds\na;3\n", "", ("people.csv, line 2: The column “Rounds” says “3”. "
         "Write rounds from 1 to 2, such as 1-2 or 1, 3.")),
        ("Id;Wheelchair\na;maybe\n", "", "people.csv, line 2: The column “Wheelchair” says “maybe”. Write yes or no."),
        ("Id;Wishes\na;zoe\n", "", "people.csv, line 2: a would like to meet “zoe”, who is not in the list."),
        ("Id\na\n", "[table]\n", ("rules.toml: There is no section “table”. The sections are: tables, facilitators, "
         "language, sites, aims, together, apart.")),
        ("Id\na\n", "[tables]\nsize = 3\n", ("rules.toml: The section “tables” has no “size”. It may have: max, min, "
         "wheelchair_ready.")),
        ("Id\na\n", '[[apart]]\npeople = ["z"]\n', "rules.toml: The rules name “z”, who is not in the list of people."),
        ("Id\na\n", '[[together]]\ncolumn = "team"\n', ("people.csv: The rules name the column “team”, which is missing. "
         "The columns here are: id.")),
        ("Id\na\n", "tables = 3\n", "rules.toml: Write the section as [tables]."),
        ("Id\na\nb\nc\n", "[tables]\nmax = 1\n", ("people.csv: These rules cannot all hold. Change one of them.\n"
         "  - 2 tables of at most 1 seat 2 people, but 3 come.")),
    ],
)  # fmt: skip
def test_mix_says_what_to_change(
    folder: Path, capsys: pytest.CaptureFixture[str], people: str, rules: str, sentence: str
) -> None:
    (folder / "people.csv").write_text(people, encoding="utf-8")
    (folder / "rules.toml").write_text(rules, encoding="utf-8")
    assert main(COMMAND) == 1
    assert capsys.readouterr().err.strip() == sentence


@pytest.mark.usefixtures("folder")
def test_more_tables_than_people_are_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["mix", "people.csv", "--tables", "30", "--rounds", "2"]) == 1
    assert capsys.readouterr().err.strip() == (
        "people.csv: 30 tables are more than the 6 people in the list. Give fewer with --tables."
    )


@pytest.mark.usefixtures("folder")
def test_sites_need_each_table_once(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "rules.toml").write_text("[sites]\ntables = { Fresno = [1], Eureka = [1] }\n", encoding="utf-8")
    assert main(COMMAND) == 1
    assert capsys.readouterr().err.strip() == "rules.toml: Each table from 1 to 2 must stand at exactly one site."
