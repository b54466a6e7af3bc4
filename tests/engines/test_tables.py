from pathlib import Path

import pytest

from groundswell.engines.errors import InputError
from groundswell.engines.tables import Cell, Sheet, parse_table, read_table, write_csv, write_workbook


def read(text: str, **options: object) -> list[dict[str, str]]:
    table = parse_table("people.csv", text.encode(), **options)  # type: ignore[arg-type]
    return [dict(row.values) for row in table.rows]


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_table_with_any_separator(separator: str) -> None:
    text = f"Name{separator}Home County\nAda{separator}Yolo\n"
    assert read(text) == [{"name": "Ada", "home_county": "Yolo"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_table_in_any_encoding(encoding: str) -> None:
    table = parse_table("people.csv", "Name\nJosé\n".encode(encoding))
    assert [row["name"] for row in table.rows] == ["José"]


def test_table_lines_count_from_the_header() -> None:
    table = parse_table("people.csv", b'name,note\n"Ada","two\nlines"\n\nBo,\n')
    assert [(row.line, row["name"]) for row in table.rows] == [(2, "Ada"), (5, "Bo")]


def test_table_with_another_heading_for_a_column() -> None:
    assert read("Participant\nAda\n", aliases={"participant": "name"}) == [{"name": "Ada"}]


def test_list_of_one_column_may_hold_commas() -> None:
    text = "Name\nLee, Ann\nFeb 25, 2027\nDe la Cruz, Ana, Sr.\n"
    assert [row["name"] for row in read(text)] == ["Lee, Ann", "Feb 25, 2027", "De la Cruz, Ana, Sr."]


def test_headings_in_spanish_mean_the_columns_in_english() -> None:
    text = "Nombre,Condado,Distrito,Escuela,FUNCIÓN,Materia,Idiomas\nAda,Yolo,Davis,Elm,coach,math,Spanish\n"
    assert read(text) == [
        {
            "name": "Ada",
            "county": "Yolo",
            "district": "Davis",
            "school": "Elm",
            "role": "coach",
            "subject": "math",
            "languages": "Spanish",
        }
    ]
    assert read("funcion,Equipo\ncoach,E1\n", aliases={"team": "id"}) == [{"role": "coach", "id": "E1"}]


def test_a_heading_in_spanish_beside_one_that_means_the_same_keeps_its_name() -> None:
    assert read("Nombre,Name\nAna,Ada\n") == [{"nombre": "Ana", "name": "Ada"}]
    assert read("Rol,Cargo\ncoach,lead\n") == [{"role": "coach", "cargo": "lead"}]


def test_what_is_wrong_in_a_sheet_in_spanish_is_told_with_its_own_headings() -> None:
    table = parse_table("p.csv", b"Condado\nYolo\n")
    assert str(table.problem("The column “county” is wrong.").located()) == "p.csv: The column “Condado” is wrong."


def test_table_own_heading_wins_over_another() -> None:
    text = "Participant,Name\n7,Ada\n"
    assert read(text, aliases={"participant": "name"}) == [{"participant": "7", "name": "Ada"}]


def test_table_with_two_headings_for_a_column_takes_the_first_of_them() -> None:
    text = "School,Team,Name\nEtna High,E1,Ada\n"
    aliases = {"team": "id", "name": "id", "school": "id"}
    assert read(text, aliases=aliases) == [{"school": "Etna High", "id": "E1", "name": "Ada"}]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", None, "The file is empty. Its first row must hold the headings."),
        ("id\n1\n", 1, "The column “name” is missing. The columns here are: id."),
        ("name,Name\n", 1, "Two columns are called “name”. Rename one of them."),
        (
            "name\nAda,Yolo\n",
            2,
            (
                "This row has 2 cells but the header has 1. "
                "Put texts that contain the separator in double quotes, or give each column a heading."
            ),
        ),
        (
            'name\n"Ada\n',
            2,
            "A double quote is opened here and not closed, or stands inside a text. Close it, or write it twice.",
        ),
        ("name\n\x00", None, "This is neither CSV nor XLSX. Save it as one of these two."),
    ],
)
def test_table_with_a_problem_says_where_and_what(text: str, line: int | None, sentence: str) -> None:
    with pytest.raises(InputError) as caught:
        parse_table("people.csv", text.encode(), required=("name",))
    assert (caught.value.source, caught.value.line, str(caught.value)) == ("people.csv", line, sentence)


def test_table_that_is_not_there() -> None:
    with pytest.raises(InputError, match=r"^There is no file absent\.csv\. Check the name and the folder\.$"):
        read_table("absent.csv")


def test_workbook_that_is_damaged() -> None:
    with pytest.raises(InputError, match=r"^This workbook cannot be read\. Save it again as XLSX, or as CSV\.$"):
        parse_table("people.xlsx", b"PK\x03\x04 not a workbook")


def test_workbook_comes_back_as_written(tmp_path: Path) -> None:
    rows: list[list[Cell]] = [["=1+1", 3, 2.5], ["José", 4.0, None]]
    write_workbook(tmp_path / "plan.xlsx", [Sheet("Plan: [1/2]", ["Name", "Table", "Share"], rows)])
    table = read_table(tmp_path / "plan.xlsx")
    assert [dict(row.values) for row in table.rows] == [
        {"name": "=1+1", "table": "3", "share": "2.5"},
        {"name": "José", "table": "4", "share": ""},
    ]


def test_csv_keeps_texts_from_becoming_formulas(tmp_path: Path) -> None:
    write_csv(tmp_path / "plan.csv", Sheet("Plan", ["Name", "Change"], [["=HYPERLINK()", -3]]))
    assert (tmp_path / "plan.csv").read_bytes() == b"\xef\xbb\xbfName,Change\r\n'=HYPERLINK(),-3\r\n"


def test_a_problem_names_the_column_as_the_file_does():
    table = parse_table("t.csv", b"School,Home County\nOak,\n", aliases={"school": "id"})
    problem = table.problem("Give a name in the column “id”, or a column “home_county” or “role”.", table.rows[0])
    assert str(problem) == "Give a name in the column “School”, or a column “Home County” or “role”."
