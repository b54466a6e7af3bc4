"""The list when the day is over: who was there stays to be seen, and hosts put in who signed on paper."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.activity.models import Letter
from groundswell.convenings.choices import How, SiteKind
from groundswell.convenings.models import Attendance, Registration
from groundswell.convenings.selectors.after import hours_of
from groundswell.convenings.selectors.board import sites_of
from groundswell.convenings.services.asking import ask_those_who_came
from groundswell.convenings.services.checkin import NotToday, check_in, join_online, undo_check_in
from groundswell.convenings.services.planning import add_site, change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"
NEXT_DAY = END + timedelta(days=1)
LATER = END + timedelta(days=15)


@pytest.fixture
def ana(convening, redding, noon) -> Registration:
    change_convening(by=None, convening=convening, fields={"hours": Decimal(6)})
    return register_person(by=None, convening=convening, site=redding, entrant=entrant("ana"))


@pytest.fixture
def came(ana, redding) -> Attendance:
    with clock.at(START):
        return check_in(by=None, registration=ana, site=redding, how=How.CODE)


def test_page_of_a_day_that_is_over_says_who_was_there(host, redding, susanville, came):
    with clock.at(LATER):
        page = host.get(f"{DOOR}/")
        words = page.content.decode()
        tallies = [one.here for one in sites_of(redding.convening_id, counted=True)]
    assert (page.context["here"], page.context["expected"], tallies) == (1, 1, [1, 0])
    assert ("Who was here" in words, "was here" in words) == (True, True)
    for button in ("Check in<", "Undo<", "Leaves<", "Add somebody at the door", "Make the code"):
        assert button not in words


def test_host_puts_in_on_the_next_day_who_signed_on_paper(host, ana, redding):
    with clock.at(NEXT_DAY):
        assert "Until two weeks after the day" in host.get(f"{DOOR}/").content.decode()
        page = host.post(f"{DOOR}/arrive/", {"registration": ana.pk}, follow=True).content.decode()
    assert "Undo" in page
    row = Attendance.objects.get()
    assert (row.day, row.came_at, row.how) == (START.date(), START, How.NAME)
    assert hours_of(Registration.objects.select_related("convening").get()) == Decimal("6.00")


def test_list_put_in_on_the_same_evening_has_whole_hours(ana, redding):
    with clock.at(END + timedelta(minutes=30)):
        check_in(by=None, registration=ana, site=redding, how=How.NAME)
    assert hours_of(Registration.objects.select_related("convening").get()) == Decimal("6.00")


def test_who_had_not_registered_is_put_in_afterwards_and_gets_the_letter_of_afterwards_alone(host, ana, redding):
    Letter.objects.all().delete()
    said = {"given_name": "Wim", "family_name": "Walker", "email": "wim@example.org", "role": "teacher",
            "school": "Elm", "county": "45", "language": "en"}  # fmt: skip
    with clock.at(NEXT_DAY):
        assert host.post(f"{DOOR}/walk-in/", said).status_code == 302
        ask_those_who_came()
    assert list(Letter.objects.filter(to="wim@example.org").values_list("kind", flat=True)) == ["after"]


def test_checked_in_on_the_evening_before_counts_for_the_day(ana, redding):
    with clock.at(START - timedelta(hours=11)):
        assert check_in(by=None, registration=ana, site=redding, how=How.NAME).day == START.date()


def test_two_weeks_later_the_list_is_closed(came, redding, ana):
    other = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ben"))
    with clock.at(LATER):
        with pytest.raises(NotToday, match="more than two weeks ago"):
            check_in(by=None, registration=other, site=redding, how=How.NAME)
        with pytest.raises(NotToday):
            undo_check_in(by=None, attendance=came)
    assert Attendance.objects.count() == 1


def test_nobody_but_a_host_puts_themselves_in_afterwards(convening, redding, noon):
    link = add_site(by=None, convening=convening, kind=SiteKind.ONLINE, fields={"name": "By link"})
    far = register_person(by=None, convening=convening, site=link, entrant=entrant("fay"))
    far = Registration.objects.select_related("person__user", "site", "convening").get(pk=far.pk)
    with clock.at(NEXT_DAY):
        with pytest.raises(NotToday):
            join_online(registration=far)
        assert Client().get(reverse("convenings:enter", args=[far.secret]), follow=True).status_code == 200
    assert Attendance.objects.count() == 0
