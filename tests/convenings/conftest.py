"""A small symposium: three sites, one of which only plans."""

from datetime import UTC, datetime

import pytest
from django.test import Client

from groundswell.access.services.grants import give_role
from groundswell.collaboratives.choices import Scope, Subject
from groundswell.collaboratives.models import Collaborative
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Convening, Site
from groundswell.convenings.services.entrants import Entrant
from groundswell.convenings.services.planning import add_site, plan_convening, publish_convening
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person
from groundswell.places.choices import PlaceKind
from groundswell.places.models import Place
from groundswell.spaces.choices import Kind
from groundswell.spaces.services.spaces import make_space

START = datetime(2027, 2, 9, 16, 30, tzinfo=UTC)
END = datetime(2027, 2, 9, 23, 15, tzinfo=UTC)


def make_place(key: str, kind: PlaceKind, name: str, **fields) -> Place:
    return Place.objects.create(space=make_space(kind=Kind.PLACE), key=key, kind=kind, name=name, **fields)


@pytest.fixture
def counties(db) -> dict[str, Place]:
    return {
        "shasta": make_place("county-45", PlaceKind.COUNTY, "Shasta", county="45", latitude=40.58, longitude=-122.39),
        "lassen": make_place("county-18", PlaceKind.COUNTY, "Lassen", county="18", latitude=40.41, longitude=-120.65),
    }


@pytest.fixture
def school(counties) -> Place:
    return make_place(
        "45000000000001", PlaceKind.SCHOOL, "Test School", county="45", latitude=40.6, longitude=-122.4,
        cds_code="45000000000001",
    )  # fmt: skip


@pytest.fixture
def collaborative(counties) -> Collaborative:
    return Collaborative.objects.create(
        space=make_space(kind=Kind.COLLABORATIVE), key="north", name="North", subject=Subject.BOTH, scope=Scope.REGION,
        home=counties["shasta"],
    )  # fmt: skip


@pytest.fixture
def convening(collaborative, noon) -> Convening:
    return plan_convening(
        by=None,
        collaborative=collaborative,
        fields={"title": "Talk", "subject": Subject.BOTH, "starts_at": START, "ends_at": END},
    )


@pytest.fixture
def redding(convening, counties) -> Site:
    fields = {"name": "Redding", "capacity": 2, "latitude": 40.58, "longitude": -122.39}
    site = add_site(by=None, convening=convening, kind=SiteKind.IN_PERSON, county=counties["shasta"], fields=fields)
    publish_convening(by=None, convening=convening)
    convening.refresh_from_db()
    return site


@pytest.fixture
def susanville(convening, counties, redding) -> Site:
    fields = {"name": "Susanville", "capacity": 3, "latitude": 40.41, "longitude": -120.65}
    return add_site(by=None, convening=convening, kind=SiteKind.IN_PERSON, county=counties["lassen"], fields=fields)


@pytest.fixture
def host(redding, client) -> Client:
    """The browser of the host of Redding."""
    person = provide_person(by=None, email="host@example.org", given_name="Hana", family_name="Example")
    give_role(by=None, user=person.user, role="site-host", space=redding.space)
    client.force_login(person.user)
    return client


def entrant(name: str, place: Place | None = None, **fields) -> Entrant:
    return Entrant(
        email=f"{name}@example.org", given_name=name.title(), family_name="Example", role="teacher", place=place,
        place_written="" if place else "A school that is not listed", county="" if place else "18", **fields,
    )  # fmt: skip


@pytest.fixture
def lead(collaborative, client) -> Person:
    """The collaborative's lead, who is signed in."""
    person = provide_person(by=None, email="lead@example.org", given_name="Lea", family_name="Example")
    give_role(by=None, user=person.user, role="lead", space=collaborative.space)
    client.force_login(person.user)
    return person
