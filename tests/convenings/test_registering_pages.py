"""Registering in the browser: one press is one registration, also where the browser keeps no cookie."""

import re
import uuid

import pytest
from django.test import Client

from groundswell.activity.models import Letter
from groundswell.convenings.models import Registration, Site

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
    assert "This field is required." not in page
    assert [bool(re.search(rf'name="grades" value="{grade}"[^>]*checked', page)) for grade in "345"] == [
        True,
        True,
        False,
    ]
    assert ('value="Ben"' in page, "nearest to your school" in page) == (True, True)


def test_colleague_with_a_mistake_is_named_above_the_form(client, redding, school):
    typed = {"colleague-TOTAL_FORMS": "7", "colleague-INITIAL_FORMS": "0", "colleague-1-email": "not an address"}
    page = client.post("/c/talk/register/team/", typed).content.decode()
    assert "Colleague 2: please look at this again." in page
