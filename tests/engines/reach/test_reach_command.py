import csv
import json

import openpyxl
import pytest

from groundswell.cli.main import main


@pytest.fixture
def files(tmp_path):
    """24 people in two counties around two hubs, and one who is cut off."""
    ties = ["source,target,probability"]
    ties += [f"anna,l{n},0.9" for n in range(12)] + [f"bert,m{n},0.9" for n in range(10)] + ["x,y,0.5"]
    people = ["person,name,county,consent"]
    people += ["anna,Anna Ficta,Lassen,yes", *(f"l{n},Person {n},Lassen,no" for n in range(12))]
    people += [
        "bert,Bert Ficto,Modoc,no",
        *(f"m{n},Person {n},Modoc,no" for n in range(10)),
        "x,X,Modoc,no",
        "y,Y,Modoc,no",
    ]
    for name, lines in (("ties.csv", ties), ("people.csv", people)):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    cascades = "cascade,person,time\n" + "".join(f"c{n},anna,1\nc{n},l{n % 12},2\n" for n in range(40))
    (tmp_path / "cascades.csv").write_text(cascades, encoding="utf-8")
    return tmp_path


def test_json_has_seeds_spread_certificate_and_floors(files, capsys):
    code = main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "2",
                 "--floor", "county=40%", "--json"])  # fmt: skip
    data = json.loads(capsys.readouterr().out)
    assert code == 0
    assert sorted(data["seeds"]) == ["anna", "bert"]
    assert data["spread"] == pytest.approx(21.8, abs=0.3)
    assert 0.7 <= data["certificate"] <= 1
    assert sorted(data["floors"]) == ["Lassen", "Modoc"]
    assert data["floors"]["Lassen"] == pytest.approx(11.8, abs=0.2)


def test_the_report_names_only_who_agreed(files, capsys):
    code = main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "2", "--names",
                 "--forecast", "--brokers"])  # fmt: skip
    text = capsys.readouterr().out
    assert code == 0
    assert "  Anna Ficta (county Lassen)" in text.splitlines()
    assert "  someone who has not agreed to be named (county Modoc)" in text.splitlines()
    assert "Bert" not in text
    assert "No chain of ties reaches 2 of 26 people. 1 new tie would reach them all." in text.splitlines()


def test_the_group_form_is_the_default(files, capsys):
    main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "2"])
    text = capsys.readouterr().out
    assert [line for line in text.splitlines() if line.startswith("  ")] == ["  Lassen: 1", "  Modoc: 1"]
    assert "Anna" not in text


def test_sheets_in_spanish_are_read_and_asked_in_spanish(files, capsys):
    people = (files / "people.csv").read_text(encoding="utf-8")
    (files / "gente.csv").write_text(
        people.replace("person,name,county,consent", "Persona,Nombre,Condado,Consentimiento"), encoding="utf-8"
    )
    ties = (files / "ties.csv").read_text(encoding="utf-8")
    (files / "lazos.csv").write_text(
        ties.replace("source,target,probability", "origen,destino,probabilidad"), encoding="utf-8"
    )
    code = main(["reach", str(files / "lazos.csv"), "--people", str(files / "gente.csv"), "-k", "2", "--by", "Condado",
                 "--floor", "condado=40%", "--names"])  # fmt: skip
    told = capsys.readouterr().out.splitlines()
    assert code == 0
    assert "  Anna Ficta (county Lassen)" in told
    assert "All 2 floors hold. Without them 0" in "\n".join(told)


@pytest.fixture
def secrets(tmp_path):
    """Two hubs and their friends; only the first agreed. Names are ids, and stand in columns of other headings too."""
    people = ["person,full name,email,role,school,consent"]
    people += [
        f"Secret {n} Ficta,Secret {n} Ficta,secret{n}@example.org,{'coach' if n < 3 else 'teacher'},{n // 4},"
        + ("yes" if n == 0 else "no")
        for n in range(24)
    ]
    ties = ["source,target,probability"]
    ties += [f"Secret {n % 2} Ficta,Secret {n} Ficta,0.9" for n in range(2, 20)] + ["Secret 20 Ficta,Secret 21 Ficta,1"]
    cascades = ["cascade,person,time"]
    cascades += [f"c{n},Secret 1 Ficta,1\nc{n},Secret {2 * (n % 9) + 3} Ficta,2" for n in range(30)]
    for name, lines in (("ties.csv", ties), ("people.csv", people), ("cascades.csv", cascades)):
        (tmp_path / name).write_text("\n".join(lines), encoding="utf-8")
    return tmp_path


def told_in(path):
    """All that a workbook tells, without the sheet that is for the convener."""
    book = openpyxl.load_workbook(path)
    sheets = [book[name] for name in book.sheetnames if name != "Convener only"]
    return "\n".join(str(cell) for sheet in sheets for row in sheet.iter_rows(values_only=True) for cell in row)


@pytest.mark.parametrize("by", [[], ["--by", "full_name"], ["--by", "email"], ["--by", "school"], ["--by", "role"]])
@pytest.mark.parametrize("names", [[], ["--names"]])
def test_no_way_of_asking_tells_the_name_of_who_did_not_agree(secrets, capsys, by, names):
    words = ["reach", str(secrets / "ties.csv"), "--people", str(secrets / "people.csv"), "-k", "2", "--forecast",
             "--brokers", "--cascades", str(secrets / "cascades.csv"), *by, *names]  # fmt: skip
    assert main([*words, "-o", str(secrets / "report.xlsx")]) == 0
    told = capsys.readouterr().out + told_in(secrets / "report.xlsx")
    assert main([*words, "--json"]) == 0
    data = json.loads(capsys.readouterr().out)
    assert sorted(data.pop("seeds")) == ["Secret 0 Ficta", "Secret 1 Ficta"]  # for the convener
    told += json.dumps(data)
    assert ("Secret 0 Ficta" in told) == bool(names)
    told = told.replace("Secret 0 Ficta", "")
    assert "Secret" not in told
    assert "secret" not in told
    assert "teacher to teacher" not in told  # a kind of one tie tells of two people


