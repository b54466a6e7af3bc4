"""A school that was added by hand and that the state lists later becomes that one."""

import pytest

from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role
from groundswell.accounts.services.users import provide_user
from groundswell.intake.choices import Outcome
from groundswell.people.models import Position
from groundswell.people.records import StaffRecord
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition
from groundswell.people.services.staff_lists import bring_in_staff
from groundswell.places.choices import Status
from groundswell.places.models import Place
from groundswell.places.selectors.finding import find_place, search_places
from groundswell.places.services.merging import CannotMergePlaces, merge_places
from groundswell.places.services.organizations import add_partner, add_school

pytestmark = pytest.mark.django_db


@pytest.fixture
def two(california: None) -> tuple[Place, Place]:
    """Two that were added by hand; the first will stay."""
    return add_school(by=None, name="Tule Fog School", county="45"), add_school(
        by=None, name="Tule Academy", county="45"
    )


def test_people_roles_and_the_name_go_to_the_one_that_stays(two):
    keep, merge = two
    person = provide_person(by=None, email="ana@example.org", position=NewPosition("teacher", merge))
    double = provide_person(by=None, email="ben@example.org", position=NewPosition("teacher", merge))
    provide_person(by=None, email="ben@example.org", position=NewPosition("teacher", keep))
    user = provide_user(email="head@example.org")
    give_role(by=None, user=user, role="superintendent", space=merge.space)
    merge_places(by=None, keep=keep, merge=merge)
    merge.refresh_from_db()
    assert (merge.status, merge.merged_into_id) == (Status.MERGED, keep.pk)
    assert [person.positions.get().place_id, double.positions.get().place_id] == [keep.pk, keep.pk]
    assert Grant.objects.get(user=user).space_id == keep.space_id
    assert find_place("Tule Academy") == keep


def test_old_address_leads_to_the_one_that_stays(client, two):
    keep, merge = two
    merge_places(by=None, keep=keep, merge=merge)
    assert client.get(f"/places/{merge.key}/").url == f"/places/{keep.key}/"
    assert find_place(merge.key) == keep


def test_staff_list_that_names_the_old_entry_means_the_one_that_stays(california: None):
    keep, merge = (add_school(by=None, name="Tule Fog School", county="45") for _entry in range(2))
    merge_places(by=None, keep=keep, merge=merge)
    records = [
        StaffRecord(f"{number}@example.org", "Ana", "Ito", place, "teacher")
        for number, place in enumerate(("Tule Fog School", merge.key))
    ]
    told = bring_in_staff(by=None, records=records, dry_run=False)
    assert [one.outcome for one in told] == [Outcome.CREATED] * 2
    assert set(Position.objects.values_list("place__key", flat=True)) == {keep.key}


def test_what_the_state_lists_is_never_merged_away(california: None):
    district = Place.objects.filter(kind="district").first()
    added = add_school(by=None, name="Tule Fog School", county="45")
    for keep, merge in ((added, district), (district, added), (added, added)):
        with pytest.raises(CannotMergePlaces):
            merge_places(by=None, keep=keep, merge=merge)


def test_a_school_is_no_partner(two):
    partner = add_partner(by=None, name="Fog Museum", partner_kind="museum")
    with pytest.raises(CannotMergePlaces):
        merge_places(by=None, keep=partner, merge=two[0])


def test_in_the_browser_by_who_looks_after_the_entry(client, two):
    keep, merge = two
    user = provide_user(email="keeper@example.org")
    give_role(
        by=None,
        user=user,
        role="county-coordinator",
        space=Place.objects.select_related("space").get(key="county-45").space,
    )
    client.force_login(user)
    assert "It is another one of the list" in client.get(f"/places/{merge.key}/edit/").content.decode()
    assert "No place is known" in client.post(f"/places/{merge.key}/same/", {"keep": "nowhere"}).content.decode()
    client.post(f"/places/{merge.key}/same/", {"keep": keep.key})
    merge.refresh_from_db()
    assert merge.merged_into_id == keep.pk
    assert (
        client.get(f"/places/{Place.objects.filter(kind='district', county='45').first().key}/same/").status_code == 404
    )


def test_other_names_are_written_one_a_line_and_find_it(client, two):
    school = two[0]
    user = provide_user(email="keeper@example.org")
    give_role(
        by=None,
        user=user,
        role="county-coordinator",
        space=Place.objects.select_related("space").get(key="county-45").space,
    )
    client.force_login(user)
    for written, finds in (("Fog Tech\n\nTF  High", True), ("TF High", False)):
        client.post(f"/places/{school.key}/edit/", {"name": school.name, "also_called": written})
        assert [place.pk for place in search_places("Fog Tech")] == ([school.pk] if finds else [])
    page = client.get(f"/places/{school.key}/edit/").content.decode()
    assert ">TF High</textarea>" in page.replace("\n", "")
