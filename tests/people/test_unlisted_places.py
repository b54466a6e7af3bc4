"""Places that people wrote by hand: told without names, settled by whoever looks after the county's entries."""

import pytest

from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import provide_user
from groundswell.activity.models import Activity
from groundswell.people.models import Position
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.people.services.unlisted import SettledAlready, settle_place
from groundswell.places.models import Place, PlaceName
from groundswell.places.selectors.finding import find_place

pytestmark = pytest.mark.django_db


def write(name: str, place: str, county: str = "45", role: str = "teacher") -> Position:
    position = NewPosition(role, place_name=place, county=county)
    return provide_person(by=None, email=f"{name}@example.org", given_name=name, position=position).positions.get()


@pytest.fixture
def written(world) -> list[Position]:
    return [write("quillan", "Mansanita School"), write("fay", "mansanita school"), write("gil", "Bluff Prep", "52")]


@pytest.fixture
def keeper(client, world):
    """Looks after the entries of Shasta's office."""
    user = provide_user(email="keeper@example.org")
    give_role(by=None, user=user, role="county-coordinator", space=world.office.space)
    client.force_login(user)
    return user


def test_keeper_sees_what_was_written_in_their_county_and_nobody_named(client, keeper, written):
    page = client.get("/people/not-listed/").content.decode()
    assert ("2 people" in page, "ansanita" in page, "Bluff Prep" in page) == (True, True, False)
    page = client.get(f"/people/not-listed/{written[0].pk}/").content.decode()
    assert ("Manzanita School" in page, "quillan" in page.lower()) == (True, False)


def test_another_county_answers_nothing(client, keeper, written):
    assert client.get(f"/people/not-listed/{written[2].pk}/").status_code == 404
    assert client.post(f"/people/not-listed/{written[2].pk}/add/", {"name": "X", "kind": "school"}).status_code == 404


def test_one_of_the_list_is_chosen_and_found_by_that_name_from_then_on(client, keeper, world, written):
    sent = client.post(
        f"/people/not-listed/{written[0].pk}/", {"likely": world.manzanita.key, "remember": "on"}, follow=True
    )
    assert "2 positions are at Manzanita School now." in sent.content.decode()
    assert [one.place_id for one in Position.objects.filter(pk__in=[one.pk for one in written[:2]])] == [
        world.manzanita.pk
    ] * 2
    assert find_place("Mansanita School") == world.manzanita
    assert Activity.objects.filter(verb="people.place_settled", actor=keeper, space=world.manzanita.space).exists()
    assert client.get(f"/people/not-listed/{written[0].pk}/").status_code == 404


def test_what_is_in_no_list_is_added_with_its_people(client, keeper, world, written):
    fields = {"name": "Mansanita School", "kind": "school", "county": "45", "city": "Redding"}
    client.post(f"/people/not-listed/{written[0].pk}/add/", fields)
    added = Place.objects.select_related("parent").get(name="Mansanita School")
    assert (added.parent, added.cds_code, added.by_hand, added.region) == (
        world.office,
        None,
        True,
        world.office.region,
    )
    assert added.positions.count() == 2
    assert "not in the state's directory" in client.get(f"/places/{added.key}/").content.decode()


def test_organization_in_no_list_is_added_with_its_address(client, keeper, written):
    fields = {"name": "Mansanita Museum", "kind": "museum", "county": "45", "street": "1 Fog Lane", "city": "Redding"}
    client.post(f"/people/not-listed/{written[0].pk}/add/", fields | {"zip_code": "96001"})
    added = Place.objects.get(name="Mansanita Museum")
    assert (added.partner_kind, added.street, added.city, added.zip_code) == (
        "museum",
        "1 Fog Lane",
        "Redding",
        "96001",
    )


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Choose a place, or add it below."),
        ({"other": "No such thing at all"}, "No place is known by the name"),
        ({"likely": "forged"}, "That is not one of the choices."),
    ],
)
def test_a_choice_that_means_nothing_is_asked_again(client, keeper, written, fields, sentence):
    assert sentence in client.post(f"/people/not-listed/{written[0].pk}/", fields).content.decode()


def test_whoever_has_the_position_there_already_keeps_one(world, written):
    person = written[0].person
    Position.objects.create(person=person, place=world.manzanita, county="45", role="teacher")
    settle_place(by=None, position=written[0], place=world.manzanita, remember=False)
    assert person.positions.count() == 1
    assert not PlaceName.objects.exists()


def test_settling_twice_is_refused_in_words(world, written):
    settle_place(by=None, position=written[0], place=world.manzanita)
    with pytest.raises(SettledAlready):
        settle_place(by=None, position=written[0], place=world.bluff)


def test_office_page_says_what_waits_to_those_who_may_say_what_it_is(client, keeper, world, written):
    path = f"/places/{world.office.key}/"
    assert "1 place was written by hand." in client.get(path).content.decode()
    client.logout()
    assert "by hand" not in client.get(path).content.decode()
