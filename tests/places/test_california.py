"""Loading the facts: complete, once, and connected as roles need it."""

from collections import Counter
from datetime import date

import pytest

from groundswell.activity.models import Activity
from groundswell.places.models import Membership, Place
from groundswell.places.services.california import Loaded, load_california
from groundswell.spaces.models import Edge, Reach, Space
from groundswell.spaces.services.platform import provide_platform

pytestmark = pytest.mark.django_db


def place(key: str) -> Place:
    return Place.objects.select_related("parent", "authority").get(key=key)


def reaches(outer: Place, inner: Place) -> bool:
    return Reach.objects.filter(outer_id=outer.space_id, inner_id=inner.space_id).exists()


def test_every_kind_is_there_in_its_number(california: None):
    assert Counter(Place.objects.values_list("kind", flat=True)) == {
        "partnership": 1,
        "agency": 2,
        "region": 11,
        "county": 58,
        "county_office": 58,
        "district": 929,
        "partner": 22,
    }


def test_loading_again_changes_nothing(california: None):
    before = (Place.objects.count(), Space.objects.count(), Edge.objects.count(), Activity.objects.count())
    assert load_california(by=None) == Loaded(created=0, changed=0)
    assert (Place.objects.count(), Space.objects.count(), Edge.objects.count(), Activity.objects.count()) == before


def test_loading_corrects_what_differs_and_keeps_the_former_name(california: None):
    Place.objects.filter(key="county-45").update(name="Old Shasta")
    assert load_california(by=None) == Loaded(created=0, changed=1)
    corrected = place("county-45")
    assert corrected.name == "Shasta County"
    assert [other.name for other in corrected.other_names.all()] == ["Old Shasta"]
    assert corrected.search == " shasta county redding shasta old shasta"


def test_one_activity_line_for_all(california: None):
    line = Activity.objects.get(verb="places.california_loaded")
    assert line.facts == {"created": 1081, "changed": 0}


def test_role_on_region_reaches_districts_of_its_counties_only(california: None):
    region = place("region-2")
    assert reaches(region, place("45701360000000"))  # Shasta Union High
    assert not reaches(region, place("19647330000000"))  # Los Angeles Unified


def test_role_on_county_office_reaches_its_districts(california: None):
    assert reaches(place("45104540000000"), place("45701360000000"))


def test_role_on_platform_reaches_everything(california: None):
    platform = provide_platform()
    unreached = Place.objects.exclude(space__reached_from__outer=platform)
    assert list(unreached) == []


def test_office_that_is_the_district_is_one_place_with_two_codes(california: None):
    office = place("38103890000000")
    assert (office.name, office.district_name) == ("San Francisco County Office of Education", "San Francisco Unified")
    assert office.is_district
    assert not Place.objects.filter(key="38684780000000").exists()


def test_offices_of_modoc_and_sierra_exist_though_they_run_no_school(california: None):
    assert place("25102560000000").is_district is False
    assert place("46104620000000").district_name == "Sierra-Plumas Joint Unified"


def test_state_charters_are_no_districts(california: None):
    assert not Place.objects.filter(name__startswith="SBE - ").exists()


def test_founders_and_later_member_of_the_partnership(california: None):
    members = Membership.objects.filter(body=place("partnership"))
    founders = members.filter(role="founder").values_list("organization__key", flat=True)
    assert set(founders) == {"ccsesa", "cde", "sbe"}
    later = members.get(organization=place("camee"))
    assert later.joined_on is None
    known = members.get(organization=place("exploratorium"))
    assert (known.joined_on, known.joined_precision) == (date(2016, 1, 1), "year")


def test_partners_say_what_they_are_good_at(california: None):
    words = set(place("lhs").strengths.values_list("words", flat=True))
    assert "hands-on science" in words


def test_page_of_the_partnership_tells_when_it_began_and_where_its_grants_went(client, california: None):
    page = client.get("/places/partnership/").content.decode()
    assert "from 2017 on, to 22 collaboratives: 16 of regions, 6 of counties" in page
    assert "2 of practice, across the state" in page
