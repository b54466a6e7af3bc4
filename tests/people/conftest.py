"""A small world: two counties, an office, districts, schools; and the cast that the tests of people share.

Ada teaches science in Redding and Bea math in Red Bluff. Cy coordinates for Shasta's county office. Dov is signed in and
has to do with nobody. Op looks after the whole site.
"""

from types import SimpleNamespace

import pytest

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import provide_user
from groundswell.people.choices import Role, Subject, read_grades
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.people.services.profile import provide_own_person
from groundswell.places.models import Place
from groundswell.places.services.bulk import PlaceDraft, put_places
from groundswell.spaces.services.platform import provide_platform


def put(key: str, parent: Place | None = None, **fields: object) -> Place:
    within = () if parent else (provide_platform().pk,)
    put_places(drafts=[PlaceDraft(key, fields, parent=parent, within=within)])
    return Place.objects.select_related("space").get(key=key)


@pytest.fixture
def world(db: None) -> SimpleNamespace:
    region = put("region-2", kind="region", name="Region 2", region=2)
    shasta = put("county-45", region, kind="county", name="Shasta County", county="45")
    tehama = put("county-52", region, kind="county", name="Tehama County", county="52")
    office = put(
        "45104540000000", shasta, kind="county_office", name="Shasta Office", county="45", cds_code="45104540000000"
    )
    redding = put(
        "45700110000000", office, kind="district", name="Redding Elementary", county="45", cds_code="45700110000000"
    )
    manzanita = put(
        "45700116050504", redding, kind="school", name="Manzanita School", county="45", cds_code="45700116050504"
    )
    bluff = put(
        "52714886053706", tehama, kind="school", name="Bluff High School", county="52", cds_code="52714886053706"
    )
    return SimpleNamespace(
        region=region, shasta=shasta, tehama=tehama, office=office, redding=redding, manzanita=manzanita, bluff=bluff
    )


@pytest.fixture
def ada(world: SimpleNamespace) -> Person:
    return provide_person(
        by=None,
        email="ada@example.org",
        given_name="Ada",
        family_name="Ferreira",
        position=NewPosition(Role.TEACHER, world.manzanita, subject=Subject.SCIENCE, grades=read_grades("4-5")),
    )


@pytest.fixture
def bea(world: SimpleNamespace) -> Person:
    return provide_person(
        by=None,
        email="bea@example.org",
        given_name="Bea",
        family_name="Ochoa",
        position=NewPosition(Role.TEACHER, world.bluff, subject=Subject.MATH, grades=read_grades("9-12")),
    )


@pytest.fixture
def cy(world: SimpleNamespace) -> User:
    person = provide_person(by=None, email="cy@example.org", given_name="Cy", family_name="Lund")
    give_role(by=None, user=person.user, role="county-coordinator", space=world.shasta.space)
    return User.objects.get(pk=person.user_id)


@pytest.fixture
def dov(world: SimpleNamespace) -> User:
    return provide_user(email="dov@example.org")


@pytest.fixture
def op(world: SimpleNamespace) -> User:
    user = provide_user(email="op@example.org")
    give_role(by=None, user=user, role="operator", space=provide_platform())
    return User.objects.get(pk=user.pk)


@pytest.fixture
def as_(client):
    def enter(user_or_person):
        user = user_or_person if isinstance(user_or_person, User) else user_or_person.user
        client.force_login(user)
        session = client.session
        session["proved_at"] = "2999-01-01T00:00:00+00:00"
        session.save()
        return client

    return enter


@pytest.fixture
def known(dov):
    """Dov with a profile."""
    return provide_own_person(by=dov)
