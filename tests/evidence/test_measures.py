"""Each measure of a report against numbers that can be reckoned by hand."""

import pytest

from groundswell.convenings.choices import GroupKind, How
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.evidence.measures import connections_of, travel_of
from groundswell.evidence.models import TeacherCount
from groundswell.evidence.turnout import turnout_of
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    START,
    collaborative,
    convening,
    counties,
    entrant,
    redding,
    school,
    susanville,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(redding, susanville, school):  # noqa: F811
    """Two from Shasta in Redding, one from Lassen in Susanville, all checked in."""
    rows = [
        register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school)),
        register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ben", school)),
        register_person(by=None, convening=redding.convening, site=susanville, entrant=entrant("cem")),
    ]
    with clock.at(START):
        for row in rows:
            check_in(by=None, registration=row, site=row.site, how=How.NAME)
    return rows


def test_attendance_by_county_counts_each_person_once(there, convening):  # noqa: F811
    turnout = turnout_of(convening)
    lines = turnout.by_county()
    assert [(line.name, line.people, line.share) for line in lines] == [("Shasta", 2, None), ("Lassen", 1, None)]
    assert len(turnout.came) == 3


def test_attendance_by_county_is_a_share_once_teachers_are_known(there, convening, counties):  # noqa: F811
    TeacherCount.objects.create(county=counties["shasta"], year="2025-26", teachers=200, source="test")
    assert turnout_of(convening).by_county()[0].share == 1.0


def test_travel_saved_is_nothing_where_everyone_came_from_beside_the_best_site(there, convening):  # noqa: F811
    travel = travel_of(turnout_of(convening))
    assert travel is not None
    assert (travel.people, travel.site) == (2, "Redding")
    assert travel.saved == pytest.approx(0.0)


def test_travel_saved_is_the_way_to_the_one_best_site(there, convening, redding, susanville, school):  # noqa: F811
    far = register_person(by=None, convening=convening, site=susanville, entrant=entrant("dee", school))
    with clock.at(START):
        check_in(by=None, registration=far, site=susanville, how=How.NAME)
    travel = travel_of(turnout_of(convening))
    assert travel is not None
    assert travel.saved < -3.0  # somebody drove 150 km to the other site: that is no saving, and it says so


def test_connections_are_pairs_of_different_counties_counted_once(there, convening):  # noqa: F811
    ids = [row.pk for row in there]
    seat_groups(by=None, convening=convening, kind=GroupKind.ACROSS, session=None, site=None, tables={"Group 1": ids})
    found = connections_of(convening, turnout_of(convening))
    assert (found.pairs, found.across_sites, found.at_tables) == (2, 2, 0)
    assert dict(found.by_counties) == {("Lassen", "Shasta"): 2}


def test_connections_leave_out_who_was_not_there(redding, susanville, convening, school):  # noqa: F811
    one = register_person(by=None, convening=convening, site=redding, entrant=entrant("ana", school))
    two = register_person(by=None, convening=convening, site=susanville, entrant=entrant("ben"))
    tables = {"Group 1": [one.pk, two.pk]}
    seat_groups(by=None, convening=convening, kind=GroupKind.ACROSS, session=None, site=None, tables=tables)
    assert connections_of(convening, turnout_of(convening)).pairs == 0
