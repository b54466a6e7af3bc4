"""Teachers at the door without an address: counted, with hours, no letter; reached later by the host or by their own slip."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.activity.models import Letter
from groundswell.convenings.choices import How, RegistrationState
from groundswell.convenings.models import Attendance, Gift, GiftGiven, Registration, Site
from groundswell.convenings.selectors.after import hours_of
from groundswell.convenings.services.addresses import SALT, give_address, read_claim
from groundswell.convenings.services.after import add_gift, give_gift
from groundswell.convenings.services.asking import ask_those_who_came
from groundswell.convenings.services.checkin import check_in, walk_in
from groundswell.convenings.services.entrants import Entrant
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.convenings.services.registration import cancel_registration
from groundswell.core import clock
from groundswell.core.errors import Refused
from groundswell.evidence.turnout import turnout_of
from groundswell.people.models import Person
from groundswell.people.services.addresses import HasAddress
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"
SAID = {
    "given_name": "Wim",
    "family_name": "Walker",
    "role": "teacher",
    "school": "Test School",
    "county": "45",
    "language": "en",
}


@pytest.fixture
def today(convening, redding):
    change_convening(by=None, convening=convening, fields={"hours": Decimal(6)})
    with clock.at(START):
        yield convening


@pytest.fixture
def wim(today, redding) -> Registration:
    walker = Entrant("", "Wim", "Walker", "teacher", place_written="Test School", county="45")
    came = walk_in(by=None, site=redding, entrant=walker)
    return Registration.objects.select_related("person", "site", "convening").get(pk=came.registration_id)


def add(client: Client, key: str, **said: object):
    return client.post(f"{DOOR}/walk-in/", {"client_id": key, **SAID, **said}, follow=True)


def test_walk_in_without_address_is_counted_has_hours_and_gets_no_letter(today, redding, host):
    page = add(host, "a").content.decode()
    row = Registration.objects.select_related("person", "convening").get()
    assert ("Wim Walker is checked in." in page, "No letter reaches them yet." in page) == (True, True)
    assert (row.person.user_id, row.state, hours_of(row)) == (None, RegistrationState.REGISTERED, Decimal("6.00"))
    assert len(turnout_of(today).came) == 1
    assert Site.objects.get(pk=redding.pk).taken == 1
    with clock.at(END):
        ask_those_who_came()
    assert Letter.objects.count() == 0
    assert "no address yet" in host.get(f"{DOOR}/").content.decode()
    assert "Wim Walker" in host.get(f"{DOOR}/slips/").content.decode()
    assert host.get(f"/r/{row.secret}/certificate/").context["certificate"].name == "Wim Walker"


def test_one_press_sent_twice_makes_one_person(today, redding, host):
    add(host, "a")
    add(host, "a")
    assert (Registration.objects.count(), Person.objects.filter(given_name="Wim").count()) == (1, 1)


@pytest.fixture
def jose(today, susanville) -> Registration:
    """Registered for the other site, by a captain who spelled his name with accents."""
    said = Entrant("jose@example.org", "José", "Núñez", "teacher", place_written="Far School", county="18")
    return register_person(by=None, convening=today, site=susanville, entrant=said)


def test_name_that_is_on_the_list_is_asked_about_however_it_is_spelled(host, jose):
    page = add(host, "a", given_name="JOSE", family_name="Nunez").content.decode()
    assert "Check in José Núñez, Far School, registered for Susanville" in page
    assert Registration.objects.count() == 1
    add(host, "b", given_name="Jose", family_name="Nunez", same="another")
    assert Registration.objects.count() == 2
    assert 'name="same"' not in host.get(f"{DOOR}/walk-in/").content.decode()


def test_who_is_on_the_list_under_this_name_is_checked_in_from_the_same_form(redding, host, jose):
    page = add(host, "a", given_name="Jose", family_name="Nunez", same=jose.pk).content.decode()
    assert "José Núñez is checked in. They had registered for Susanville." in page
    assert Attendance.objects.values_list("registration", "site").get() == (jose.pk, redding.pk)


def test_number_of_somebody_with_another_name_checks_nobody_in(redding, host, jose):
    ana = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana"))
    page = add(host, "a", given_name="Jose", family_name="Nunez", same=ana.pk)
    assert (page.status_code, Attendance.objects.count()) == (422, 0)


def test_address_that_they_say_at_the_door_is_kept_for_who_had_none(host, wim):
    Attendance.objects.all().delete()
    add(host, "a", email="wim@example.org", same=wim.pk)
    assert Person.objects.select_related("user").get(pk=wim.person_id).user.email == "wim@example.org"
    assert Attendance.objects.get().registration_id == wim.pk


def test_letters_to_who_comes_unregistered_are_in_the_language_that_the_host_chose(today, host):
    assert host.get(f"{DOOR}/walk-in/").context["form"]["language"].value() == "en"
    add(host, "a", email="wim@example.org", language="es")
    assert Registration.objects.get().language == "es"
    assert "Usted tiene un lugar" in Letter.objects.get().text


def test_known_address_checks_in_whoever_registered_and_asks_nothing(today, redding, host):
    register_person(by=None, convening=today, site=redding, entrant=entrant("ana"))
    add(host, "a", given_name="Ana", family_name="Example", email="ana@example.org")
    assert (Registration.objects.count(), Attendance.objects.count()) == (1, 1)


def test_whoever_registers_alone_needs_an_address(today, redding):
    with pytest.raises(Refused, match="Write an email address"):
        register_person(by=None, convening=today, site=redding, entrant=Entrant("", "A", "B", "teacher"))


def test_host_writes_down_the_address_and_letters_come(today, redding, host, wim):
    address = reverse("convenings:unreached", args=[today.key, redding.number, wim.pk])
    assert host.get(address).status_code == 200
    assert host.post(address, {"client_id": "a", "email": "no address"}).status_code == 422
    page = host.post(address, {"client_id": "b", "email": "Wim@Example.org"}, follow=True)
    assert "Letters reach Wim Walker now." in page.content.decode()
    assert Person.objects.select_related("user").get(pk=wim.person_id).user.email == "wim@example.org"
    assert wim.secret in Letter.objects.get().text
    assert host.get(address).status_code == 404
    with clock.at(END):
        ask_those_who_came()
    assert Letter.objects.filter(kind="after").count() == 1


def test_who_was_asked_in_vain_is_asked_once_the_address_is_known(today, host, wim):
    with clock.at(END):
        ask_those_who_came()
        give_address(by=None, registration=wim, email="wim@example.org")
        ask_those_who_came()
    assert Letter.objects.filter(kind="after").count() == 1


def test_host_of_another_site_does_not_open_their_page(today, redding, susanville, wim):
    other = provide_person(by=None, email="other@example.org")
    give_role(by=None, user=other.user, role="site-host", space=susanville.space)
    client = Client()
    client.force_login(other.user)
    for number in (redding.number, susanville.number):
        assert client.get(f"/c/talk/sites/{number}/people/{wim.pk}/").status_code == 404
    assert "Wim" not in client.get(f"/c/talk/sites/{susanville.number}/slips/").content.decode()


def test_address_of_somebody_known_makes_the_two_one_person(today, wim):
    known = provide_person(by=None, email="wim@example.org", given_name="Willem", family_name="Walker")
    counts = give_address(by=None, registration=wim, email="wim@example.org")
    assert (counts.pk, counts.person_id) == (wim.pk, known.pk)
    assert Person.objects.get(given_name="Wim").merged_into_id == known.pk


def test_who_had_registered_elsewhere_keeps_that_seat_and_was_here(today, redding, susanville, wim):
    gift = add_gift(by=None, convening=today, name="A book")
    give_gift(by=None, gift=gift, registration=wim)
    early = register_person(by=None, convening=today, site=susanville, entrant=entrant("willem"))
    counts = give_address(by=None, registration=wim, email="willem@example.org")
    assert (counts.pk, counts.state, counts.site_id) == (early.pk, RegistrationState.REGISTERED, susanville.pk)
    assert list(Attendance.objects.values_list("registration", "site")) == [(early.pk, redding.pk)]
    assert list(Site.objects.filter(capacity__gt=0).order_by("number").values_list("taken", flat=True)) == [0, 1]
    assert GiftGiven.objects.get().registration_id == early.pk
    assert Gift.objects.count() == 1
    wim.refresh_from_db()
    assert wim.state == RegistrationState.CANCELLED


def test_who_had_given_the_place_back_has_the_one_of_the_door(today, redding, susanville, wim):
    early = register_person(by=None, convening=today, site=susanville, entrant=entrant("willem"))
    cancel_registration(by=None, registration=early)
    counts = give_address(by=None, registration=wim, email="willem@example.org")
    assert (counts.pk, counts.state, counts.site_id) == (early.pk, RegistrationState.REGISTERED, redding.pk)
    assert Site.objects.get(pk=redding.pk).taken == 1


def test_of_two_who_wait_the_earlier_place_in_line_stays(today, redding, susanville):
    Site.objects.update(capacity=0)
    early = register_person(by=None, convening=today, site=susanville, entrant=entrant("willem"))
    late = register_person(
        by=None, convening=today, site=redding, entrant=replace(entrant("wim"), email=""), at_door=True
    )
    assert late.state == RegistrationState.WAITING
    counts = give_address(by=None, registration=late, email="willem@example.org")
    assert (counts.pk, counts.state, counts.site_id) == (early.pk, RegistrationState.WAITING, susanville.pk)
    late.refresh_from_db()
    assert late.state == RegistrationState.CANCELLED


def test_both_were_checked_in_and_one_attendance_is_left(today, redding, wim):
    early = register_person(by=None, convening=today, site=redding, entrant=entrant("willem"))
    check_in(by=None, registration=early, site=redding, how=How.NAME)
    give_address(by=None, registration=wim, email="willem@example.org")
    assert list(Attendance.objects.values_list("registration", flat=True)) == [early.pk]


def test_address_is_given_once(today, wim):
    give_address(by=None, registration=wim, email="wim@example.org")
    wim.person.refresh_from_db()
    with pytest.raises(HasAddress):
        give_address(by=None, registration=wim, email="two@example.org")


def test_own_page_takes_an_address_only_when_the_letter_is_opened(today, wim):
    phone = Client()
    mine = f"/r/{wim.secret}/"
    assert "Where may we write to you?" in phone.get(mine).content.decode()
    assert phone.post(f"{mine}address/", {"email": "nothing"}).status_code == 422
    for email in ("wim@example.org", "host@example.org"):  # the page says the same of a known one
        said = phone.post(f"{mine}address/", {"email": email}, follow=True).content.decode()
        assert "We have written there." in said
        assert "Where may we write to you?" in said
    letter = Letter.objects.get(to="wim@example.org")
    link = next(word for word in letter.text.split() if "/your-address/" in word)
    path = link[link.index("/your-address/") :]
    assert phone.get(path).status_code == 200
    wim.person.refresh_from_db()
    assert wim.person.user_id is None  # mail programs open links by themselves
    phone.post(path)
    assert Person.objects.select_related("user").get(pk=wim.person_id).user.email == "wim@example.org"
    assert phone.get(path)["Location"] == mine
    assert "Where may we write to you?" not in phone.get(mine).content.decode()
    late = signing.dumps({"registration": wim.pk, "email": "late@example.org"}, salt=SALT)
    assert "known already" in phone.post(f"/your-address/{late}/", follow=True).content.decode()


def test_forged_and_old_links_open_nothing_and_letters_are_limited(today, wim):
    phone = Client()
    assert phone.get("/your-address/forged:token/").status_code == 404
    gone = signing.dumps({"registration": 10**9, "email": "a@example.org"}, salt=SALT)
    assert phone.get(f"/your-address/{gone}/").status_code == 404
    assert read_claim(gone) == (10**9, "a@example.org")
    for number in range(6):
        phone.post(f"/r/{wim.secret}/address/", {"email": f"wim{number}@example.org"})
    assert Letter.objects.count() == 5
