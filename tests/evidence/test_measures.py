"""Each measure of a report against numbers that can be reckoned by hand."""

import re
from datetime import timedelta

import pytest
from django.utils import translation

from groundswell.collaboratives.choices import Subject
from groundswell.collaboratives.services.collaboratives import add_place
from groundswell.convenings.choices import GroupKind, How, Mode, QuestionState, SessionPart
from groundswell.convenings.models import Introduction, Site
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.groups import seat_groups
from groundswell.convenings.services.planning import SessionPlan, add_session, plan_convening
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.room import ask_question, close_question, move_room
from groundswell.core import clock
from groundswell.engines.distance import great_circle_km
from groundswell.evidence import sources
from groundswell.evidence.answers import asked_of
from groundswell.evidence.figures import attendance_map, attendance_of
from groundswell.evidence.findings import unknown
from groundswell.evidence.measures import Introduced, connections_of, travel_of
from groundswell.evidence.models import TeacherCount
from groundswell.evidence.report import make_report
from groundswell.evidence.selectors import turnouts_of
from groundswell.evidence.turnout import Turnout, turnout_of
from groundswell.instruments.services.responses import submit_response
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.choices import Role
from groundswell.people.services.leaving import erase_person
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.places.choices import PlaceKind
from tests.convenings.conftest import (  # noqa: F401 - fixtures
    START,
    collaborative,
    convening,
    counties,
    entrant,
    make_place,
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


def test_map_writes_the_share_it_shades_and_says_both_in_its_table(there, convening, counties):  # noqa: F811
    for number, county in enumerate(("shasta", "lassen"), 1):
        TeacherCount.objects.create(county=counties[county], year="2025-26", teachers=200 * number, source="test")
    found = attendance_of(make_report(convening, language="en"))
    picture = str(attendance_map(found).picture)
    written = re.findall(r">([^<>]+)</text>", picture)
    assert {"1.0", "0.2"} <= set(written)
    assert not any("per 100" in words for words in written)  # too long for a county: names would lie on each other
    assert "Shasta: 2 (1.0 per 100 teachers)" in picture


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
    assert list(sources.introductions(report).tables[0].rows) == [("Lassen", "Shasta", 5)]


def test_travel_opens_every_site_as_the_one_site(there, convening, redding, school):  # noqa: F811
    report = make_report(convening, language="en")
    found = report.travel
    driven, alone = sources.travel(report).tables
    assert [row[:2] for row in driven.rows] == [("Redding", 2)]
    assert [name for name, _hours in alone.rows] == ["Redding", "Susanville"]  # the least first
    there_and_back = 2 * 1.3 * 2 * great_circle_km(40.6, -122.4, 40.41, -120.65) / 80
    assert found.totals[1][1] == pytest.approx(there_and_back)
    assert found.uncounted == 1  # from a school that is not listed


def test_county_of_the_collaborative_from_which_nobody_came_stands_there(there, convening):  # noqa: F811
    tehama = make_place("county-52", PlaceKind.COUNTY, "Tehama", county="52")
    add_place(by=None, collaborative=convening.collaborative, place=tehama)
    report = make_report(convening, language="en")
    assert [(line.name, line.people) for line in report.lines] == [("Shasta", 2), ("Lassen", 1), ("Tehama", 0)]
    assert report.counties == 2
    assert "Nobody came from: Tehama." in unknown(report)


def test_question_that_the_one_speaker_of_another_county_answers_joins_two(there, convening, counties, redding):  # noqa: F811
    lassen = counties["lassen"]
    held = NewPosition(role=Role.COUNTY_SPECIALIST, place=lassen)
    speaker = provide_person(by=None, email="s@example.org", given_name="Sol", position=held)
    times = {"starts_at": convening.starts_at, "ends_at": convening.ends_at}
    plan = SessionPlan({"title": "Talk", "mode": Mode.JOINT, **times}, people=[(speaker, SessionPart.SPEAKER)])
    session = add_session(by=None, convening=convening, plan=plan)
    move_room(by=None, convening=convening, session=session, mode=Mode.JOINT)
    ana = there[0].person
    asked = ask_question(by=None, convening=convening, site=redding, owner="ana", text="How?", person=ana)
    close_question(by=None, question=asked, state=QuestionState.ANSWERED)
    found = connections_of(convening, turnout_of(convening))
    assert (found.asked, found.pairs, dict(found.by_counties)) == (1, 1, {("Lassen", "Shasta"): 1})


def test_pair_that_met_in_several_ways_counts_for_the_first(there, convening):  # noqa: F811
    ids = [row.pk for row in there]
    for kind in (GroupKind.ACROSS, GroupKind.TABLE):
        seat_groups(by=None, convening=convening, kind=kind, session=None, site=None, tables={"One": ids})
    ways, _by_county = sources.connections(make_report(convening, language="en")).tables
    assert [count for _how, count in ways.rows] == [2, 0, 0]
    assert ways.foot[1] == 2


def test_sites_have_their_spanish_names_in_a_spanish_report(there, convening, redding, school):  # noqa: F811
    Site.objects.filter(pk=redding.pk).update(name_es="Redding, en la biblioteca")
    with translation.override("es"):
        travel = travel_of(turnout_of(convening))
    assert "Redding, en la biblioteca" in {line.name for line in travel.lines}


def test_no_more_answer_than_could_have_also_when_somebody_has_left(convening):  # noqa: F811
    instrument = make_from_starter(by=None, code="symposium-before", owner=convening.space)
    version = instrument.versions.get()
    people = [provide_person(by=None, email=f"{name}@example.org", given_name=name) for name in ("ana", "ben")]
    for person in people:
        submit_response(version=version, given=[], person=person, about=convening.space)
    erase_person(by=None, person=people[0])
    assert asked_of(convening, instrument, Turnout([], [])) == 2


def test_person_who_registered_under_two_rows_counts_once(there, convening, redding, school):  # noqa: F811
    ana, ben, cem = there
    tables = {"Table 1": [ben.pk, cem.pk]}
    seat_groups(by=None, convening=convening, kind="table", session=None, site=redding, tables=tables)
    merge_people(by=None, keep=ana.person, merge=ben.person)
    report = make_report(convening, language="en")
    assert (report.there, report.registered, report.travel.people + report.travel.uncounted) == (2, 2, 2)
    assert [(line.name, line.people, line.places) for line in report.lines] == [("Lassen", 1, 1), ("Shasta", 1, 1)]
    assert [row[-1] for row in sources.attendance(report).tables[2].rows] == [1, 1]
    assert (report.connections.pairs, turnouts_of([convening.pk])) == (1, {convening.pk: (2, 2)})
