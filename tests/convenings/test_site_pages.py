"""What a host has: answers of registrants with totals, the export, books; and who may not see them."""

import csv
import io
from datetime import timedelta

import pytest
from django.urls import reverse

from groundswell.access.services.grants import give_role
from groundswell.convenings.choices import FollowUpState, How, SiteKind
from groundswell.convenings.models import FollowUpRequest, Registration
from groundswell.convenings.services.after import add_gift, give_gift
from groundswell.convenings.services.checkin import check_in
from groundswell.convenings.services.planning import add_site, change_convening, change_site_plan
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from groundswell.instruments.given import Given
from groundswell.instruments.models import Answer, Response
from groundswell.instruments.services.responses import submit_response
from groundswell.instruments.services.starters import make_from_starter
from groundswell.people.services.people import provide_person
from groundswell.people.services.retention import apply_retention
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(redding) -> dict[str, Registration]:
    """Three with a place in Redding; Ana and Ben said what they need, Cem nothing yet."""
    change_site_plan(by=None, site=redding, fields={"capacity": None})
    asked = make_from_starter(by=None, code="registration", owner=redding.convening.space)
    version = asked.versions.order_by("-number")[0]
    change_convening(by=None, convening=redding.convening, fields={"questions": version})
    redding.convening.refresh_from_db()
    rows = {}
    for name in ("ana", "ben", "cem"):
        rows[name] = register_person(by=None, convening=redding.convening, site=redding, entrant=entrant(name))
    for name, food in (("ana", ["vegan"]), ("ben", ["vegan", "allergy"])):
        given = [Given("food", choice=one, text="=nuts" if one == "allergy" else "") for one in food]
        given.append(Given("substitute", choice="yes"))
        rows[name].answers = submit_response(version=version, given=given, person=rows[name].person)
        rows[name].save()
    return rows


def sign_in(client, site, role="site-host", space=None):
    person = provide_person(by=None, email=f"{role}@example.org", given_name="Hana")
    give_role(by=None, user=person.user, role=role, space=space or site.space)
    client.force_login(person.user)
    return person


def path(name, site):
    return reverse(f"convenings:{name}", args=[site.convening.key, site.number])


def test_host_sees_totals_for_the_caterer_and_who_said_what(client, people, redding):
    sign_in(client, redding)
    page = client.get(path("needs", redding)).content.decode()
    assert "<dt>Vegan</dt><dd><b>2</b>" in page.replace("\n", "")
    assert "<dt>Vegan</dt><dd>Ana Example, Ben Example" in page.replace("\n", "")
    assert "<dt>An allergy: =nuts</dt><dd>Ben Example" in page.replace("\n", "")
    assert "Kosher" not in page
    assert "<dt>Said nothing yet</dt><dd>1" in page.replace("\n", "")


def test_needs_are_closed_to_other_hosts_and_strangers(client, people, redding, susanville):
    assert client.get(path("needs", redding)).status_code == 404
    sign_in(client, susanville)
    assert client.get(path("needs", redding)).status_code == 404


def test_export_holds_a_column_for_each_question_and_runs_no_formula(client, people, redding):
    sign_in(client, redding)
    text = b"".join(client.get(path("export", redding))).decode("utf-8-sig")
    rows = {row["First name"]: row for row in csv.DictReader(io.StringIO(text))}
    food = "What should we know about food?"
    assert rows["Ana"][food] == "Vegan"
    assert rows["Ben"][food] == "Vegan; An allergy: =nuts"
    assert rows["Cem"][food] == ""
    assert rows["Ana"]["Do you need a substitute for your classes that day?"] == "Yes, it still has to be arranged"


def test_host_hands_books_to_those_who_are_here_and_to_nobody_twice(client, people, redding):
    book = add_gift(by=None, convening=redding.convening, name="A book")
    with clock.at(START):
        for name in ("ana", "ben"):
            check_in(by=None, registration=people[name], site=redding, how=How.NAME)
        sign_in(client, redding)
        client.post(path("site-books", redding), {"registration": people["ana"].pk})
        client.post(path("site-books", redding), {"registration": people["cem"].pk})  # is not here
        assert [row.registration_id for row in book.given.all()] == [people["ana"].pk]
        owed = client.get(path("site-books", redding)).context["owed"]
        assert [row.person.name for row in owed] == ["Ben Example"]
        client.post(path("site-books", redding), {"all": "1"})
        client.post(path("site-books", redding), {"all": "1"})
    assert sorted(row.registration_id for row in book.given.all()) == sorted([people["ana"].pk, people["ben"].pk])


def test_kit_of_a_site_is_handed_over_in_the_browser_also_to_the_county_that_plans(client, people, redding, counties):
    planning = add_site(
        by=None,
        convening=redding.convening,
        kind=SiteKind.PLANNING,
        county=counties["lassen"],
        fields={"name": "Lassen"},
    )
    kit = add_gift(by=None, convening=redding.convening, name="A kit", for_sites=True)
    give_gift(by=None, gift=kit, site=redding)
    sign_in(client, redding, "organizer", redding.convening.space)
    address = reverse("convenings:gift", args=[redding.convening.key, kit.pk])
    assert "Lassen" in client.get(address).content.decode()
    client.post(address, {"site": planning.pk, "mailed": "1"})
    assert [(row.site_id, row.mailed) for row in kit.given.order_by("pk")] == [(redding.pk, False), (planning.pk, True)]
    assert "Nobody is owed one" in client.get(address).content.decode()


def test_county_office_gives_a_request_an_owner_and_says_that_it_is_done(client, people, redding, counties):
    asked = FollowUpRequest.objects.create(registration=people["ana"], county=counties["lassen"], topic="coaching")
    person = sign_in(client, redding, "county-coordinator", counties["lassen"].space)
    address = reverse("convenings:settle-request", args=[asked.pk])
    page = client.get(reverse("convenings:follow-ups", args=["county-18"])).content.decode()
    assert "planning or teaching a lesson together" in page
    client.post(address, {"act": "mine"})
    asked.refresh_from_db()
    assert (asked.owner_id, asked.state) == (person.pk, FollowUpState.OPEN)
    client.post(address, {"act": "done"})
    asked.refresh_from_db()
    assert asked.state == FollowUpState.DONE


def test_request_of_another_county_cannot_be_settled(client, people, redding, counties):
    asked = FollowUpRequest.objects.create(registration=people["ana"], county=counties["lassen"], topic="coaching")
    sign_in(client, redding, "county-coordinator", counties["shasta"].space)
    assert client.post(reverse("convenings:settle-request", args=[asked.pk]), {"act": "done"}).status_code == 404


def test_what_was_needed_is_joined_to_nobody_half_a_year_later(people, redding):
    with clock.at(END + timedelta(days=179)):
        assert apply_retention()["needs"] == 0
    with clock.at(END + timedelta(days=181)):
        assert apply_retention()["needs"] == 2
    assert not Registration.objects.filter(answers__isnull=False).exists()
    assert Response.objects.filter(person=None).count() == 2
    assert (Answer.objects.filter(choice="vegan").count(), Answer.objects.exclude(text="").count()) == (2, 0)
