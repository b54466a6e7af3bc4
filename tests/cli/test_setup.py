"""A real start: everything that the first administrator needs is there, and again changes nothing."""

import argparse

import pytest

from groundswell.access.allow import allows
from groundswell.access.permissions import Permission
from groundswell.accounts.services.users import find_user
from groundswell.cli import setup
from groundswell.instruments.models import Instrument
from groundswell.people.models import Person
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.standards.models import Item

pytestmark = pytest.mark.django_db(transaction=True)


def run(**given: str) -> int:
    return setup.run(
        argparse.Namespace(**{"email": "it@example.org", "name": "Ina Tester", "office": "Shasta"} | given)
    )


def test_setup_leaves_places_standards_the_tool_and_somebody_who_may_begin():
    assert run() == 0
    counts = Place.objects.count(), Item.objects.count(), Instrument.objects.count(), Person.objects.count()
    assert run() == 0
    assert (Place.objects.count(), Item.objects.count(), Instrument.objects.count(), Person.objects.count()) == counts
    user = find_user("it@example.org")
    assert user.person.name == "Ina Tester"
    assert Instrument.objects.get().code == "discourse-tool"
    assert Item.objects.exists()
    county = Place.objects.get(key="county-45")
    office = Place.objects.get(kind=PlaceKind.COUNTY_OFFICE, county="45")
    assert [allows(user, Permission.FOLLOWUP_PLAN, place.space_id) for place in (county, office)] == [True, True]
    assert allows(user, Permission.FOLLOWUP_PLAN, Place.objects.get(key="county-18").space_id) is False


def test_setup_says_what_it_does_not_understand(capsys):
    assert run(office="Nowhere") == 1
    assert "No place is known by the name “Nowhere”." in capsys.readouterr().err
    assert run(email="nobody") == 1
    assert "--email" in capsys.readouterr().err
    assert find_user("it@example.org") is None
