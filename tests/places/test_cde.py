"""California's directory, with the traps that its files hold."""

import pytest

from groundswell.intake.importers import Read
from groundswell.intake.mapping import guess_mapping
from groundswell.intake.tables import read_table
from groundswell.places.formats.cde import FIELDS, county_standing, read_cds_code, read_point, read_row
from groundswell.places.records import DirectoryRecord

BLANK = {field.name: "" for field in FIELDS}


def read(**cells: str) -> Read[DirectoryRecord]:
    return read_row(7, BLANK | {"cds_code": "45752670113407", "school": "Lakeview Elementary"} | cells)


def notes(found: Read[DirectoryRecord]) -> list[str]:
    return [f"{problem.weight}: {problem.message}" for problem in found.problems]


def test_row_in_full_is_read():
    found = read(
        district="Gateway Unified",
        county="Shasta",
        site_county="Shasta",
        status="active",
        charter="0",
        virtual_type="N",
        school_level="Elementary",
        grade_span="K-5",
        enrollment="423",
        latitude="40.6781",
        longitude="-122.3671",
        street="12 Lake Blvd.",
        city="Redding",
        zip="96003",
    )
    assert found.problems == ()
    assert found.record == DirectoryRecord(
        cds_code="45752670113407",
        name="Lakeview Elementary",
        authority_name="Gateway Unified",
        county="45",
        level="elementary",
        grades="K-5",
        students=423,
        latitude=40.6781,
        longitude=-122.3671,
        street="12 Lake Blvd.",
        city="Redding",
        zip_code="96003",
    )


def test_lost_leading_zero_is_put_back_with_a_note():
    code, problem = read_cds_code("1100170112607")
    assert code == "01100170112607"
    assert problem is not None
    assert problem.weight == "note"


def test_code_with_dashes_and_apostrophe_is_read():
    assert read_cds_code("'01-10017-0112607") == ("01100170112607", None)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.10017E+12", "Excel has shortened this code. Open the original file again with the column as text."),
        ("0110017", "A CDS code has 14 digits."),
        ("", "A CDS code has 14 digits."),
        ("99100170112607", "No county of California has the code this begins with."),
        ("٠١١٠٠١٧٠١١٢٦٠٧", "A CDS code has 14 digits."),
    ],
)
def test_code_that_cannot_be_read_says_why(text: str, message: str):
    code, problem = read_cds_code(text)
    assert code == ""
    assert problem is not None
    assert problem.message == message


def test_school_stands_where_the_file_says_not_where_its_code_says():
    found = read(cds_code="02100250165324", county="Alpine", site_county="El Dorado")
    assert found.record is not None
    assert (found.record.authority_county, found.record.county) == ("02", "09")


def test_school_without_site_county_stands_where_its_point_is():
    assert county_standing("", "02", 38.9376, -119.9725) == "09"


def test_school_without_point_stands_in_the_county_of_its_code():
    assert county_standing("", "02", None, None) == "02"


def test_single_county_column_that_names_the_place_is_believed():
    found = read(cds_code="07616630130930", county="San Joaquin County")
    assert found.record is not None
    assert found.record.county == "39"


def test_unknown_county_is_noted():
    found = read(site_county="Jefferson")
    assert notes(found) == ["note: There is no county of this name; the one that holds the point was taken."]


@pytest.mark.parametrize(
    ("word", "status"),
    [("Active", "open"), ("closed", "closed"), ("Merged", "merged"), ("Pending", "pending"), ("", "open")],
)
def test_status_is_understood(word: str, status: str):
    found = read(status=word)
    assert found.record is not None
    assert found.record.status == status


def test_unknown_status_keeps_the_row_out():
    found = read(status="Haunted")
    assert found.record is None
    assert notes(found) == ["error: Not a status of the directory: active, pending, closed or merged."]


def test_missing_values_of_the_department_are_nothing():
    found = read(latitude="NULL", longitude="No Data", enrollment="*", street="No Data", charter="NULL")
    assert found.problems == ()
    assert found.record is not None
    assert (found.record.latitude, found.record.students, found.record.street, found.record.charter) == (
        None,
        None,
        "",
        False,
    )


def test_point_outside_california_is_left_out_with_a_note():
    assert read_point("0", "0")[:2] == (None, None)
    assert read_point("nan", "-120")[:2] == (None, None)
    assert read_point("40.5", "abc")[:2] == (None, None)


def test_longitude_without_minus_is_repaired():
    assert read_point("40.5", "122.4") == (40.5, -122.4, None)


def test_district_row_takes_its_name_from_the_district_column():
    found = read(cds_code="45100000000000", school="No Data", district="Shasta County Office of Education")
    assert found.record is not None
    assert (found.record.name, found.record.is_authority) == ("Shasta County Office of Education", True)


def test_row_without_name_is_left_out():
    assert notes(read(school="")) == ["error: The name is missing."]


def test_department_headings_are_recognized():
    header = [
        "CDSCode",
        "NCESDist",
        "StatusType",
        "County",
        "District",
        "School",
        "StreetAbr",
        "City",
        "Zip",
        "Charter",
    ]
    header += ["EILCode", "GSoffered", "GSserved", "Virtual", "Latitude", "Longitude", "AdmFName1", "AdmEmail1"]
    assert guess_mapping(FIELDS, header) == {
        "cds_code": "CDSCode",
        "school": "School",
        "district": "District",
        "county": "County",
        "status": "StatusType",
        "charter": "Charter",
        "virtual_type": "Virtual",
        "school_level": "EILCode",
        "grade_span": "GSserved",
        "latitude": "Latitude",
        "longitude": "Longitude",
        "street": "StreetAbr",
        "city": "City",
        "zip": "Zip",
    }


def test_names_in_windows_letters_survive():
    text = "cds_code,school\n07616550142331,Isaac R. Montañez Elementary\n"
    table = read_table(text.encode("cp1252"), "schools.csv")
    assert table.rows == ((2, ("07616550142331", "Isaac R. Montañez Elementary")),)
