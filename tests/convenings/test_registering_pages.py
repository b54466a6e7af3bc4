"""Registering in the browser: one press is one registration, also where the browser keeps no cookie."""

import uuid

import pytest
from django.test import Client

from groundswell.activity.models import Letter
from groundswell.convenings.models import Registration

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
