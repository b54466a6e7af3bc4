"""Pages of places: what anyone reads, who may change, what the rest meets."""

from dataclasses import replace

import pytest
from django.test import Client

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.places.models import Membership, Place
from groundswell.places.services.schools import import_schools
from groundswell.spaces.services.platform import provide_platform
from tests.places.test_schools import LAKEVIEW

pytestmark = pytest.mark.django_db


def place(key: str) -> Place:
    return Place.objects.select_related("space").get(key=key)


def signed_in(client: Client, user: User) -> Client:
    client.force_login(user)
    return client


@pytest.fixture
def state_lead(california: None) -> User:
    user = provide_user(email="state.lead@example.org")
    give_role(by=None, user=user, role="state-lead", space=provide_platform())
    return user


@pytest.fixture
def coordinator(california: None) -> User:
    user = provide_user(email="shasta@example.org")
    give_role(by=None, user=user, role="county-coordinator", space=place("45104540000000").space)
    return user


def test_overview_shows_regions_counties_and_the_map(california: None, client: Client):
    page = client.get("/places/").content.decode()
    assert page.count('class="land') == 58
    assert "Region 2: Northeastern" in page
    assert "/places/county-45/" in page


def test_overview_narrowed_to_urban_counties(california: None, client: Client):
    page = client.get("/places/?locale=urban").content.decode()
    assert page.count('class="land') == 11
    assert "Lassen County" not in page


@pytest.mark.parametrize(
    ("address", "marks"),
    [
        ("partnership", ["founding organization", "Lawrence Hall of Science", "The day of joining is not recorded."]),
        ("partnership/?on=2015-01-01", ["California Action Network for Mathematics Excellence and Equity"]),
        ("region-4", ["Alameda County", "Solano County", "suburban"]),
        ("county-45", ["Shasta County Office of Education", "Gateway Unified", "Redding"]),
        ("38103890000000", ["San Francisco Unified", "One organization, two hats", "38684780000000"]),
        ("45752670000000", ["Gateway Unified", "1 open school", "Lakeview Elementary"]),
        (LAKEVIEW.cds_code, ["Gateway Unified", "K-5", "12 Lake Blvd.", LAKEVIEW.cds_code]),
        ("exploratorium", ["museum", "three-dimensional learning", "California Partnership"]),
    ],
)
def test_page_of_each_kind(california: None, client: Client, address: str, marks: list[str]):
    import_schools(by=None, records=[LAKEVIEW])
    response = client.get(f"/places/{address}" if "?" in address else f"/places/{address}/")
    page = response.content.decode()
    assert (response.status_code, [mark for mark in marks if mark not in page]) == (200, [])


def test_partnership_before_its_start_has_no_founders(california: None, client: Client):
    assert "founding organization" not in client.get("/places/partnership/?on=2015-01-01").content.decode()


def test_second_hat_leads_to_the_county_office(california: None, client: Client):
    response = client.get("/places/38684780000000/")
    assert (response.status_code, response["Location"]) == (301, "/places/38103890000000/")


def test_unknown_place_is_not_found(california: None, client: Client):
    assert client.get("/places/hogwarts/").status_code == 404


def test_charter_without_district_names_who_authorized_it(california: None, client: Client):
    entry = replace(LAKEVIEW, cds_code="38771310137307", county="38", charter=True, authority_name="SBE - Bayview")
    import_schools(by=None, records=[entry])
    assert "State Board of Education" in client.get("/places/38771310137307/").content.decode()


@pytest.mark.parametrize(
    "address",
    ["/places/", "/places/region-2/", "/places/county-45/", "/places/45752670000000/", "/places/search/?q=lakev"],
)
def test_queries_do_not_grow_with_the_schools(
    california: None, client: Client, django_assert_max_num_queries, address: str
):
    import_schools(by=None, records=[LAKEVIEW])
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    more = [replace(LAKEVIEW, cds_code=f"4575267{number:07}", name=f"Lakeview {number}") for number in range(1, 30)]
    import_schools(by=None, records=more)
    with django_assert_max_num_queries(len(one)):
        client.get(address)


def test_search_says_what_fits(california: None, client: Client):
    import_schools(by=None, records=[LAKEVIEW])
    page = client.get("/places/search/?q=lakev").content.decode()
    assert "1 place fits “lakev”." in page
    assert "No place fits" in client.get("/places/search/?q=hogwarts").content.decode()


def test_suggestions_are_labels_that_mean_one_place(california: None, client: Client):
    import_schools(by=None, records=[LAKEVIEW])
    assert client.get("/places/suggest/?q=lakev&kind=school").json() == {
        "options": [{"value": "Lakeview Elementary · Gateway Unified · Redding", "label": "school"}]
    }
    assert client.get("/places/suggest/?q=lakev&kind=district").json() == {"options": []}


def test_partners_by_kind_and_strength(california: None, client: Client):
    page = client.get("/places/partners/?good_at=lesson+study").content.decode()
    assert "K–12 Alliance" in page
    assert "Children Now" not in page
    assert (
        "No partner is of this kind"
        in client.get("/places/partners/?kind=museum&good_at=lesson+study").content.decode()
    )


def test_stranger_is_asked_to_sign_in_before_changing(california: None, client: Client):
    assert client.get("/places/exploratorium/edit/").status_code == 302
    assert client.post("/places/partners/add/", {"name": "X"}).status_code == 302
    assert not Place.objects.filter(name="X").exists()


def test_coordinator_changes_own_county_and_no_other(coordinator: User, client: Client):
    signed_in(client, coordinator)
    sent = {"name": "Gateway Unified", "city": "Redding", "short_name": "GUSD"}
    assert client.post("/places/45752670000000/edit/", sent).status_code == 302
    assert place("45752670000000").short_name == "GUSD"
    assert client.post("/places/19647330000000/edit/", sent).status_code == 403
    assert place("19647330000000").short_name == ""
    assert client.get("/places/partners/add/").status_code == 404


