"""Choosing sites: the seats that save most travel, kept ones stay, opening makes sites once."""

import pytest
from django_tasks_db.models import DBTaskResult

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.services.collaboratives import add_place
from groundswell.convenings.selectors.siting import CannotPropose, Wish, counties_of_collaborative, propose_hubs
from groundswell.convenings.services.siting import PATIENCE, open_sites
from groundswell.engines import warm
from groundswell.people.services.people import provide_person
from groundswell.places.choices import PlaceKind
from tests.convenings.conftest import make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready():
    """The engine's core is compiled, once for all tests."""
    if not warm.is_ready("siting"):
        warm.prepare("siting")


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


def test_planner_proposes_and_opens_in_the_browser(client, region, convening, ready):
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


def test_teams_with_a_long_way_join_by_link(region, convening):
    found = propose_hubs(convening, wish(region, open_sites=1, far=1.0))
    assert [(one.name, one.hub, one.hours is None) for one in found.going] == [
        ("Rim", "", True), ("Grove", "Redding", False), ("Lakeview", "Redding", False),
    ]  # fmt: skip
    assert [(hub.name, hub.people) for hub in found.hubs] == [("Redding", 8)]


def test_too_few_seats_are_said_with_numbers(region, convening):
    with pytest.raises(CannotPropose, match="12 people are expected, but 2 sites hold 2"):
        propose_hubs(convening, wish(region, seats=1))


def test_more_sites_than_counties_opens_what_there_is(region, convening):
    assert len(propose_hubs(convening, wish(region, open_sites=9)).hubs) == 2


@pytest.fixture
def asked(client, region, convening):
    """A planner's question, as an address."""
    lead = provide_person(by=None, email="lead@example.org", given_name="Lead")
    give_role(by=None, user=lead.user, role="lead", space=convening.collaborative.space)
    client.force_login(lead.user)
    keys = "&".join(f"counties={county.key}" for county in region.values())
    return f"/c/{convening.key}/plan/hubs/?open_sites=2&who=districts&each=4&{keys}"


def test_engine_that_is_not_ready_is_made_ready_by_the_worker(client, asked, monkeypatch):
    monkeypatch.setattr(warm, "is_ready", lambda engine: False)
    first = client.get(asked)
    assert ("Making ready" in first.content.decode(), "looks=1" in first["Refresh"]) == (True, True)
    again = client.get(f"{asked}&looks=1")
    assert "looks=2" in again["Refresh"]
    jobs = DBTaskResult.objects.filter(task_path="groundswell.convenings.services.deferred.prepare_engine")
    assert jobs.count() == 1


def test_page_answers_by_itself_where_no_worker_does(client, asked, ready):
    answer = client.get(f"{asked}&looks={PATIENCE}")
    assert ("Open these sites" in answer.content.decode(), "Refresh" in answer) == (True, False)


def test_engine_that_is_not_installed_is_said(client, asked, monkeypatch):
    monkeypatch.setattr(warm, "is_ready", lambda engine: False)
    monkeypatch.setattr(warm, "is_installed", lambda: False)
    page = client.get(asked).content.decode()
    assert ("is not installed on this machine" in page, 'role="alert"' in page) == (True, True)


def test_number_of_seats_that_no_site_has_opens_sites_without_a_limit(client, lead, region, convening):
    answer = client.post("/c/talk/plan/hubs/open/", {"counties": "county-45", "seats": "9" * 5000})
    assert (answer.status_code, convening.sites.get().capacity) == (302, None)
