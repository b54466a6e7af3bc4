"""Schools from the directory: made once, changed by sets, traps as the state has them."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.activity.models import Activity
from groundswell.places.models import Place, PlaceName
from groundswell.places.records import DirectoryRecord
from groundswell.places.services.bulk import PlaceDraft, put_places
from groundswell.places.services.schools import import_schools
from groundswell.spaces.models import Reach, Space

pytestmark = pytest.mark.django_db

LAKEVIEW = DirectoryRecord(
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


def bring_in(*records: DirectoryRecord, dry_run: bool = False) -> list[str]:
    return [str(one.outcome) for one in import_schools(by=None, records=records, dry_run=dry_run)]


def school(cds_code: str) -> Place:
    return Place.objects.select_related("parent", "authority").get(cds_code=cds_code)


def reached_from(place: Place) -> set[str]:
    rows = Reach.objects.filter(inner_id=place.space_id).values_list("outer__place__key", flat=True)
    return {key for key in rows if key is not None} - {place.key}


def test_school_belongs_to_its_district_and_all_above(california: None):
    assert bring_in(LAKEVIEW) == ["created"]
    made = school(LAKEVIEW.cds_code)
    assert made.parent is not None
    assert made.parent.name == "Gateway Unified"
    assert reached_from(made) == {"45752670000000", "45104540000000", "county-45", "region-2", "partnership"}
    assert (made.region, made.locale) == (2, made.parent.locale)
    assert made.search == " lakeview elementary redding shasta gateway unified"


def test_same_file_again_changes_and_doubles_nothing(california: None):
    bring_in(LAKEVIEW)
    counts = (Place.objects.count(), Space.objects.count(), Reach.objects.count(), Activity.objects.count())
    assert bring_in(LAKEVIEW) == ["unchanged"]
    assert (Place.objects.count(), Space.objects.count(), Reach.objects.count(), Activity.objects.count()) == counts


def test_dry_run_says_what_would_be_and_writes_nothing(california: None):
    bring_in(LAKEVIEW)
    other = replace(LAKEVIEW, cds_code="45752670113415", name="Riverview Elementary")
    before = Place.objects.count()
    assert bring_in(LAKEVIEW, other, dry_run=True) == ["unchanged", "created"]
    assert bring_in(replace(LAKEVIEW, students=1), dry_run=True) == ["changed"]
    assert Place.objects.count() == before


def test_renamed_school_keeps_its_former_name_and_is_found_by_both(california: None):
    bring_in(LAKEVIEW)
    assert bring_in(replace(LAKEVIEW, name="Shasta Lake Elementary")) == ["changed"]
    made = school(LAKEVIEW.cds_code)
    assert list(PlaceName.objects.filter(place=made).values_list("name", flat=True)) == ["Lakeview Elementary"]
    assert made.search == " shasta lake elementary redding shasta gateway unified lakeview elementary"


def test_school_that_moves_to_another_district_is_reached_from_there_alone(california: None):
    bring_in(LAKEVIEW)
    made = school(LAKEVIEW.cds_code)
    other = Place.objects.get(cds_code="45701360000000")
    put_places(drafts=[PlaceDraft(made.key, {"name": made.name}, parent=other)])
    assert reached_from(made) == {other.key, "45104540000000", "county-45", "region-2", "partnership"}
    former = Place.objects.get(cds_code="45752670000000")
    put_places(drafts=[PlaceDraft(made.key, {"name": made.name}, parent=former)])
    assert reached_from(made) == {former.key, "45104540000000", "county-45", "region-2", "partnership"}


def test_missing_values_leave_what_is_known(california: None):
    bring_in(LAKEVIEW)
    assert bring_in(replace(LAKEVIEW, latitude=None, longitude=None, students=None)) == ["unchanged"]
    assert bring_in(replace(LAKEVIEW, street="", city="", zip_code="", level="", grades="")) == ["unchanged"]


def test_closed_school_keeps_its_row(california: None):
    bring_in(LAKEVIEW)
    assert bring_in(replace(LAKEVIEW, status="closed")) == ["changed"]
    assert school(LAKEVIEW.cds_code).is_open is False


def test_charter_of_a_county_office_has_no_district(california: None):
    bring_in(
        replace(LAKEVIEW, cds_code="45104540111674", authority_name="Shasta County Office of Education", charter=True)
    )
    made = school("45104540111674")
    assert made.parent is not None
    assert made.authority is not None
    assert (made.parent.kind, made.authority.key) == ("county_office", "45104540000000")


def test_charter_of_the_state_board_belongs_to_its_county_office_and_no_district(california: None):
    entry = replace(LAKEVIEW, cds_code="38771310137307", name="Bayview Charter", county="38", charter=True)
    bring_in(replace(entry, authority_name="SBE - KIPP Bayview Elementary"))
    made = school("38771310137307")
    assert made.parent is not None
    assert made.authority is not None
    assert (made.parent.key, made.authority.key) == ("38103890000000", "sbe")
    assert not Place.objects.filter(cds_code="38771310000000").exists()


def test_state_special_school_answers_to_the_department_and_lies_in_its_county(california: None):
    name = "California School for the Blind (State Special Schl)"
    bring_in(replace(LAKEVIEW, cds_code="01316090131755", county="01", authority_name=name))
    assert reached_from(school("01316090131755")) == {"cde", "county-01", "region-4", "partnership"}


def test_school_of_the_second_hat_belongs_to_the_county_office(california: None):
    bring_in(replace(LAKEVIEW, cds_code="38684780000001", county="38", authority_name="San Francisco Unified"))
    made = school("38684780000001")
    assert made.parent is not None
    assert made.parent.key == "38103890000000"


def test_school_in_another_county_than_its_authority_counts_where_it_stands(california: None):
    bring_in(
        replace(LAKEVIEW, cds_code="02100250165324", county="09", authority_name="Alpine County Office of Education")
    )
    made = school("02100250165324")
    assert (made.county, made.region) == ("09", 3)
    assert "county-02" in reached_from(made)
    assert "county-09" not in reached_from(made)


def test_unknown_district_is_made_first_with_a_note(california: None):
    entry = replace(LAKEVIEW, cds_code="45999990000011", authority_name="New Valley Unified")
    [applied] = import_schools(by=None, records=[entry])
    assert [problem.message for problem in applied.problems] == [
        "“New Valley Unified” was not known as a district and is added."
    ]
    made = school("45999990000011")
    assert made.parent is not None
    assert (made.parent.kind, made.parent.cds_code) == ("district", "45999990000000")


def test_unknown_district_without_name_leaves_the_school_out(california: None):
    entry = replace(LAKEVIEW, cds_code="45999990000011", authority_name="")
    [applied] = import_schools(by=None, records=[entry])
    assert (str(applied.outcome), applied.problems[0].message) == (
        "skipped",
        "The district with code 45999990000000 is not known; bring in a file that names it.",
    )


def test_district_row_of_the_file_renames_the_district_and_its_schools_are_found_by_it(california: None):
    bring_in(LAKEVIEW)
    row = DirectoryRecord(cds_code="45752670000000", name="Gateway Lakes Unified", county="45")
    assert bring_in(row) == ["changed"]
    assert school(LAKEVIEW.cds_code).search == " lakeview elementary redding shasta gateway lakes unified"


def test_row_of_the_second_hat_makes_no_second_place(california: None):
    assert bring_in(DirectoryRecord(cds_code="38684780000000", name="San Francisco Unified", county="38")) == [
        "skipped"
    ]
    assert not Place.objects.filter(key="38684780000000").exists()


def test_import_writes_one_line_a_batch(california: None):
    bring_in(LAKEVIEW, replace(LAKEVIEW, cds_code="45752670113415", name="Riverview Elementary"))
    line = Activity.objects.get(verb="places.schools_imported")
    assert line.facts == {"created": 2, "changed": 0}


def test_queries_do_not_grow_with_the_file(california: None, django_assert_num_queries):
    records = [replace(LAKEVIEW, cds_code=f"4575267{number:07}", name=f"School {number}") for number in range(1, 61)]
    bring_in(*records[:1])
    with CaptureQueriesContext(connection) as one:
        bring_in(*records[1:2])
    with django_assert_num_queries(len(one)):
        bring_in(*records[2:])


def test_office_row_corrects_the_office_and_unknown_district_row_makes_one(california: None):
    office = DirectoryRecord(
        cds_code="45104540000000",
        name="Shasta County Office of Education",
        county="45",
        street="1644 Magnolia Ave.",
        city="Redding",
        zip_code="96001",
        latitude=40.58,
        longitude=-122.4,
    )
    new = DirectoryRecord(cds_code="45999990000000", name="New Valley Unified", county="45")
    stand_in = DirectoryRecord(cds_code="38771310000000", name="SBE - KIPP Bayview Elementary", county="38")
    assert bring_in(office, new, stand_in) == ["changed", "created", "skipped"]
    assert (school("45104540000000").street, school("45999990000000").kind) == ("1644 Magnolia Ave.", "district")
