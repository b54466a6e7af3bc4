"""The example's facts hold together, and its world is made by services alone."""

import ast
import tomllib
from pathlib import Path

import pytest

from groundswell.collaboratives.choices import Part, Standing, Subject
from groundswell.convenings.choices import Format
from groundswell.example import cast
from groundswell.example.services.make import FACTS
from groundswell.example.services.world import LINK
from groundswell.people.choices import Role
from groundswell.places import atlas

pytestmark = pytest.mark.one_database

EXAMPLE = Path(cast.__file__).parent
STATED = tomllib.loads(FACTS.read_text(encoding="utf-8"))["collaborative"]
WRITES = {"save", "create", "bulk_create", "update", "bulk_update", "get_or_create", "update_or_create", "delete"}
KEYS = [one["key"] for one in STATED]


def test_thirteen_collaboratives_nine_of_regions_and_four_of_counties():
    assert len(KEYS) == len(set(KEYS)) == 13
    assert sorted(one["scope"] for one in STATED) == ["county"] * 4 + ["region"] * 9


@pytest.mark.parametrize("stated", STATED, ids=KEYS)
def test_collaborative_names_places_partners_and_parts_that_there_are(stated):
    names = {county.name for county in atlas.counties().values()}
    partners = set(stated["partners"]) | {one["partner"] for one in stated.get("members", ()) if "partner" in one}
    assert set(stated["counties"]) <= names
    assert partners <= set(atlas.partners())
    assert set(stated["leads"]) <= set(Subject)
    for one in stated.get("members", ()):
        assert one["part"] in set(Part)
        assert one.get("standing", "senior") in set(Standing)
        assert one.get("role", "teacher") in set(Role)
        assert one.get("county", stated["counties"][0]) in stated["counties"]


@pytest.mark.parametrize("stated", STATED, ids=KEYS)
def test_collaborative_of_a_region_has_all_its_counties(stated):
    if stated["scope"] == "region":
        number = int(stated["home"].removeprefix("region-"))
        assert set(stated["counties"]) == {one.name for one in atlas.counties().values() if one.region == number}


@pytest.mark.parametrize("stated", STATED, ids=KEYS)
def test_convenings_have_sites_of_the_collaborative_and_formats_that_there_are(stated):
    held = stated.get("convening", ())
    assert held or stated["key"] == "region-2"  # that one is lived through in code
    for one in held:
        assert set(one["sites"]) <= {*stated["counties"], LINK}
        assert one["format"] in set(Format)


def test_no_row_of_the_example_is_written_beside_the_services():
    found = [
        f"{path.name}:{node.lineno} .{node.func.attr}()"
        for path in sorted(EXAMPLE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES
    ]
    assert found == []


def test_people_of_the_example_are_invented_and_the_same_each_time():
    some = [one for _n, one in zip(range(400), cast.people(2019), strict=False)]
    again = [one for _n, one in zip(range(400), cast.people(2019), strict=False)]
    assert some == again
    assert len({one.email for one in some}) == 400
    assert all(one.email.endswith("@example.org") and one.family in cast.FAMILY for one in some)
