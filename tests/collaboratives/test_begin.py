"""Forming a collaborative in the browser: who may, and what is there afterwards."""

import pytest

from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import find_user, provide_user
from groundswell.collaboratives.choices import Bond
from groundswell.collaboratives.models import Collaborative, Member
from groundswell.collaboratives.selectors import places_of
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.platform import provide_platform
from groundswell.spaces.services.spaces import make_space

pytestmark = pytest.mark.django_db
ADDRESS = "/collaboratives/new/"
LEAD = {"given_name": "Lea", "family_name": "Example", "email": "lea@example.org"}


def place(key: str, kind: PlaceKind, name: str, **fields) -> Place:
    return Place.objects.create(space=make_space(kind=Kind.PLACE), key=key, kind=kind, name=name, **fields)


@pytest.fixture
def region(db) -> Place:
    found = place("region-2", PlaceKind.REGION, "Region 2", region=2)
    place("county-45", PlaceKind.COUNTY, "Shasta", county="45", region=2)
    place("county-18", PlaceKind.COUNTY, "Lassen", county="18", region=2)
    place("county-19", PlaceKind.COUNTY, "Los Angeles", county="19", region=11)
    return found


@pytest.fixture
def state_lead(client):
    user = provide_user(email="state@example.org")
    give_role(by=None, user=user, role="state-lead", space=provide_platform())
    client.force_login(user)
    return user


def test_state_lead_forms_a_collaborative_with_the_counties_of_its_region(client, region, state_lead):
    sent = {"name": "New", "subject": "math", "home": region.pk, **LEAD}
    answer = client.post(ADDRESS, sent)
    made = Collaborative.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/collaboratives/{made.key}/")
    assert (made.key, made.scope, made.home_id) == ("new-2", "region", region.pk)
    assert [row.place.name for row in places_of(made, Bond.COUNTY)] == ["Lassen", "Shasta"]
    lead = Member.objects.select_related("person").get()
    assert (lead.person.name, lead.part, lead.subject) == ("Lea Example", "lead", "math")
    client.force_login(find_user("lea@example.org"))
    assert client.get(f"/collaboratives/{made.key}/people/add/").status_code == 200


def test_collaborative_takes_the_counties_that_were_chosen(client, region, state_lead):
    chosen = Place.objects.get(key="county-19")
    home = Place.objects.get(key="county-45")
    sent = {"name": "Two", "subject": "both", "home": home.pk, "counties": [chosen.pk, home.pk], **LEAD}
    assert client.post(ADDRESS, sent).status_code == 302
    assert Collaborative.objects.get().scope == "county"
    assert [row.place.name for row in places_of(Collaborative.objects.get(), Bond.COUNTY)] == ["Los Angeles", "Shasta"]


def test_others_learn_nothing_of_forming(client, region):
    assert client.get(ADDRESS)["Location"].startswith("/sign-in/")
    client.force_login(provide_user(email="nobody@example.org"))
    assert client.get(ADDRESS).status_code == 404
    assert "Form a collaborative" not in client.get("/collaboratives/").content.decode()
