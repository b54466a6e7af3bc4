"""Columns are matched to fields by heading."""

import re

import pytest

from groundswell.intake.importers import Field
from groundswell.intake.mapping import BadMapping, check_mapping, guess_mapping, parse_pairs, read_rows
from groundswell.intake.tables import read_table
from tests.intake.colors import FIELDS, Colors


def test_headings_match_without_regard_to_case_and_marks():
    assert guess_mapping(FIELDS, ["HEX_CODE", "Colour", "Other"]) == {"name": "Colour", "hex": "HEX_CODE"}


def test_field_name_wins_over_alias_and_a_column_serves_once():
    fields = (Field("school", "School"), Field("district", "District", ("school",)))
    assert guess_mapping(fields, ["School"]) == {"school": "School"}


def test_mapping_without_required_field_says_which():
    with pytest.raises(BadMapping, match=re.escape("Choose the column for: Hex code.")):
        check_mapping(FIELDS, ["Color"], {"name": "Color", "hex": ""})


def test_mapping_to_unknown_column_or_field_is_refused():
    with pytest.raises(BadMapping, match=re.escape("The file has no column “Colr”.")):
        check_mapping(FIELDS, ["Color"], {"name": "Colr"})
    with pytest.raises(BadMapping, match=re.escape("There is no field “nme”. Known: name, hex, note.")):
        check_mapping(FIELDS, ["Color"], {"nme": "Color"})


def test_pairs_of_the_command_line():
    assert parse_pairs(["name=Colour name", "hex = #"]) == {"name": "Colour name", "hex": "#"}
    with pytest.raises(BadMapping, match=re.escape("“name” is not of the form FIELD=COLUMN.")):
        parse_pairs(["name"])


def test_second_row_of_the_same_thing_names_the_first():
    table = read_table(b"name,hex\nred,#f00\nblue,#00f\nred,#e00\n", "a.csv")
    reads = list(read_rows(Colors(), table, {"name": "name", "hex": "hex"}))
    assert [read.record for read in reads] == [("red", "#f00"), ("blue", "#00f"), None]
    assert [problem.message for problem in reads[2].problems] == ["The same as line 2; that one counts."]
