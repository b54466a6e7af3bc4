"""A convening of two days: on the second the host still puts in who signed on paper on the first."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from groundswell.convenings.choices import How
from groundswell.convenings.models import Attendance, Registration
from groundswell.convenings.selectors.after import hours_of
from groundswell.convenings.services.checkin import NotToday, check_in
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"
FIRST, SECOND = date(2027, 2, 9), date(2027, 2, 10)
PAPER = f"?day={FIRST}"


@pytest.fixture
def ana(convening, redding, noon) -> Registration:
    fields = {"hours": Decimal(6), "ends_at": END + timedelta(days=1)}
    change_convening(by=None, convening=convening, fields=fields)
    row = register_person(by=None, convening=convening, site=redding, entrant=entrant("ana"))
    return Registration.objects.select_related("convening", "person", "site").get(pk=row.pk)


@pytest.fixture
def next_morning(ana):
    with clock.at(START + timedelta(days=1)):
        yield


def test_host_chooses_the_day_and_whoever_is_put_in_has_its_whole_hours(host, ana, next_morning):
    assert f'href="{PAPER}"' in host.get(f"{DOOR}/").content.decode()
    page = host.get(f"{DOOR}/{PAPER}").content.decode()
    assert ("Was here" in page, "Leaves" in page, f'action="{DOOR}/arrive/{PAPER}"' in page) == (True, False, True)
    back = host.post(f"{DOOR}/arrive/{PAPER}", {"registration": ana.pk})
    assert back["Location"] == f"{DOOR}/{PAPER}"
    row = Attendance.objects.get()
    assert (row.day, row.came_at, hours_of(ana)) == (FIRST, START, Decimal("6.00"))
    assert (host.get(f"{DOOR}/{PAPER}").context["here"], host.get(f"{DOOR}/").context["here"]) == (1, 0)
    host.post(f"{DOOR}/arrive/", {"registration": ana.pk})
    assert hours_of(ana) == Decimal("12.00")
    host.post(f"{DOOR}/arrive/{PAPER}", {"registration": ana.pk, "undo": "1"})
    assert Attendance.objects.get().day == SECOND


def test_who_was_not_on_the_list_is_put_in_for_that_day(host, ana, next_morning):
    said = {"given_name": "Wim", "family_name": "Walker", "email": "", "role": "teacher", "school": "Elm", "county": "45",
            "language": "en"}  # fmt: skip
    assert f'href="{DOOR}/walk-in/{PAPER}"' in host.get(f"{DOOR}/{PAPER}").content.decode()
    host.post(f"{DOOR}/walk-in/{PAPER}", said)
    assert Attendance.objects.get().day == FIRST


def test_page_of_an_earlier_day_does_not_follow_who_comes_today(host, ana, redding, next_morning):
    topic = f"site:{redding.pk} "
    assert topic in host.get(f"{DOOR}/").content.decode()
    assert topic not in host.get(f"{DOOR}/{PAPER}").content.decode()


@pytest.mark.parametrize("day", [FIRST - timedelta(days=1), SECOND + timedelta(days=1)])
def test_other_days_take_nobody(host, ana, redding, next_morning, day):
    with pytest.raises(NotToday, match="a day of this convening"):
        check_in(by=None, registration=ana, site=redding, how=How.NAME, day=day)
    assert host.get(f"{DOOR}/?day={day}").context["day"] == SECOND


def test_tomorrow_takes_nobody_today(ana, redding):
    with clock.at(START), pytest.raises(NotToday):
        check_in(by=None, registration=ana, site=redding, how=How.NAME, day=SECOND)


@pytest.mark.parametrize("day", ["", "x", "2027-02-09T00", "9" * 400])
def test_day_that_is_none_shows_this_one(host, ana, next_morning, day):
    assert host.get(f"{DOOR}/", {"day": day}).context["day"] == SECOND


def test_exported_roster_has_the_hour_of_each_day(host, ana, redding):
    for days in (0, 1):
        with clock.at(START + timedelta(days=days)):
            check_in(by=None, registration=ana, site=redding, how=How.NAME)
    lines = b"".join(host.get(f"{DOOR}/roster/").streaming_content).decode()
    assert "2027-02-09 08:30; 2027-02-10 08:30" in lines
