"""Positions over time."""

from datetime import date

import pytest

from groundswell.people.choices import Role
from groundswell.people.models import Position
from groundswell.people.selectors.positions import county_of, position_at, positions_of
from groundswell.people.services.positions import (
    BadPosition,
    NewPosition,
    add_position,
    change_position,
    end_position,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def test_position_at_a_day_is_the_latest_that_holds(world, ada):
    add_position(by=None, person=ada, new=NewPosition(Role.TOSA, world.office, since=date(2026, 8, 1)))
    assert position_at(ada, date(2026, 7, 31)).role == "teacher"
    assert position_at(ada, date(2026, 8, 1)).role == "tosa"


def test_positions_that_ended_stay_and_stand_last(world, ada):
    first = Position.objects.select_related("person").get()
    add_position(by=None, person=ada, new=NewPosition(Role.COACH, world.bluff))
    end_position(by=None, position=first, last_day=date(2027, 1, 31))
    assert [(p.role, p.is_current) for p in positions_of(ada)] == [("coach", True), ("teacher", False)]
    assert county_of(ada).name == "Tehama"
    assert county_of(ada, date(2027, 1, 31)).name == "Shasta"


def test_position_that_is_held_already_is_refused(world, ada):
    with pytest.raises(BadPosition, match="there already"):
        add_position(by=None, person=ada, new=NewPosition(Role.TEACHER, world.manzanita))


def test_position_that_is_held_already_is_refused_when_another_is_changed_to_it(world, ada):
    other = add_position(by=None, person=ada, new=NewPosition(Role.COACH, world.manzanita))
    with pytest.raises(BadPosition, match="there already"):
        change_position(by=None, position=other, new=NewPosition(Role.TEACHER, world.manzanita))


def test_position_that_ends_before_it_begins_is_refused(world, ada):
    new = NewPosition(Role.COACH, world.bluff, since=date(2027, 1, 2), until=date(2027, 1, 1))
    with pytest.raises(BadPosition, match="last day is before"):
        add_position(by=None, person=ada, new=new)


def test_position_that_began_today_can_end_at_once(world, ada):
    position = add_position(by=None, person=ada, new=NewPosition(Role.COACH, world.bluff, since=date(2027, 2, 1)))
    end_position(by=None, position=position)
    position.refresh_from_db()
    assert position.until == date(2027, 2, 1)
