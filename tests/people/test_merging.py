"""Two entries of one person become one, and can be taken apart again."""

import pytest
from allauth.account.models import EmailAddress

from groundswell.access.models import Grant
from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.accounts.services.users import find_user
from groundswell.people.choices import Role
from groundswell.people.models import Consent, Person, Position
from groundswell.people.registry import movers
from groundswell.people.selectors.people import person_with
from groundswell.people.services.consents import give_consent, publish_first_texts
from groundswell.people.services.merging import CannotMerge, CannotUndo, merge_people, undo_merge
from groundswell.people.services.people import provide_person
from groundswell.people.services.positions import NewPosition, add_position
from groundswell.people.services.references import references_to_people

pytestmark = pytest.mark.django_db


@pytest.fixture
def twin(world, ada):
    """Ada once more, from a list with her other address."""
    return provide_person(
        by=None,
        email="a.ferreira@school.example.org",
        given_name="Ada",
        family_name="Ferreira",
        position=NewPosition(Role.COACH, world.redding),
    )


def fresh(person):
    return Person.objects.select_related("user").get(pk=person.pk)


def test_merge_moves_positions_addresses_and_roles(world, ada, twin, op):
    give_role(by=None, user=twin.user, role="county-coordinator", space=world.shasta.space)
    merge_people(by=op, keep=ada, merge=twin)
    assert {position.role for position in ada.positions.all()} == {"teacher", "coach"}
    assert find_user("a.ferreira@school.example.org").pk == ada.user_id
    assert list(Grant.objects.filter(role="county-coordinator").values_list("user_id", flat=True)) == [ada.user_id]
    assert (fresh(twin).user.email, fresh(twin).user.is_active) == (None, False)
    assert person_with(twin.pk).pk == ada.pk


def test_merge_leaves_a_position_that_both_hold_with_the_other(world, ada, twin):
    add_position(by=None, person=twin, new=NewPosition(Role.TEACHER, world.manzanita))
    row = merge_people(by=None, keep=ada, merge=twin)
    assert len(row.note["left"]["people.Position.person"]) == 1
    assert {position.role for position in ada.positions.all()} == {"teacher", "coach"}


def test_merge_can_be_undone(world, ada, twin):
    before = set(Position.objects.values_list("pk", "person_id"))
    row = merge_people(by=None, keep=ada, merge=twin)
    added = add_position(by=None, person=ada, new=NewPosition(Role.TOSA, world.office))
    undo_merge(by=None, row=row)
    assert set(Position.objects.exclude(pk=added.pk).values_list("pk", "person_id")) == before
    assert (fresh(twin).merged_into_id, fresh(twin).user.email) == (None, "a.ferreira@school.example.org")
    assert fresh(twin).user.is_active
    assert EmailAddress.objects.filter(user=ada.user, email="a.ferreira@school.example.org").count() == 0
    with pytest.raises(CannotUndo):
        undo_merge(by=None, row=row)


def test_merge_gives_a_user_to_somebody_without_one(ada, world):
    nameless = provide_person(by=None, given_name="Adelaide", family_name="Ferreira")
    row = merge_people(by=None, keep=nameless, merge=ada)
    assert find_user("ada@example.org").pk == fresh(nameless).user_id
    undo_merge(by=None, row=row)
    assert (fresh(nameless).user_id, fresh(ada).user.email) == (None, "ada@example.org")


def test_merge_fills_the_name_that_was_missing_and_undo_takes_it_back(ada, world):
    bare = provide_person(by=None, email="x@example.org")
    row = merge_people(by=None, keep=bare, merge=ada)
    assert (fresh(bare).name, fresh(bare).sort_name) == ("Ada Ferreira", "ferreira ada")
    undo_merge(by=None, row=row)
    assert fresh(bare).given_name == ""


def test_merge_of_a_merged_one_is_refused(ada, bea, twin):
    merge_people(by=None, keep=ada, merge=twin)
    with pytest.raises(CannotMerge):
        merge_people(by=None, keep=bea, merge=twin)
    with pytest.raises(CannotMerge):
        merge_people(by=None, keep=ada, merge=ada)


def test_merge_on_top_of_a_merge_leads_to_the_last(ada, bea, twin):
    merge_people(by=None, keep=ada, merge=twin)
    merge_people(by=None, keep=bea, merge=ada)
    assert fresh(twin).merged_into_id == bea.pk


def test_merge_lets_a_later_withdrawal_count(ada, twin):
    publish_first_texts()
    give_consent(by=None, person=twin, kind="photo", version=1)
    given = give_consent(by=None, person=ada, kind="photo", version=1)
    Consent.objects.filter(pk=given.pk).update(withdrawn_at="2099-01-01T00:00:00Z")
    row = merge_people(by=None, keep=ada, merge=twin)
    assert Consent.objects.filter(person=ada, withdrawn_at=None).count() == 0
    undo_merge(by=None, row=row)
    assert Consent.objects.filter(person=twin, withdrawn_at=None).count() == 1


def test_merge_asks_the_movers_of_other_apps(ada, twin):
    asked = []
    movers.register_mover(
        movers.Mover(
            "test",
            lambda merged, kept: asked.append(("move", merged, kept)) or {"n": 1},
            lambda note, merged, kept: asked.append((note, merged, kept)),
            frozenset({"people.Position.person"}),
        )
    )
    try:
        row = merge_people(by=None, keep=ada, merge=twin)
        assert twin.positions.count() == 1
        undo_merge(by=None, row=row)
    finally:
        movers.unregister("test")
    assert asked == [("move", twin.pk, ada.pk), ({"n": 1}, twin.pk, ada.pk)]


def test_every_foreign_key_to_a_person_is_found(db):
    labels = {reference.label for reference in references_to_people()}
    assert {"people.Position.person", "people.Consent.person", "people.Person.merged_into"} <= labels
    assert not {label for label in labels if label.startswith("people.Merge.")}


def test_the_other_s_sessions_end(ada, twin, client):
    client.force_login(twin.user)
    merge_people(by=None, keep=ada, merge=twin)
    assert client.get("/people/").status_code == 302
    assert User.objects.get(pk=twin.user_id).is_active is False
