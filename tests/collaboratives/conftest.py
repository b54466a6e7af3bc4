"""A collaborative in the browser: its lead and a member of it, each signed in."""

import pytest

from groundswell.collaboratives.choices import Part
from groundswell.collaboratives.services.collaboratives import add_member, add_place
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import collaborative, counties  # noqa: F401 - fixtures

OWN = "/collaboratives/north"


def somebody(collaborative, name: str, part: str, **more):  # noqa: F811
    person = provide_person(by=None, email=f"{name.lower()}@example.org", given_name=name, family_name="Example")
    add_member(by=None, collaborative=collaborative, person=person, part=part, **more)
    return person


@pytest.fixture
def lead(collaborative, client):  # noqa: F811
    """Lea leads the collaborative and is signed in."""
    person = somebody(collaborative, "Lea", Part.LEAD)
    client.force_login(person.user)
    return person


@pytest.fixture
def member(collaborative, counties, client):  # noqa: F811
    """Mia speaks for Lassen and is signed in."""
    add_place(by=None, collaborative=collaborative, place=counties["lassen"])
    person = somebody(collaborative, "Mia", Part.MEMBER, place=counties["lassen"])
    client.force_login(person.user)
    return person


def send(client, path: str, **fields):
    return client.post(f"{OWN}/{path}", {"client_id": path, **fields})
