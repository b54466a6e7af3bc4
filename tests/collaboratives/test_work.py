"""Vision, tasks and members of a collaborative."""

from datetime import timedelta

import pytest
from django.http import Http404

from groundswell.access.allow import allows
from groundswell.access.permissions import Permission
from groundswell.access.services.grants import give_role
from groundswell.accounts.models import User
from groundswell.collaboratives.choices import Part, TaskState
from groundswell.collaboratives.selectors import endorsements_of, need_by_id, task_by_id, visions_of
from groundswell.collaboratives.services.collaboratives import TakesPartAlready, add_member, add_place, end_member
from groundswell.collaboratives.services.tasks import NotOffered, add_task, answer_offer, finish_task, offer_task
from groundswell.collaboratives.services.vision import (
    NotAdopted,
    NothingToAdopt,
    adopt_vision,
    draft_vision,
    endorse_vision,
    raise_need,
)
from groundswell.core import clock
from groundswell.people.services.merging import merge_people
from groundswell.people.services.people import provide_person
from tests.convenings.conftest import collaborative, counties  # noqa: F401 - fixtures

pytestmark = pytest.mark.django_db


def somebody(name: str):
    return provide_person(by=None, email=f"{name}@example.org", given_name=name)


def fresh(person) -> User:
    return User.objects.get(pk=person.user_id)


def test_add_member_gives_the_role_of_the_part_and_end_member_takes_it(collaborative):  # noqa: F811
    lead = somebody("lead")
    member = add_member(by=None, collaborative=collaborative, person=lead, part=Part.LEAD)
    add_member(by=None, collaborative=collaborative, person=somebody("another"), part=Part.LEAD)
    assert allows(fresh(lead), Permission.COLLABORATIVE_EDIT, collaborative.space_id)
    end_member(by=None, member=member)
    assert not allows(fresh(lead), Permission.COLLABORATIVE_EDIT, collaborative.space_id)


def test_end_member_keeps_a_role_that_another_part_carries(collaborative):  # noqa: F811
    lead = somebody("lead")
    one = add_member(by=None, collaborative=collaborative, person=lead, part=Part.LEAD)
    add_member(by=None, collaborative=collaborative, person=lead, part=Part.DEPUTY)
    end_member(by=None, member=one)
    assert allows(fresh(lead), Permission.COLLABORATIVE_EDIT, collaborative.space_id)


def test_add_place_twice_is_refused(collaborative, counties):  # noqa: F811
    add_place(by=None, collaborative=collaborative, place=counties["lassen"])
    with pytest.raises(TakesPartAlready):
        add_place(by=None, collaborative=collaborative, place=counties["lassen"])


def test_a_county_role_does_not_reach_the_collaborative(collaborative, counties):  # noqa: F811
    add_place(by=None, collaborative=collaborative, place=counties["lassen"])
    from_county = somebody("coordinator")

    give_role(by=None, user=from_county.user, role="county-coordinator", space=counties["lassen"].space)
    assert not allows(fresh(from_county), Permission.COLLABORATIVE_WORK, collaborative.space_id)


def test_vision_is_endorsed_only_once_it_is_adopted(collaborative):  # noqa: F811
    person = somebody("ana")
    draft = draft_vision(by=None, collaborative=collaborative, text="All talk.", goals=[("One", "Uno")])
    with pytest.raises(NotAdopted):
        endorse_vision(by=None, vision=draft, person=person)
    vision = adopt_vision(by=None, collaborative=collaborative)
    first = endorse_vision(by=None, vision=vision, person=person)
    assert endorse_vision(by=None, vision=vision, person=person) == first


def test_vision_versions_keep_the_one_before(collaborative):  # noqa: F811
    draft_vision(by=None, collaborative=collaborative, text="First.")
    adopt_vision(by=None, collaborative=collaborative)
    draft_vision(by=None, collaborative=collaborative, text="Second.")
    adopt_vision(by=None, collaborative=collaborative)
    assert list(collaborative.visions.order_by("number").values_list("number", "text")) == [
        (1, "First."),
        (2, "Second."),
    ]
    with pytest.raises(NothingToAdopt):
        adopt_vision(by=None, collaborative=collaborative)


def test_task_is_handed_over_only_when_the_other_says_yes(collaborative):  # noqa: F811
    ana, ben, cem = somebody("ana"), somebody("ben"), somebody("cem")
    task = add_task(by=None, collaborative=collaborative, title="Book the room", owner=ana)
    offer_task(by=ana.user, task=task, to=ben)
    with pytest.raises(NotOffered):
        answer_offer(by=cem.user, task=task, person=cem, accept=True)
    task.refresh_from_db()
    assert task.owner_id == ana.pk
    answer_offer(by=ben.user, task=task, person=ben, accept=True)
    task.refresh_from_db()
    assert (task.owner_id, task.offered_to_id) == (ben.pk, None)
    finish_task(by=ben.user, task=task)
    task.refresh_from_db()
    assert task.state == TaskState.DONE


def test_a_task_or_need_under_the_address_of_another_collaborative_is_not_found(collaborative):  # noqa: F811
    task = add_task(by=None, collaborative=collaborative, title="Book rooms")
    need = raise_need(by=None, collaborative=collaborative, title="Talk", statement="More of it", subject="both")
    assert (task_by_id("north", task.pk), need_by_id("north", need.pk)) == (task, need)
    for load, pk in ((task_by_id, task.pk), (need_by_id, need.pk)):
        with pytest.raises(Http404):
            load("elsewhere", pk)


def test_person_who_endorsed_under_two_rows_stands_behind_it_once(collaborative):  # noqa: F811
    draft_vision(by=None, collaborative=collaborative, text="All talk.")
    vision = adopt_vision(by=None, collaborative=collaborative)
    one, other = somebody("ana"), somebody("anna")
    for person in (one, other):
        endorse_vision(by=None, vision=vision, person=person)
    merge_people(by=None, keep=one, merge=other)
    assert [row.person for row in endorsements_of(vision)] == [one]
    assert visions_of(collaborative)[0].behind == 1


def test_task_that_is_done_is_not_done_again_later_by_a_second_press(collaborative):  # noqa: F811
    task = add_task(by=None, collaborative=collaborative, title="Call")
    done = finish_task(by=None, task=task).done_at
    with clock.at(clock.now() + timedelta(days=3)):
        again = finish_task(by=None, task=task, dropped=True)
    assert (again.state, again.done_at) == (TaskState.DONE, done)