def test_state_lead_adds_a_partner_once_however_often_it_is_sent(state_lead: User, client: Client):
    signed_in(client, state_lead)
    sent = {"name": "Tule Fog Planetarium", "partner_kind": "museum", "good_at": "night skies", "client_id": "abc"}
    answers = [client.post("/places/partners/add/", sent)["Location"] for _ in range(2)]
    assert answers == ["/places/tule-fog-planetarium/"] * 2
    assert Place.objects.filter(name="Tule Fog Planetarium").count() == 1


def test_partner_without_name_keeps_what_was_typed(state_lead: User, client: Client):
    signed_in(client, state_lead)
    page = client.post("/places/partners/add/", {"name": "", "partner_kind": "museum", "good_at": "night skies"})
    assert "night skies" in page.content.decode()


def test_partner_leaves_and_joins_again(state_lead: User, client: Client):
    signed_in(client, state_lead)
    client.post("/places/wested/membership/", {"what": "leave", "leave-on": "2019-06-30"})
    client.post("/places/wested/membership/", {"what": "join", "join-role": "documenter", "join-on": "2020-01-01"})
    rows = Membership.objects.filter(organization=place("wested")).order_by("pk").values_list("joined_on", "left_on")
    assert [(str(joined), str(left)) for joined, left in rows] == [("2016-01-01", "2019-06-30"), ("2020-01-01", "None")]


def test_district_cannot_join_the_partnership(state_lead: User, client: Client):
    signed_in(client, state_lead)
    assert (
        client.post("/places/45752670000000/membership/", {"what": "join", "join-role": "content"}).status_code == 404
    )


def test_half_a_point_is_explained(state_lead: User, client: Client):
    signed_in(client, state_lead)
    page = client.post("/places/county-45/edit/", {"name": "Shasta County", "latitude": "40"}).content.decode()
    assert "Write both latitude and longitude, or neither." in page


@pytest.mark.parametrize(
    "address",
    [
        "/places/search/?q=%25_%27&kind=x&page=99999999999",
        "/places/partnership/?on=0000-99-99",
        "/places/county-45/?locale=<script>",
        "/places/45752670000000/?page=abc",
    ],
)
def test_made_up_addresses_show_the_page(california: None, client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 200
    assert "<script>" not in response.content.decode().replace('<script type="module"', "")


def test_unknown_place_cannot_be_changed(state_lead: User, client: Client):
    signed_in(client, state_lead)
    assert client.get("/places/hogwarts/edit/").status_code == 404


def test_membership_that_cannot_be_is_explained(state_lead: User, client: Client):
    signed_in(client, state_lead)
    sent = {"what": "join", "join-role": "content", "join-on": "yesterday"}
    answer = client.post("/places/cmp/membership/", sent)
    form = answer.context["join"]
    assert (answer.status_code, list(form.errors), form["on"].value()) == (422, ["on"], "yesterday")
    page = client.post("/places/cmp/membership/", {"what": "leave"}, follow=True).content.decode()
    assert "California Mathematics Project is not a member." in page
    assert client.get("/places/cmp/membership/").status_code == 302


def test_place_that_somebody_else_changed_is_not_overwritten_unseen(state_lead: User, client: Client):
    signed_in(client, state_lead)
    page = client.get("/places/svmi/edit/").context["form"]
    mine = {name: page[name].value() or "" for name in page.fields} | {"city": "San Jose"}
    Place.objects.filter(key="svmi").update(city="Morgan Hill")
    answer = client.post("/places/svmi/edit/", mine)
    assert (answer.status_code, "It says now: Morgan Hill" in answer.content.decode()) == (422, True)
    assert place("svmi").city == "Morgan Hill"
    mine["as_it_stood"] = answer.context["form"]["as_it_stood"].value()
    assert client.post("/places/svmi/edit/", mine).status_code == 302
    assert place("svmi").city == "San Jose"


def test_too_many_strengths_are_explained(state_lead: User, client: Client):
    signed_in(client, state_lead)
    sent = {"name": "Svmi", "partner_kind": "alliance", "good_at": "x" * 81}
    assert "at most 20 lines of at most 80 letters" in client.post("/places/svmi/edit/", sent).content.decode()
    assert place("svmi").name == "Silicon Valley Mathematics Initiative"


def test_long_lists_of_a_county_are_paged(california: None, client: Client):
    first = client.get("/places/county-19/").content.decode()
    second = client.get("/places/county-19/?page=2").content.decode()
    assert ("ABC Unified" in first, "Wiseburn Unified" in first) == (True, False)
    assert ("ABC Unified" in second, "Wiseburn Unified" in second) == (False, True)


def test_many_schools_without_a_district_lead_to_the_county_office(california: None, client: Client):
    office = "Shasta County Office of Education"
    some = [
        replace(LAKEVIEW, cds_code=f"4510454{n:07}", name=f"Court {n}", authority_name=office) for n in range(1, 22)
    ]
    import_schools(by=None, records=some[:20])
    assert "All of them" not in client.get("/places/county-45/").content.decode()
    import_schools(by=None, records=some)
    assert "All of them" in client.get("/places/county-45/").content.decode()


@pytest.mark.parametrize(
    "address", ["/places/?locale=%00", "/places/search/?q=%00%00", "/places/suggest/?kind=%00,school"]
)
def test_addresses_with_a_nul_are_refused_with_a_page(california: None, client: Client, address: str):
    response = client.get(address)
    assert response.status_code == 400
    assert "<h1" in response.content.decode()
