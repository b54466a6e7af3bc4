"""Leaving early and coming late, hours of one day and of several; a book given to the wrong person."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import How
from groundswell.convenings.models import Attendance, GiftGiven, Registration
from groundswell.convenings.selectors.after import hours_of
from groundswell.convenings.services.after import add_gift, give_gift
from groundswell.convenings.services.checkin import check_in, leave_early
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"


@pytest.fixture
def ana(redding, school, noon) -> Registration:
    change_convening(by=None, convening=redding.convening, fields={"hours": Decimal(6)})
    register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    return Registration.objects.select_related("convening", "site").get()


@pytest.fixture
def host(redding, client):
    person = provide_person(by=None, email="host@example.org", given_name="Hana", family_name="Example")
    give_role(by=None, user=person.user, role="organizer", space=redding.convening.space)
    client.force_login(person.user)
    return client


def test_host_notes_who_leaves_and_who_is_back(host, ana, redding):
    with clock.at(START):
        host.post(f"{DOOR}/arrive/", {"registration": ana.pk})
    with clock.at(START + (END - START) / 2):
        host.post(f"{DOOR}/arrive/", {"registration": ana.pk, "left": "1"})
        host.post(f"{DOOR}/arrive/", {"registration": ana.pk, "left": "1"})
        assert "Back again" in host.get(f"{DOOR}/").content.decode()
        assert hours_of(ana) == Decimal("3.00")
        host.post(f"{DOOR}/arrive/", {"registration": ana.pk})
    assert (Attendance.objects.get().left_at, hours_of(ana)) == (None, Decimal("6.00"))


@pytest.mark.parametrize(("minutes", "hours"), [(50, "6.00"), (203, "3.00")])
def test_line_at_the_door_costs_nobody_hours_but_half_a_day_does(ana, redding, minutes, hours):
    with clock.at(START + timedelta(minutes=minutes)):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    assert hours_of(ana) == Decimal(hours)


def test_each_day_of_several_counts_by_its_own_hours(ana, redding):
    change_convening(by=None, convening=ana.convening, fields={"ends_at": END + timedelta(days=1)})
    ana.convening.refresh_from_db()
    for day in (0, 1):
        with clock.at(START + timedelta(days=day)):
            here = check_in(by=None, registration=ana, site=redding, how=How.NAME)
    with clock.at(START + timedelta(days=1) + (END - START) / 2):
        leave_early(by=None, attendance=here)
    assert hours_of(ana) == Decimal("9.00")


def test_book_for_the_wrong_person_is_taken_back_and_one_s_own_stands_on_one_s_page(host, ana, redding):
    with clock.at(START):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    gift = add_gift(by=None, convening=redding.convening, name="Talk in Pairs")
    given = give_gift(by=None, gift=gift, registration=ana)
    assert "Talk in Pairs" in host.get(f"/r/{ana.secret}/").content.decode()
    for address in (f"{DOOR}/books/", reverse("convenings:gift", args=["talk", gift.pk])):
        assert "Who has it" in host.get(address).content.decode()
    host.post(f"{DOOR}/books/?gift={gift.pk}", {"back": given.pk})
    host.post(f"{DOOR}/books/?gift={gift.pk}", {"back": 999})
    assert GiftGiven.objects.count() == 0
    assert "Talk in Pairs" not in host.get(f"/r/{ana.secret}/").content.decode()
