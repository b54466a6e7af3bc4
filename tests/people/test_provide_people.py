"""People are found by their address or made, one by one or by sets."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groundswell.accounts.models import User
from groundswell.accounts.services.many_users import NotAnAddress
from groundswell.activity.models import Activity
from groundswell.people.choices import Role, Subject, read_grades
from groundswell.people.models import Person, Position
from groundswell.people.services.people import BadPerson, NewPerson, provide_people, provide_person
from groundswell.people.services.positions import BadPosition, NewPosition

pytestmark = pytest.mark.django_db


def test_provide_person_makes_person_user_space_and_position(world, ada):
    position = ada.positions.get()
    assert (ada.name, ada.user.email, ada.space.kind) == ("Ada Ferreira", "ada@example.org", "person")
    assert (position.place_id, position.county, position.role) == (world.manzanita.pk, "45", "teacher")


def test_provide_person_finds_by_address_without_regard_to_case(ada):
    again = provide_person(by=None, email=" ADA@Example.org ", given_name="Adelaide", family_name="F.")
    assert (again.pk, again.given_name, Person.objects.count()) == (ada.pk, "Ada", 1)


def test_provide_person_names_somebody_who_had_no_name(world):
    bare = provide_person(by=None, email="ada@example.org")
    assert provide_person(by=None, email="ada@example.org", given_name="Ada", family_name="Ferreira").pk == bare.pk
    bare.refresh_from_db()
    assert (bare.name, bare.search) == ("Ada Ferreira", " ada ferreira")


def test_provide_person_holds_a_position_once_and_gains_what_it_lacked(world):
    bare = NewPosition(Role.COACH, world.redding)
    richer = NewPosition(Role.COACH, world.redding, subject=Subject.MATH, grades=read_grades("3-5"))
    for new in (bare, richer, bare):
        person = provide_person(by=None, email="ada@example.org", position=new)
    assert [(p.subject, p.grade_words) for p in person.positions.all()] == [("math", "grades 3–5")]


def test_provide_person_with_several_roles_at_one_place(world):
    for role in (Role.TEACHER, Role.COACH):
        person = provide_person(by=None, email="ada@example.org", position=NewPosition(role, world.manzanita))
    assert {p.role for p in person.positions.all()} == {"teacher", "coach"}


def test_provide_person_at_a_place_that_is_not_listed(db):
    new = NewPosition(Role.TEACHER, place_name="Little  Red School", county="45")
    person = provide_person(by=None, email="eve@example.org", position=new)
    position = person.positions.get()
    assert (position.place_id, position.where, position.county) == (None, "Little Red School", "45")


def test_provide_people_keeps_order_and_takes_one_address_as_one_person(world):
    people = provide_people(
        by=None,
        records=[
            NewPerson("b@example.org", "Bo", "Ek"),
            NewPerson("", "Speaker", "Without Mail"),
            NewPerson("a@example.org", "Al", "Ek"),
            NewPerson("B@example.org", "Other", "Name"),
            NewPerson("", "Speaker", "Without Mail"),
        ],
    )
    assert [person.name for person in people] == [
        "Bo Ek", "Speaker Without Mail", "Al Ek", "Bo Ek", "Speaker Without Mail",
    ]  # fmt: skip
    assert people[0].pk == people[3].pk
    assert people[1].pk != people[4].pk
    assert (Person.objects.count(), User.objects.count()) == (4, 2)


def test_provide_people_writes_one_line(world):
    provide_people(by=None, records=[NewPerson(f"p{n}@example.org", "P", str(n)) for n in range(5)])
    line = Activity.objects.get(verb="people.people_brought_in")
    assert line.facts == {"people": 5, "new": 5}


def test_provide_people_costs_the_same_for_few_and_many(world):
    def cost(count: int) -> int:
        records = [
            NewPerson(f"c{count}-{n}@example.org", "P", str(n), position=NewPosition(Role.TEACHER, world.manzanita))
            for n in range(count)
        ]
        with CaptureQueriesContext(
            connection,
        ) as seen:
            provide_people(by=None, records=records)
        return len(seen)

    assert cost(2) == cost(200)


@pytest.mark.parametrize(
    ("record", "error"),
    [
        (NewPerson(), BadPerson),
        (NewPerson("not an address"), NotAnAddress),
        (NewPerson("a@example.org", "x" * 81), BadPerson),
        (NewPerson("a@example.org", language="tlh"), BadPerson),
        (NewPerson("a@example.org", position=NewPosition("wizard", place_name="Tower")), BadPosition),
        (NewPerson("a@example.org", position=NewPosition(Role.TEACHER)), BadPosition),
        (NewPerson("a@example.org", position=NewPosition(Role.TEACHER, place_name="X", county="99")), BadPosition),
    ],
)
def test_provide_people_keeps_nothing_when_one_is_wrong(db, record, error):
    with pytest.raises(error):
        provide_people(by=None, records=[NewPerson("good@example.org", "Good"), record])
    assert (Person.objects.count(), User.objects.count(), Position.objects.count()) == (0, 0, 0)


def test_what_a_stranger_types_changes_nobody_s_positions(world, ada):
    claimed = NewPosition(Role.PRINCIPAL, world.bluff)
    records = [
        NewPerson("ada@example.org", "A", "F", position=claimed),
        NewPerson("new@example.org", "N", "W", position=claimed),
    ]
    one, other = provide_people(by=None, records=records, sure=False)
    assert [position.role for position in one.positions.all()] == ["teacher"]
    assert [position.role for position in other.positions.all()] == ["principal"]


def test_what_one_types_of_oneself_is_added(world, ada):
    claimed = NewPosition(Role.COACH, world.redding)
    provide_people(by=ada.user, records=[NewPerson("ada@example.org", position=claimed)], sure=False)
    assert {position.role for position in ada.positions.all()} == {"teacher", "coach"}


@pytest.mark.django_db
def test_new_users_are_spoken_to_in_the_language_of_their_record_and_known_ones_in_their_own():
    provide_people(
        by=None, records=[NewPerson("ana@example.org", "Ana", "", "es"), NewPerson("ben@example.org", "Ben", "")]
    )
    provide_people(by=None, records=[NewPerson("ana@example.org", "Ana", "", "en")])
    assert dict(User.objects.values_list("email", "language")) == {"ana@example.org": "es", "ben@example.org": "en"}