def test_the_form_for_one_person_tells_no_name_of_who_did_not_agree(secrets, capsys):
    for number in range(24):
        asked = ["reach", str(secrets / "ties.csv"), "--people", str(secrets / "people.csv"), "-k", "2", "--person",
                 f"Secret {number} Ficta", "-o", str(secrets / "you.xlsx")]  # fmt: skip
        for words in (asked, [*asked, "--json"]):
            assert main(words) == 0
            told = capsys.readouterr().out + told_in(secrets / "you.xlsx")
            for own in ("Secret 0 Ficta", f"Secret {number} Ficta"):
                told = told.replace(own, "")
            assert "ecret" not in told
            assert "also in" not in told  # no school has ten people


def test_learning_writes_ties_and_the_report_a_workbook(files, capsys):
    code = main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "2",
                 "--cascades", str(files / "cascades.csv"), "--learned", str(files / "learned.csv"),
                 "-o", str(files / "report.xlsx"), "--json"])  # fmt: skip
    assert code == 0
    data = json.loads(capsys.readouterr().out)
    assert data["notes"][0].startswith("Probabilities are learned from 40 observed")
    assert [(kind["kind"], kind["ties"]) for kind in data["learned"]] == [("same county", 23)]
    assert data["learned"][0]["low"] < data["learned"][0]["probability"] < data["learned"][0]["high"]
    with (files / "learned.csv").open() as stream:
        ties = list(csv.DictReader(stream))
    assert {tie["source"] for tie in ties} == {"anna", "bert", "x"}
    assert len(ties) == 23
    assert all(float(tie["low"]) < float(tie["probability"]) < float(tie["high"]) for tie in ties)
    assert main(["reach", str(files / "learned.csv"), "-k", "2", "--json"]) == 0  # ready to be read again
    assert sorted(json.loads(capsys.readouterr().out)["seeds"]) == ["anna", "bert"]
    book = openpyxl.load_workbook(files / "report.xlsx")
    assert book.sheetnames == ["Summary", "Groups", "Convener only", "Learned"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["-k", "0"], "Convene at least one person: -k 1 or more."),
        (["--certificate", "2"], "--certificate is a share between 0 and 1, such as 0.7."),
        (["--price", "cheap"], "The price “cheap” is not understood. Write for example 5%."),
        (["--brokers"], "Circles are between groups: add --people FILE with a column such as county."),
        (["--floor", "county=3"], "Groups by county need a file of people: add --people FILE with a column “county”."),
        (["--learned", "x.csv"], "--learned writes what was learned from --cascades. Give that file too."),
        (["-o", "x.csv"], "-o writes a workbook. Give a name that ends in .xlsx."),
        (["--months", "0"], "--months are whole numbers of 1 or more."),
        (["--threads", "0"], "--threads and --steps are numbers of 1 or more."),
        (["--per-contact", "3"], "--per-contact is a chance from 0 to 1, --half-life a number of days above 0."),
    ],
)
def test_what_cannot_be_done_is_a_sentence(files, capsys, words, sentence):
    assert main(["reach", str(files / "ties.csv"), *words]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == sentence


def test_floors_that_cannot_hold_are_told_with_the_groups(files, capsys):
    code = main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "1",
                 "--floor", "county=4"])  # fmt: skip
    err = capsys.readouterr().err.splitlines()
    assert code == 1
    assert "No choice was found that holds all floors." in err  # after the line about preparing, in a fresh place
    assert err[-1] == "  - Each floor can be held alone, but not all with 1 convened; about 2 would do."


def test_no_common_floor_is_told_as_such_and_nobody_links_groups_that_no_tie_joins(files, capsys):
    assert main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "1", "--fair", "county",
                 "--brokers", "--forecast"]) == 0  # fmt: skip
    lines = capsys.readouterr().out.splitlines()
    assert (
        "No floor for all 2 groups was found at this price: those convened reach next to nobody in county: Modoc. "
        "Convene more people, or allow a higher price."
    ) in lines
    assert not any(line.endswith("of its people.") or line.startswith("All ") for line in lines)


def test_bridges_of_one_kind_are_told_once(tmp_path, capsys):
    ties = ["seeker,advisor,probability", *(f"a{n},b{n},0.5" for n in range(12))]
    (tmp_path / "ties.csv").write_text("\n".join(ties), encoding="utf-8")
    people = ["person,county", *(f"{side}{n},Lassen" for n in range(12) for side in "ab")]
    (tmp_path / "people.csv").write_text("\n".join(people), encoding="utf-8")
    assert main(["reach", str(tmp_path / "ties.csv"), "--people", str(tmp_path / "people.csv"), "-k", "1",
                 "--forecast", "--json"]) == 0  # fmt: skip
    data = json.loads(capsys.readouterr().out)
    assert data["bridges"] == [{"from": "county Lassen", "to": "county Lassen", "opens": 2}] * 11
    assert main(["reach", str(tmp_path / "ties.csv"), "--people", str(tmp_path / "people.csv"), "-k", "1",
                 "--forecast"]) == 0  # fmt: skip
    assert capsys.readouterr().out.splitlines()[-1] == (
        "  A tie between two people in county Lassen opens the way to 2; 11 such ties open the way to others each."
    )
