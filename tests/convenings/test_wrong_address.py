"""A letter about a registration that did not arrive: host, organizer and registrant see it, and put the address right."""

import pytest
from django.test import Client
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import find_user
from groundswell.activity.models import Letter
from groundswell.convenings.choices import RegistrationState
from groundswell.convenings.models import Registration, Site
from groundswell.convenings.services.addresses import correct_address
from groundswell.convenings.services.planning import add_site, plan_convening, publish_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core.clock import now
from groundswell.people.models import Person
from groundswell.people.services.addresses import AddressInUse, HasAddress
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db
DOOR = "/c/talk/sites/1"
MARK = "our letter did not arrive"


@pytest.fixture
def ana(convening, redding) -> Registration:
    """Her address has a letter too few, and the mail server knows nobody there."""
    row = register_person(by=None, convening=convening, site=redding, entrant=entrant("an"))
    Letter.objects.filter(to="an@example.org").update(state=Letter.State.FAILED, failure="550 nobody here")
    return row


def correct(ana: Registration, email: str = "ana@example.org") -> Registration:
    return correct_address(by=None, registration=ana, email=email)


def test_host_sees_whom_letters_do_not_reach_on_top_and_in_the_list_until_one_arrives(host, ana, redding):
    register_person(by=None, convening=ana.convening, site=redding, entrant=entrant("ben"))
    page = host.get(f"{DOOR}/").content.decode()
    assert (page.count(MARK), page.count(f'href="people/{ana.pk}/"')) == (1, 2)
    assert "Our letters do not reach them" in page
    Letter.objects.filter(to="an@example.org").update(state=Letter.State.SENT)
    page = host.get(f"{DOOR}/").content.decode()
    assert (MARK in page, "Our letters do not reach them" in page) == (False, False)


def test_exported_roster_tells_it_too(host, ana, redding):
    register_person(by=None, convening=ana.convening, site=redding, entrant=entrant("ben"))
    lines = b"".join(host.get(f"{DOOR}/roster/").streaming_content).decode().splitlines()
    assert [line.endswith(",did not arrive") for line in lines] == [False, True, False]


def test_host_writes_the_right_address_and_the_link_goes_there(host, ana):
    address = reverse("convenings:unreached", args=["talk", 1, ana.pk])
    page = host.get(address).content.decode()
    assert ("Our letter to an@example.org did not arrive." in page, 'value="an@example.org"' in page) == (True, True)
    assert host.post(address, {"client_id": "a", "email": "no address"}).status_code == 422
    said = host.post(address, {"client_id": "b", "email": "ana@example.org"}, follow=True).content.decode()
    assert ("An Example has been written to." in said, MARK in said) == (True, False)
    assert ana.secret in Letter.objects.get(to="ana@example.org").text
    assert Person.objects.select_related("user").get(pk=ana.person_id).user.email == "ana@example.org"
    assert find_user("an@example.org") is None
    assert host.get(address).status_code == 404


def test_same_address_is_written_to_once_more(host, ana):
    correct(ana, "An@Example.org")
    assert list(Letter.objects.order_by("pk").values_list("to", "state")) == [
        ("an@example.org", "failed"),
        ("an@example.org", "waiting"),
    ]
    assert User.objects.filter(email="an@example.org").exists()


def test_whoever_had_registered_with_the_right_address_keeps_that_seat(ana, redding):
    early = register_person(by=None, convening=ana.convening, site=redding, entrant=entrant("ana"))
    assert correct(ana).pk == early.pk
    ana.refresh_from_db()
    assert (ana.state, Site.objects.get(pk=redding.pk).taken) == (RegistrationState.CANCELLED, 1)


def test_nobody_gets_into_what_is_somebody_s_by_writing_another_address(ana, redding, collaborative):
    with pytest.raises(HasAddress):
        correct(register_person(by=None, convening=ana.convening, site=redding, entrant=entrant("ben")))
    User.objects.filter(email="an@example.org").update(last_login=now())
    with pytest.raises(AddressInUse, match="only they can change it, on their profile"):
        correct(ana)
    User.objects.filter(email="an@example.org").update(last_login=None)
    user = User.objects.get(email="an@example.org")
    give_role(by=None, user=user, role="lead", space=collaborative.space)
    with pytest.raises(AddressInUse):
        correct(ana)
    assert Person.objects.select_related("user").get(pk=ana.person_id).user.email == "an@example.org"


def test_who_has_registered_elsewhere_too_changes_the_address_alone(ana, collaborative):
    fields = {"title": "Other", "subject": "math", "starts_at": START, "ends_at": END}
    other = plan_convening(by=None, collaborative=collaborative, fields=fields)
    site = add_site(by=None, convening=other, kind="online", fields={"name": "By link"})
    publish_convening(by=None, convening=other)
    other.refresh_from_db()
    register_person(by=None, convening=other, site=site, entrant=entrant("an"))
    with pytest.raises(AddressInUse, match="other convenings"):
        correct(ana)


def test_host_of_another_site_neither_sees_nor_corrects(ana, susanville):
    other = provide_person(by=None, email="other@example.org")
    give_role(by=None, user=other.user, role="site-host", space=susanville.space)
    client = Client()
    client.force_login(other.user)
    for number in (1, 2):
        address = f"/c/talk/sites/{number}/people/{ana.pk}/"
        assert client.get(address).status_code == 404
        assert client.post(address, {"client_id": "a", "email": "mine@example.org"}).status_code == 404
    assert not User.objects.filter(email="mine@example.org").exists()


def test_registrant_sees_it_on_their_own_page_and_the_right_address_is_theirs_once_its_letter_is_opened(ana):
    phone = Client()
    assert "Our letter to an@example.org did not arrive" in phone.get(f"/r/{ana.secret}/").content.decode()
    phone.post(f"/r/{ana.secret}/address/", {"email": "ana@example.org"})
    letter = Letter.objects.get(to="ana@example.org")
    link = next(word for word in letter.text.split() if "/your-address/" in word)
    phone.post(link[link.index("/your-address/") :])
    assert Person.objects.select_related("user").get(pk=ana.person_id).user.email == "ana@example.org"
    assert "did not arrive" not in phone.get(f"/r/{ana.secret}/").content.decode()
