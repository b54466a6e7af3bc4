"""How many teachers a county has: read as people write it, brought in, corrected, shown."""

from pathlib import Path
from typing import Any

import pytest

from groundswell.access.services.grants import give_role
from groundswell.cli.main import main
from groundswell.evidence.formats.teachers import county_code, read_row, school_year, whole_number
from groundswell.evidence.models import TeacherCount
from groundswell.people.services.people import provide_person
from groundswell.places.services.california import load_california
from groundswell.spaces.services.platform import provide_platform

FILE = (
    "Academic Year,County,Teachers,Source\n"
    '2025-26,Shasta,"1,480",our own count\n'
    "2025-26,18,240,our own count\n"
    "2025-26,Atlantis,12,our own count\n"
)


@pytest.mark.parametrize(
    ("text", "code"),
    [("Shasta", "45"), ("SHASTA COUNTY", "45"), ("45", "45"), ("4", "04"), ("4000000000000", "04"),
     ("45-75267-0113407", "45"), ("San Luis Obispo", "40"), ("99", None), ("Atlantis", None), ("", None)],
)  # fmt: skip
def test_county_is_found_as_it_is_written(text: str, code: str | None):
    assert county_code(text) == code


@pytest.mark.parametrize(
    ("text", "year"),
    [("2025-26", "2025-26"), ("2025–2026", "2025-26"), ("2099-00", "2099-00"), ("2025-27", None), ("25", None)],
)
def test_school_year_is_two_years_that_follow(text: str, year: str | None):
    assert school_year(text) == year


@pytest.mark.parametrize(("text", "number"), [("1,204", 1204), ("87.0", 87), ("0", None), ("87.5", None), ("-3", None)])
def test_teachers_are_a_whole_number(text: str, number: int | None):
    assert whole_number(text) == number


def test_row_says_all_that_is_wrong_with_it():
    read = read_row(3, {"county": "Atlantis", "year": "25", "teachers": "many", "source": ""})
    assert [problem.field for problem in read.problems] == ["county", "year", "teachers"]


@pytest.fixture
def file(tmp_path: Path, settings: Any) -> Path:
    settings.MEDIA_ROOT = tmp_path / "files"
    load_california(by=None)
    path = tmp_path / "teachers.csv"
    path.write_text(FILE, encoding="utf-8")
    return path


@pytest.mark.django_db
def test_import_brings_numbers_in_and_corrects_them(file: Path, capsys: pytest.CaptureFixture[str]):
    assert main(["import", "teachers", str(file), "--dry-run"]) == 0
    assert "Would be 2 new, 0 changed, 0 already so, 1 left out." in capsys.readouterr().out
    assert TeacherCount.objects.count() == 0
    assert main(["import", "teachers", str(file)]) == 0
    file.write_text(FILE.replace("1,480", "1,500"), encoding="utf-8")
    assert main(["import", "teachers", str(file)]) == 0
    assert "Done: 0 new, 1 changed, 1 already so, 1 left out." in capsys.readouterr().out
    rows = TeacherCount.objects.order_by("county__name").values_list("county__name", "teachers", "source")
    assert list(rows) == [("Lassen County", 240, "our own count"), ("Shasta County", 1500, "our own count")]


@pytest.mark.django_db
def test_pages_show_the_number_and_who_may_bring_it_in(file: Path, client: Any):
    main(["import", "teachers", str(file)])
    page = client.get("/evidence/teachers/").content.decode()
    assert ("1,480" in page, "our own count" in page, "Bring in numbers" in page) == (True, True, False)
    assert "1,480 teachers in 2025-26" in client.get("/places/county-45/").content.decode()
    operator = provide_person(by=None, email="operator@example.org", given_name="Op")
    give_role(by=None, user=operator.user, role="operator", space=provide_platform())
    client.force_login(operator.user)
    assert "Bring in numbers" in client.get("/evidence/teachers/").content.decode()
    assert client.get("/evidence/teachers/import/").status_code == 200
