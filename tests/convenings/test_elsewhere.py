"""Whoever registered for one site and came to another: certificate, survey, rosters and the report name where they were."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import How
from groundswell.convenings.selectors.after import where_of
from groundswell.convenings.selectors.mates import people_to_name
from groundswell.convenings.services.after import answer_survey
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.planning import change_convening
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.evidence.turnout import turnout_of
from groundswell.instruments.given import Given
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.choices import Audience
from groundswell.people.models import Person
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def far(redding, susanville):
    """Registered for Susanville, there in Redding."""
    change_convening(by=None, convening=redding.convening, fields={"hours": Decimal(6)})
    row = register_person(by=None, convening=susanville.convening, site=susanville, entrant=entrant("fay"))
    with clock.at(START):
        check_in(by=None, registration=row, site=redding, how=How.NAME)
    return row


def test_certificate_and_its_check_name_the_site_where_they_were(client, far):
    held = client.get(f"/r/{far.secret}/certificate/").context["certificate"]
    assert held.where == "Redding"
    assert "You were at Redding." in client.get(f"/r/{far.secret}/").content.decode()
    checked = client.get(reverse("convenings:check", args=[held.number])).content.decode()
    assert ("Redding" in checked, "Susanville" in checked) == (True, False)


def test_two_days_at_two_sites_name_both(far, redding, susanville):
    change_convening(by=None, convening=redding.convening, fields={"ends_at": START + timedelta(days=1, hours=6)})
    with clock.at(START + timedelta(days=1)):
        check_in(by=None, registration=far, site=susanville, how=How.NAME)
    assert where_of(far) == "Redding, Susanville"


def test_survey_is_answered_from_where_they_were(far, redding):
    survey = make_from_starter(by=None, code="symposium-after", owner=redding.convening.space, aims=[])
    change_convening(by=None, convening=redding.convening, fields={"survey": survey.versions.order_by("-number")[0]})
    far.convening.refresh_from_db()
    response = answer_survey(registration=far, given=[Given("follow_up", choice="no")], language="en")
    assert response.context["site"] == redding.pk


def test_people_to_name_are_those_of_the_site_where_one_was(far, redding, susanville):
    rows = {
        name: register_person(by=None, convening=site.convening, site=site, entrant=entrant(name))
        for name, site in (("ana", redding), ("sue", susanville))
    }
    with clock.at(START):
        for row in rows.values():
            check_in(by=None, registration=row, site=row.site, how=How.NAME)
    Person.objects.update(shows_name=Audience.CONVENINGS, shows_work=Audience.NOBODY, shows_teaching=Audience.NOBODY)
    assert [pk for pk, _words in people_to_name(far)] == [rows["ana"].person_id]


def test_rosters_of_both_sites_say_where_they_were_and_the_sheet_has_its_own_only(client, far, redding, susanville):
    person = provide_person(by=None, email="host@example.org", given_name="Hana")
    for site in (redding, susanville):
        give_role(by=None, user=person.user, role="site-host", space=site.space)
    client.force_login(person.user)
    for number in (redding.number, susanville.number):
        lines = b"".join(client.get(f"/c/talk/sites/{number}/roster/").streaming_content).decode()
        assert lines.splitlines()[1].endswith("2027-02-09 08:30,Susanville,Redding,")
    assert "Fay" not in client.get(f"/c/talk/sites/{redding.number}/sheet/").content.decode()
    assert "Fay" in client.get(f"/c/talk/sites/{susanville.number}/sheet/").content.decode()


def test_report_counts_them_where_they_were_and_once(far, redding, susanville):
    turnout = turnout_of(redding.convening)
    assert [row.site for row in turnout.came.values()] == [redding.pk]
    assert turnout.registered == 1
