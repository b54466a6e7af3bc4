"""Registering in the browser: one press is one registration, also where the browser keeps no cookie."""

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client

from groundswell.activity.models import Letter
from groundswell.convenings.choices import SiteKind
from groundswell.convenings.models import Registration, Site
from groundswell.convenings.services.planning import add_site
from groundswell.convenings.services.registering import register_person
from groundswell.core import clock
from tests.convenings.conftest import END, START, entrant

pytestmark = pytest.mark.django_db


def press(redding, client_id, **other):
    """One press of the button by a browser that was never here."""
    fields = {
        "given_name": "Ana", "family_name": "Example", "email": "ana@example.org", "role": "teacher", "school": "A school",
        "county": "45", "teaches": "both", "site": redding.pk, "client_id": client_id, **other,
    }  # fmt: skip
    return Client().post(f"/c/{redding.convening.key}/register/", fields)


def test_register_pressed_twice_answers_the_same_and_writes_once(redding):
    client_id = str(uuid.uuid4())
    first, second = press(redding, client_id), press(redding, client_id)
    assert (first.status_code, first["Location"]) == (302, second["Location"])
    assert (Registration.objects.count(), Letter.objects.count()) == (1, 1)


def test_register_with_a_forged_client_id_shows_nobody_elses_registration(redding):
    first, second = press(redding, "1"), press(redding, "1", email="ben@example.org")
    assert first["Location"] != second["Location"]
    assert Registration.objects.count() == 2


def test_register_with_an_address_that_is_registered_tells_the_page_nothing(redding):
    press(redding, str(uuid.uuid4()))
    again = press(redding, str(uuid.uuid4()))
    assert again["Location"] == f"/c/{redding.convening.key}/register/written/"
    assert Letter.objects.filter(to="ana@example.org").count() == 2


def test_register_at_a_site_of_another_convening_keeps_what_was_typed(redding):
    answer = press(redding, str(uuid.uuid4()), site=redding.pk + 1000)
    assert answer.status_code == 422
    assert b'value="ana@example.org"' in answer.content
    assert Registration.objects.count() == 0


def test_only_site_is_chosen_and_of_several_none(client, redding):
    chosen = rf'value="{redding.pk}"[^>]*checked'
    assert re.search(chosen, client.get("/c/talk/register/").content.decode())
    add_site(by=None, convening=redding.convening, kind=SiteKind.IN_PERSON, fields={"name": "Susanville"})
    assert not re.search(chosen, client.get("/c/talk/register/?more").content.decode())


def test_school_subject_is_no_subject_of_a_letter_in_spanish(client, redding):
    page = client.get("/c/talk/register/", headers={"accept-language": "es"}).content.decode()
    assert ("Materia" in page, "Asunto" in page) == (True, False)


def test_school_that_is_known_has_the_nearest_site_first_and_chosen(client, redding, susanville, school):
    part = client.get("/c/talk/register/sites/", {"school": school.key}).content.decode()
    assert part.index("Redding") < part.index("Susanville")
    assert re.search(rf'value="{redding.pk}"[^>]*checked', part)
    nobody = client.get("/c/talk/register/sites/", {"school": "Nowhere at all"}).content.decode()
    assert "checked" not in nobody


def test_nearest_site_that_is_full_is_not_chosen_for_anybody(client, redding, susanville, school):
    Site.objects.filter(pk=redding.pk).update(taken=2)
    part = client.get("/c/talk/register/sites/", {"school": school.key}).content.decode()
    assert "you would wait in line" in part
    assert "checked" not in part


def test_looking_for_the_nearest_site_blames_nobody_and_keeps_every_grade(client, redding, susanville, school):
    typed = {
        "look": "1",
        "school": school.key,
        "given_name": "Ana",
        "grades": ["3", "4"],
        "colleague-0-given_name": "Ben",
    }
    typed |= {"colleague-TOTAL_FORMS": "7", "colleague-INITIAL_FORMS": "0"}
    page = client.post("/c/talk/register/team/", typed).content.decode()
    assert 'class="error"' not in page
    assert [bool(re.search(rf'name="grades" value="{grade}"[^>]*checked', page)) for grade in "345"] == [
        True,
        True,
        False,
    ]
    assert ('value="Ben"' in page, "nearest to your school" in page) == (True, True)


