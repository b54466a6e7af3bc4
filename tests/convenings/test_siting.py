"""Choosing sites: the seats that save most travel, kept ones stay, opening makes sites once."""

import pytest

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.services.collaboratives import add_place
from groundswell.convenings.selectors.siting import Wish, counties_of_collaborative, propose_hubs
from groundswell.convenings.services.siting import open_sites
from groundswell.people.services.people import provide_person
from groundswell.places.choices import PlaceKind
from tests.convenings.conftest import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def region(collaborative, counties):
    """Two counties that take part, three districts: two beside Redding, one beside Susanville."""
    for county in counties.values():
        add_place(by=None, collaborative=collaborative, place=county)
    for key, name, county, latitude, longitude in (
        ("45000000000010", "Lakeview", "45", 40.6, -122.4), ("45000000000020", "Grove", "45", 40.5, -122.3),
        ("18000000000030", "Rim", "18", 40.4, -120.7),
    ):  # fmt: skip
        make_place(key, PlaceKind.DISTRICT, name, county=county, latitude=latitude, longitude=longitude)
    return counties


def wish(region, **more) -> Wish:
    return Wish(counties=list(region.values()), **{"open_sites": 2, "each": 4, **more})


def test_proposal_sends_each_team_to_the_nearest_of_two_seats(region, convening):
    found = propose_hubs(convening, wish(region))
    assert [(hub.name, hub.teams, hub.people) for hub in found.hubs] == [("Redding", 2, 8), ("Susanville", 1, 4)]
    assert [(one.name, one.hub) for one in found.going] == [
        ("Rim", "Susanville"), ("Grove", "Redding"), ("Lakeview", "Redding"),
    ]  # fmt: skip
    assert found.alone_name == "Redding"
    assert found.saved == pytest.approx(found.alone - found.hours)
    assert found.saved > 10  # four people from Rim, 150 km by air each way, and back


def test_one_site_saves_nothing(region, convening):
    found = propose_hubs(convening, wish(region, open_sites=1))
    assert ([hub.name for hub in found.hubs], round(found.saved, 6)) == (["Redding"], 0.0)
    assert [hub.name for hub in found.closed] == ["Susanville"]


def test_site_that_is_planned_stays_open(region, convening, susanville):
    found = propose_hubs(convening, wish(region, open_sites=1, each=1))
    assert {hub.name for hub in found.hubs if hub.site} == {"Redding", "Susanville"}


def test_nobody_expected_proposes_nothing(region, convening):
    assert propose_hubs(convening, wish(region, registered=True)) is None


def test_opening_twice_makes_each_site_once(region, convening):
    counties = counties_of_collaborative(convening.collaborative)
    assert [site.name for site in open_sites(by=None, convening=convening, counties=counties, seats=60)] == [
        "Susanville", "Redding",
    ]  # fmt: skip
    assert open_sites(by=None, convening=convening, counties=counties, seats=60) == []


def test_planner_proposes_and_opens_in_the_browser(client, region, convening):
    lead = provide_person(by=None, email="lead@example.org", given_name="Lead")
    give_role(by=None, user=lead.user, role="lead", space=convening.collaborative.space)
    client.force_login(lead.user)
    address = f"/c/{convening.key}/plan/hubs/"
    keys = "&".join(f"counties={county.key}" for county in region.values())
    page = client.get(f"{address}?open_sites=2&who=districts&each=4&seats=&{keys}").content.decode()
    assert ("Open these sites" in page, "Lakeview" in page) == (True, True)
    wrong = client.get(f"{address}?open_sites=2&who=districts&each=4&seats=1&{keys}").content.decode()
    assert ("Open these sites" in wrong, 'role="alert"' in wrong) == (False, True)
    sent = {"counties": f"{region['shasta'].key} county-99", "seats": "60", "client_id": "a"}
    assert client.post(f"{address}open/", sent).status_code == 302
    assert list(convening.sites.values_list("name", "capacity")) == [("Redding", 60)]
