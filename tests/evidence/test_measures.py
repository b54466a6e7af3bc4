"""Each measure of a report against numbers that can be reckoned by hand."""

from datetime import timedelta

import pytest

from groundswell.collaboratives.choices import Subject
from groundswell.convenings.choices import GroupKind, How
from groundswell.convenings.models import Introduction
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.planning import plan_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.evidence import sources
from groundswell.evidence.measures import Introduced, connections_of, travel_of
from groundswell.evidence.models import TeacherCount
from groundswell.evidence.report import make_report
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


def introduce(convening, one, two):  # noqa: F811
    """As the survey does when two have named each other: a row for each."""
    for a, b in ((one, two), (two, one)):
        Introduction.objects.create(convening=convening, person_id=a.person_id, other_id=b.person_id)


@pytest.fixture
def ten(redding, susanville, school, convening):  # noqa: F811
    """Five from Shasta, five from Lassen."""
    convening.sites.update(capacity=9)
    redding.refresh_from_db()
    susanville.refresh_from_db()
    near = [
        register_person(by=None, convening=convening, site=redding, entrant=entrant(f"a{n}", school)) for n in range(5)
    ]
    far = [register_person(by=None, convening=convening, site=susanville, entrant=entrant(f"b{n}")) for n in range(5)]
    return list(zip(near, far, strict=True))


def test_introductions_are_counted_apart_from_who_met(ten, convening):  # noqa: F811
    for near, far in ten:
        introduce(convening, near, far)
    found = connections_of(convening, turnout_of(convening))
    assert found.pairs == 0
    assert found.introduced == Introduced(5, 5, [("Lassen", "Shasta", 5)])


def test_introductions_within_a_county_and_of_few_people_say_no_number(ten, convening):  # noqa: F811
    introduce(convening, ten[0][0], ten[1][0])  # both from Shasta
    assert connections_of(convening, turnout_of(convening)).introduced == Introduced(0, 0, [])
    introduce(convening, *ten[0])
    assert connections_of(convening, turnout_of(convening)).introduced == Introduced(None, None, ())


def test_introductions_do_not_tell_how_many_were_first_where_few_were_not(ten, convening):  # noqa: F811
    for near, far in ten:
        introduce(convening, near, far)
    with clock.at(START):
        for row in ten[0]:
            check_in(by=None, registration=row, site=row.site, how=How.NAME)
    ids = [row.pk for row in ten[0]]
    seat_groups(by=None, convening=convening, kind=GroupKind.ACROSS, session=None, site=None, tables={"Group 1": ids})
    found = connections_of(convening, turnout_of(convening))
    assert (found.pairs, found.introduced.pairs, found.introduced.first) == (1, 5, None)


def test_introductions_at_an_earlier_convening_are_not_new(ten, collaborative, convening):  # noqa: F811
    fields = {"title": "Before", "subject": Subject.BOTH, "starts_at": START - timedelta(days=90),
              "ends_at": START - timedelta(days=89)}  # fmt: skip
    earlier = plan_convening(by=None, collaborative=collaborative, fields=fields)
    for near, far in ten:
        introduce(earlier, near, far)
        introduce(convening, near, far)
    assert connections_of(convening, turnout_of(convening)).introduced.pairs == 0


def test_report_opens_what_introductions_were_computed_from(ten, convening):  # noqa: F811
    for near, far in ten:
        introduce(convening, near, far)
    report = make_report(convening, language="en")
    assert list(sources.introductions(report).rows) == [("Lassen", "Shasta", 5)]
