"""Who sees what of whom. Ada has a name, a school, subjects and an address that could leak."""

import pytest
from django.contrib.auth.models import AnonymousUser

from groundswell.access.allow import put_on
from groundswell.accounts.models import User
from groundswell.people.choices import Audience, Group
from groundswell.people.models import Person
from groundswell.people.policies import can_edit, can_merge, can_see, groups_seen, visible_to
from groundswell.people.registry import circles
from groundswell.people.selectors.people import chips_of, names_of

pytestmark = pytest.mark.django_db

EVERYTHING = frozenset(Group)
BUT_CONTACT = frozenset({Group.NAME, Group.WORK, Group.TEACHING})


@pytest.fixture
def near(ada, dov):
    """Puts Dov near Ada, as somebody who is at a convening with her or a member of a collaborative."""
    person = Person.objects.create(space=ada.space.__class__.objects.create(kind="person"), user=dov)
    names = []

    def put(audience: Audience) -> None:
        def circle(of: int) -> object:
            return Person.objects.filter(pk=ada.pk if of == person.pk else 0).values("pk")

        circles.register_circle(audience, circle, name="test")
        names.append("test")

    yield put
    for name in names:
        circles.unregister(name)


def seen(user: User, person: Person) -> frozenset[Group]:
    """What the page shows; the lists must agree."""
    user = User.objects.get(pk=user.pk) if isinstance(user, User) else user
    page = groups_seen(user, [person])[person.pk]
    lists = {group for group in Group if Person.objects.filter(visible_to(user, group), pk=person.pk).exists()}
    assert page == lists
    return page


def shows(person: Person, **levels: Audience) -> None:
    Person.objects.filter(pk=person.pk).update(**{f"shows_{group}": level for group, level in levels.items()})
    person.refresh_from_db()


def test_a_visitor_sees_nobody(ada):
    shows(ada, name=3, work=3, teaching=3, contact=3)
    assert seen(AnonymousUser(), ada) == frozenset()


def test_a_stranger_sees_nothing_by_default(ada, dov):
    assert seen(dov, ada) == frozenset()
    assert not can_see(dov, ada)


@pytest.mark.parametrize("audience", [Audience.CONVENINGS, Audience.COLLABORATIVES])
def test_somebody_near_sees_name_and_work_by_default_but_no_address(ada, dov, near, audience):
    near(audience)
    assert seen(dov, ada) == BUT_CONTACT


def test_an_audience_includes_those_before_it(ada, dov, near):
    near(Audience.COLLABORATIVES)
    shows(ada, name=Audience.COLLABORATIVES, work=Audience.CONVENINGS, teaching=0)
    assert seen(dov, ada) == {Group.NAME}


def test_who_is_near_sees_nothing_of_somebody_who_shows_nothing(ada, dov, near):
    near(Audience.CONVENINGS)
    shows(ada, name=0, work=0, teaching=0, contact=0)
    assert seen(dov, ada) == frozenset()


def test_everyone_signed_in_sees_what_is_shown_to_them(ada, dov):
    shows(ada, name=3, work=0, teaching=3, contact=0)
    assert seen(dov, ada) == {Group.NAME, Group.TEACHING}


def test_one_sees_oneself(ada):
    shows(ada, name=0, work=0, teaching=0, contact=0)
    assert seen(ada.user, ada) == EVERYTHING


def test_a_county_coordinator_reaches_people_of_the_county_only(ada, bea, cy):
    assert seen(cy, ada) == EVERYTHING
    assert seen(cy, bea) == frozenset()


def test_a_county_coordinator_does_not_reach_who_works_there_no_more(ada, cy, noon):
    ada.positions.update(until="2027-01-31")
    assert seen(cy, ada) == frozenset()


def test_the_operator_may_edit_and_merge_everybody(ada, bea, op):
    assert seen(op, bea) == EVERYTHING
    assert can_edit(op, ada)
    assert can_merge(op, ada)


def test_one_may_edit_oneself_and_not_merge_oneself(ada, bea):
    assert can_edit(ada.user, ada)
    assert not can_edit(ada.user, bea)
    assert not can_merge(ada.user, ada)


def test_a_county_coordinator_edits_people_of_the_county_and_merges_nobody(ada, bea, cy):
    assert (can_edit(cy, ada), can_edit(cy, bea)) == (True, False)
    assert not can_merge(cy, ada)


def test_nobody_edits_people_while_looking_as_another_role(ada, op, world):
    put_on(op, role="county-coordinator", space=world.shasta.space_id)
    assert not can_edit(op, ada)


def test_nobody_sees_somebody_who_was_merged_or_has_left(ada, bea, op, noon):
    Person.objects.filter(pk=ada.pk).update(merged_into=bea)
    ada.refresh_from_db()
    assert seen(op, ada) == frozenset()
    Person.objects.filter(pk=ada.pk).update(
        merged_into=None, erased_at=noon, given_name="", family_name="", search="", user=None
    )
    ada.refresh_from_db()
    assert seen(op, ada) == frozenset()
    assert names_of([ada.pk]) == {ada.pk: "somebody who has left"}


def test_a_duty_shows_whom_it_has_to_do_with(ada, bea, dov):
    circles.register_duty("test", lambda user: Person.objects.filter(pk=ada.pk).values("pk") if user == dov else None)
    try:
        assert seen(dov, ada) == EVERYTHING
        assert seen(dov, bea) == frozenset()
    finally:
        circles.unregister("test")


def test_a_chip_shows_what_the_viewer_sees(ada, bea, cy, dov):
    assert chips_of(cy, [ada])[ada.pk].about == "teacher, Manzanita School"
    stranger = chips_of(dov, [ada])[ada.pk]
    assert (stranger.name, stranger.about, stranger.url) == ("somebody", "", "")


def test_a_name_is_that_of_whom_somebody_was_merged_into(ada, bea):
    Person.objects.filter(pk=ada.pk).update(merged_into=bea)
    assert names_of([ada.pk, bea.pk]) == {ada.pk: "Bea Ochoa", bea.pk: "Bea Ochoa"}
