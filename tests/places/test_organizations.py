"""Partners join and leave at dates; names change and stay known."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from groundswell.activity.models import Activity
from groundswell.places.models import Place
from groundswell.places.selectors.browsing import members_of, partners
from groundswell.places.services.organizations import (
    AlreadyMember,
    NotMember,
    add_partner,
    edit_place,
    join_body,
    leave_body,
    rename_place,
)
from groundswell.spaces.models import Edge, Reach
from groundswell.spaces.services.platform import provide_platform

pytestmark = pytest.mark.django_db


def place(key: str) -> Place:
    return Place.objects.get(key=key)


def members(on: date) -> set[str]:
    return {one.organization.key for one in members_of(place("partnership"), on)}


def test_partner_is_added_found_and_within_reach_of_the_platform(california: None):
    added = add_partner(
        by=None,
        name="Tule Fog Planetarium",
        partner_kind="museum",
        county="10",
        good_at=["night skies", " night  skies "],
    )
    assert (added.key, added.region) == ("tule-fog-planetarium", 7)
    assert [one.key for one in partners("museum", "night skies")] == ["tule-fog-planetarium"]
    assert Reach.objects.filter(inner_id=added.space_id, outer=provide_platform()).exists()


def test_second_partner_of_a_name_gets_a_key_of_its_own(california: None):
    keys = [add_partner(by=None, name="Partners", partner_kind="alliance").key for _ in range(2)]
    assert keys == ["place-partners", "place-partners-2"]


def test_partner_of_an_unknown_kind_is_refused_and_leaves_nothing(california: None):
    with pytest.raises(ValidationError):
        add_partner(by=None, name="Odd", partner_kind="circus")
    assert not Place.objects.filter(name="Odd").exists()


def test_member_from_a_later_day_is_one_from_then_on(california: None):
    join_body(by=None, organization=place("cmp"), body=place("partnership"), role="regional", on=date(2018, 3, 1))  # type: ignore[arg-type]
    assert "cmp" not in members(date(2018, 2, 28))
    assert "cmp" in members(date(2018, 3, 1))


def test_founders_belong_from_the_start_and_nobody_before(california: None):
    assert members(date(2015, 12, 31)) == {"camee"}  # its day of joining is not recorded
    assert {"ccsesa", "cde", "sbe"} <= members(date(2016, 1, 1))


def test_leaving_ends_the_membership_and_keeps_the_past(california: None):
    leave_body(by=None, organization=place("wested"), body=place("partnership"), on=date(2019, 6, 30))
    assert "wested" in members(date(2019, 6, 29))
    assert "wested" not in members(date(2019, 6, 30))
    edge = Edge.objects.get(inner=place("wested").space_id, kind="takes_part")
    assert edge.ends_on == date(2019, 6, 30)


def test_joining_twice_and_leaving_before_joining_are_refused(california: None):
    partnership = place("partnership")
    with pytest.raises(AlreadyMember, match="is a member already"):
        join_body(by=None, organization=place("lhs"), body=partnership, role="content")  # type: ignore[arg-type]
    with pytest.raises(NotMember, match="had not joined"):
        leave_body(by=None, organization=place("lhs"), body=partnership, on=date(2010, 1, 1))
    with pytest.raises(NotMember, match="is not a member"):
        leave_body(by=None, organization=place("cmp"), body=partnership)


def test_rename_keeps_the_former_name_with_its_last_day(california: None):
    renamed = rename_place(by=None, place=place("uw"), name="University of the North", on=date(2020, 7, 1))
    assert [(other.name, other.used_until) for other in renamed.other_names.all()] == [
        ("University of Washington", date(2020, 7, 1))
    ]
    assert Activity.objects.filter(verb="places.place_renamed", space=renamed.space_id).count() == 1


def test_edit_changes_strengths_and_point(california: None):
    changed = edit_place(
        by=None, place=place("svmi"), fields={"latitude": 37.2, "longitude": -121.8}, good_at=["lesson labs"]
    )
    assert (changed.latitude, [one.words for one in changed.strengths.all()]) == (37.2, ["lesson labs"])


def test_half_a_point_is_refused(california: None):
    with pytest.raises(ValidationError):
        edit_place(by=None, place=place("svmi"), fields={"latitude": 37.2})
