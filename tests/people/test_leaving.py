"""Taking one's data along, and leaving. The world holds names and addresses that could stay behind."""

import io
import json
import zipfile
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.core.files.storage import default_storage
from django.db import models

from groundswell.access.allow import open_grants
from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import confirm_address, find_user, provide_user
from groundswell.activity.models import Activity, Letter, Notice
from groundswell.activity.sentences import sentences_of
from groundswell.activity.services.letters import Draft as LetterDraft
from groundswell.activity.services.letters import write_letter
from groundswell.activity.services.record import record
from groundswell.activity.services.worker import work_off
from groundswell.core import clock
from groundswell.core.services.drafts import save_draft
from groundswell.intake.models import RowProblem
from groundswell.intake.services.runs import start_run
from groundswell.people.models import Merge, Person
from groundswell.people.registry import holdings
from groundswell.people.selectors.mine import readable, remains_of
from groundswell.people.selectors.people import names_of
from groundswell.people.services.consents import give_consent, publish_first_texts
from groundswell.people.services.leaving import Gone, LastOperator, erase_person, pack_data
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import provide_person
from groundswell.people.services.profile import provide_own_person, save_profile
from groundswell.people.services.retention import apply_retention
from groundswell.spaces.services.platform import provide_platform

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


def make_passkey(user) -> Authenticator:
    """As the browser would have made it."""
    data = {"name": "My phone", "credential": {}}
    return Authenticator.objects.create(user=user, type=Authenticator.Type.WEBAUTHN, data=data)


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
    assert "somebody who has left changed a profile" in [
        sentence.text for sentence in sentences_of(Activity.objects.order_by("pk"))
    ]


def test_leaving_ends_ways_in_roles_and_agreements(full, world):
    next_year = clock.now() + timedelta(days=365)
    give_role(by=None, user=full.user, role="operator", space=provide_platform(), until=next_year)
    give_role(by=None, user=full.user, role="superintendent", space=world.office.space)
    give_role(by=None, user=provide_user(email="other@example.org"), role="operator", space=provide_platform())
    erase_person(by=full.user, person=full)
    assert [find_user(address) for address in ("ada@example.org", "second@example.org", "third@example.org")] == [
        None
    ] * 3
    assert not open_grants().filter(user_id=full.user_id).exists()
    assert Grant.objects.filter(user_id=full.user_id).count() == 2
    assert full.consents.filter(withdrawn_at=None).count() == 0


def test_letters_to_others_lose_the_words_and_stay_counted(full, bea):
    for text in ("Ada Ferreira has said yes", "Ask Adelina Ferreira", "Your own place is kept"):
        write_letter(LetterDraft(to="bea@example.org", kind="test", subject="News", text=text))
    work_off()
    erase_person(by=full.user, person=full)
    assert list(Letter.objects.order_by("pk").values_list("subject", "text")) == [
        ("(erased)", ""), ("(erased)", ""), ("News", "Your own place is kept"),
    ]  # fmt: skip


def test_data_tells_ways_in_notices_and_merges(full, bea):
    make_passkey(full.user)
    SocialAccount.objects.create(user=full.user, provider="google", uid="77", extra_data={"picture": "p.png"})
    record(verb="access.role_given", by=bea.user, space=full.space_id, facts={"role": "lead"}, tell=[full.user_id])
    data = json.loads(zipfile.ZipFile(io.BytesIO(pack_data(by=full.user, person=full))).read("data.json"))["chapters"]
    assert [row.get("Passkey") or row.get("Signs in with") for row in data["ways-in"]["rows"][:2]] == [
        "My phone", "google",
    ]  # fmt: skip
    assert [row["What"] for row in data["notices"]["rows"]] == [
        "Bea Ochoa gave Somebody the role “Collaborative lead” on Doctor Ferreira"
    ]
    assert {row["In the record"] for row in data["activity"]["rows"]} >= {"people.profile_changed"}
    assert len(data["merges"]["rows"]) == 1
    erase_person(by=full.user, person=full)
    assert (Authenticator.objects.count(), SocialAccount.objects.count(), Notice.objects.count()) == (0, 0, 0)


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


def test_what_is_read_says_moments_and_yes_and_no_in_words():
    rows = [
        {
            "When": "2027-02-09T16:30:00+00:00",
            "Main": True,
            "Days": ["2027-02-09"],
            "Facts": {"a": 1},
            "Day": "2027-02-09",
        }
    ]
    assert readable(rows) == [
        {"When": "Feb. 9, 2027, 8:30 a.m.", "Main": "yes", "Days": "2027-02-09", "Facts": "a: 1", "Day": "2027-02-09"}
    ]


def test_retention_takes_lists_that_were_brought_in(ada, django_capture_on_commit_callbacks):
    run = start_run(by=ada.user, kind="people", file_name="staff.csv", data=b"Email,Name\nx@example.org,Xu\n")
    RowProblem.objects.create(run=run, line=2, value="x@example.org", message="Not a role.")
    name = run.file.name
    with clock.at(clock.now() + timedelta(days=91)), django_capture_on_commit_callbacks(execute=True):
        assert apply_retention()["import-files"] == 1
    assert (default_storage.exists(name), list(RowProblem.objects.values_list("value", flat=True))) == (False, [""])
    assert apply_retention()["import-files"] == 0
