"""The certificate: a page that prints every name, and a PDF for names whose letters its fonts have."""

import pytest

from groundswell.convenings.choices import How
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.people.models import Person
from groundswell.ui.pdf import knows
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def came(redding, school):
    redding.convening.hours = 6
    redding.convening.save()
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
    with clock.at(START):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
    return row


def test_certificate_is_a_page_and_a_pdf(client, came):
    page = client.get(f"/r/{came.secret}/certificate/").content.decode()
    assert ("<h1>Ana Example</h1>" in page, "Take it as PDF" in page) == (True, True)
    answer = client.get(f"/r/{came.secret}/certificate.pdf")
    assert (answer["Content-Type"], b"".join(answer)[:5]) == ("application/pdf", b"%PDF-")


def test_certificate_of_a_name_in_other_letters_is_the_page_alone(client, came):
    Person.objects.filter(pk=came.person_id).update(given_name="小明", family_name="王")
    answer = client.get(f"/r/{came.secret}/certificate.pdf")
    assert (answer.status_code, answer["Location"]) == (302, f"/r/{came.secret}/certificate/")
    page = client.get(answer["Location"]).content.decode()
    assert ("小明" in page, "Take it as PDF" in page) == (True, False)


def test_certificate_is_for_those_who_were_there(client, redding, school):
    row = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ben", school))
    assert client.get(f"/r/{row.secret}/certificate/").status_code == 404
    assert client.get(f"/r/{row.secret}/certificate.pdf").status_code == 404


@pytest.mark.parametrize(
    ("name", "known"),
    [("Nguyễn Thị Ánh", True), ("ʻIolani O’Neil-Peña", True), ("Анна", True), ("김민수", False), ("Արամ", False)],
)
def test_pdf_knows_the_letters_of(name, known):
    assert knows(name) is known