TEAM = {"colleague-TOTAL_FORMS": "7", "colleague-INITIAL_FORMS": "0"}


def test_more_rows_for_colleagues_keep_what_was_typed_and_blame_nobody(client, redding, school):
    typed = {**TEAM, "more": "1", "given_name": "Ana", "colleague-6-given_name": "Ben", "site": redding.pk}
    page = client.post("/c/talk/register/team/", typed)
    text = page.content.decode()
    assert page.status_code == 200
    assert ('value="Ana"' in text, 'value="Ben"' in text, 'name="colleague-13-email"' in text) == (True, True, True)
    assert re.search(rf'name="site" value="{redding.pk}"[^>]*checked', text)
    assert 'role="alert"' not in text


def test_rows_for_colleagues_end_at_the_most_that_a_team_has(client, redding):
    page = client.post("/c/talk/register/team/", {**TEAM, "more": "1", "colleague-TOTAL_FORMS": "48"}).content.decode()
    assert ('name="colleague-48-email"' in page, 'name="colleague-49-email"' in page) == (True, False)
    assert 'name="more"' not in page


def test_team_of_ten_registers_on_the_first_form(redding, school):
    Site.objects.filter(pk=redding.pk).update(capacity=20)
    ten = {f"colleague-{n}-{name}": value for n in range(9) for name, value in {
        "given_name": f"C{n}", "family_name": "Example", "email": f"c{n}@example.org", "role": "teacher"}.items()}  # fmt: skip
    fields = {
        "given_name": "Ana", "family_name": "Example", "email": "ana@example.org", "role": "teacher", "school": school.key,
        "teaches": "both", "site": redding.pk, "client_id": str(uuid.uuid4()), **TEAM, "colleague-TOTAL_FORMS": "14", **ten,
    }  # fmt: skip
    assert Client().post("/c/talk/register/team/", fields).status_code == 302
    assert Registration.objects.filter(team__isnull=False).count() == 10


def test_draft_with_more_rows_opens_with_all_of_them(client, redding):
    fields = {"version": 0, "fields": {"colleague-11-given_name": ["Ben"]}}
    client.put("/drafts/register-team/talk/", fields, content_type="application/json")
    assert 'name="colleague-11-given_name"' in client.get("/c/talk/register/team/").content.decode()
    assert 'name="colleague-7-given_name"' not in Client().get("/c/talk/register/team/").content.decode()


def test_sites_are_named_in_spanish_on_a_spanish_form(client, redding, convening):
    by_link = {"name": "By link", "name_es": "Por enlace"}
    add_site(by=None, convening=convening, kind=SiteKind.ONLINE, fields=by_link)
    english = client.get("/c/talk/register/").content.decode()
    assert "Redding, Shasta County" in english
    assert "By link" in english
    client.cookies["django_language"] = "es"
    spanish = client.get("/c/talk/register/").content.decode()
    assert "Redding, Condado de Shasta" in spanish
    assert ("By link" in spanish, "Por enlace" in spanish) == (False, True)


def test_colleague_with_a_mistake_is_named_above_the_form(client, redding, school):
    typed = {"colleague-TOTAL_FORMS": "7", "colleague-INITIAL_FORMS": "0", "colleague-1-email": "not an address"}
    page = client.post("/c/talk/register/team/", typed).content.decode()
    assert "Colleague 2: please look at this again." in page


def test_page_of_a_convening_that_is_over_invites_nobody(client, redding, susanville, school):
    address = f"/c/{redding.convening.key}/"
    with clock.at(START):
        register_person(by=None, convening=redding.convening, site=redding, entrant=entrant("ana", school))
        before = client.get(address).content.decode()
    with clock.at(END + timedelta(minutes=1)):
        after = client.get(address).content.decode()
    for words, to_come, over in (
        ("1 person so far", True, False), ("seats left", True, False), (f"{address}register/", True, False),
        ("1 person had a place", False, True), ("This convening is over.", False, True),
    ):  # fmt: skip
        assert ((words in before), (words in after)) == (to_come, over), words
