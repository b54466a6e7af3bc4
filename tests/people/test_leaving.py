"""Taking one's data along, and leaving. The world holds names and addresses that could stay behind."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from django.apps import apps
from django.db import models

from groundswell.access.models import Grant
from groundswell.accounts.services.users import confirm_address, find_user
from groundswell.activity.models import Activity, Letter
from groundswell.activity.services.letters import Draft as LetterDraft
from groundswell.activity.services.letters import write_letter
from groundswell.core import clock
from groundswell.core.services.drafts import save_draft
from groundswell.people.models import Merge, Person
from groundswell.people.registry import holdings
from groundswell.people.selectors.mine import remains_of
from groundswell.people.selectors.people import names_of
from groundswell.people.services.consents import give_consent, publish_first_texts
from groundswell.people.services.leaving import Gone, LastOperator, erase_person, pack_data
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import provide_person
from groundswell.people.services.profile import provide_own_person, save_profile
from groundswell.people.services.retention import apply_retention

pytestmark = pytest.mark.django_db


@pytest.fixture
def full(ada):
    """Ada with everything that could name her."""
    publish_first_texts()
    save_profile(
        by=ada.user,
        person=ada,
        given_name="Ada",
        family_name="Ferreira",
        display_name="Doctor Ferreira",
        pronouns="she",
    )
    twin = provide_person(by=None, email="second@example.org", given_name="Adelina", family_name="Ferreira")
    merge_people(by=None, keep=ada, merge=twin)
    confirm_address(user=ada.user, email="third@example.org")
    give_consent(by=ada.user, person=ada, kind="photo", version=1)
    save_draft(owner=f"u{ada.user_id}", form="profile", thing="", version=0, fields={"name": "Ada Ferreira"})
    for address in ("ada@example.org", "third@example.org"):
        write_letter(LetterDraft(to=address, kind="test", subject="Dear Ada Ferreira", text="Hello Ada Ferreira"))
    return ada


def everything() -> str:
    """All text of all tables, as one string: where a name could stay behind."""
    found = []
    for model in apps.get_models():
        names = [
            field.name
            for field in model._meta.concrete_fields
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        found += [str(row) for row in model._base_manager.values_list(*names)] if names else []
    return "\n".join(found).lower()


def test_leaving_takes_every_name_and_address_away(full):
    assert "ferreira" in everything()
    erase_person(by=full.user, person=full)
    left = everything()
    assert [word for word in ("ferreira", "adelina", "ada@", "second@", "third@", "doctor") if word in left] == []


def test_leaving_keeps_what_is_counted(full):
    lines = Activity.objects.count()
    erase_person(by=full.user, person=full)
    assert Activity.objects.count() == lines + 1
    assert full.positions.count() == 1
    assert names_of([full.pk]) == {full.pk: "somebody who has left"}


def test_leaving_ends_ways_in_roles_and_agreements(full, world):
    erase_person(by=full.user, person=full)
    assert [find_user(address) for address in ("ada@example.org", "second@example.org", "third@example.org")] == [
        None
    ] * 3
    assert Grant.objects.filter(user_id=full.user_id, ends_at=None).count() == 0
    assert full.consents.filter(withdrawn_at=None).count() == 0


def test_leaving_leaves_others_alone(full, bea):
    write_letter(LetterDraft(to="bea@example.org", kind="test", subject="Dear Bea", text="Hello"))
    erase_person(by=full.user, person=full)
    assert Person.objects.get(pk=bea.pk).name == "Bea Ochoa"
    assert Letter.objects.count() == 1


def test_leaving_twice_is_refused(full):
    erase_person(by=full.user, person=full)
    with pytest.raises(Gone):
        erase_person(by=None, person=Person.objects.select_related("user").get(pk=full.pk))


def test_the_last_operator_cannot_leave(op):
    person = provide_own_person(by=op)
    with pytest.raises(LastOperator):
        erase_person(by=op, person=person)
    assert find_user("op@example.org").pk == op.pk


def test_other_apps_erase_what_they_keep_and_say_what_remains(ada):
    gone = []
    holdings.register_my_data(
        "test", lambda person: [], erase=lambda person: gone.append(person.name), remains=lambda person: "Two stay."
    )
    try:
        assert "Two stay." in remains_of(ada)
        erase_person(by=None, person=ada)
    finally:
        holdings.unregister("test")
    assert gone == ["Ada Ferreira"]


def test_data_is_packed_for_people_and_programs(full):
    holdings.register_my_data("test", lambda person: [{"Seat": "12 <b>"}], label="Seats")
    try:
        packed = zipfile.ZipFile(io.BytesIO(pack_data(by=full.user, person=full)))
    finally:
        holdings.unregister("test")
    assert sorted(packed.namelist()) == ["data.json", "index.html"]
    data = json.loads(packed.read("data.json"))
    assert data["chapters"]["test"] == {"label": "Seats", "rows": [{"Seat": "12 <b>"}]}
    assert [row["Place"] for row in data["chapters"]["positions"]["rows"]] == ["Manzanita School"]
    assert {row["Address"] for row in data["chapters"]["addresses"]["rows"]} == {
        "ada@example.org", "second@example.org", "third@example.org",
    }  # fmt: skip
    html = packed.read("index.html").decode()
    assert "12 &lt;b&gt;" in html
    assert "Doctor Ferreira" in html


def test_data_holds_nothing_of_somebody_else(full, bea):
    packed = zipfile.ZipFile(io.BytesIO(pack_data(by=full.user, person=full)))
    assert "ochoa" not in packed.read("data.json").decode().lower()


def test_retention_empties_old_notes_of_merges(full):
    assert Merge.objects.exclude(note={}).count() == 1
    assert apply_retention()["merges"] == 0
    with clock.at(clock.now() + timedelta(days=181)):
        assert apply_retention()["merges"] == 1
    assert Merge.objects.exclude(note={}).count() == 0
