"""Roles reach down what is part of a space, through any number of parents, and no further."""

import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import date

import pytest
from django.db import connection

from groundswell.spaces.choices import EdgeKind, Kind
from groundswell.spaces.models import Edge, Reach
from groundswell.spaces.services import spaces
from groundswell.spaces.services.spaces import Link, WouldCircle, end_link, link_spaces, make_space, make_spaces

pytestmark = pytest.mark.django_db


def outers(space: int) -> set[int]:
    return set(Reach.objects.filter(inner_id=space).values_list("outer_id", flat=True))


def test_make_space_reaches_itself():
    space = make_space(kind=Kind.PLACE)
    assert outers(space.pk) == {space.pk}


def test_make_space_within_two_parents_is_reached_from_both_and_their_parents():
    state = make_space(kind=Kind.PLACE)
    county = make_space(kind=Kind.PLACE, within=[state])
    network = make_space(kind=Kind.PLACE)
    district = make_space(kind=Kind.PLACE, within=[county, network])
    assert outers(district.pk) == {district.pk, county.pk, state.pk, network.pk}


def test_link_spaces_above_a_subtree_reaches_all_below():
    county, district, school = make_spaces(kind=Kind.PLACE, count=3)
    link_spaces([Link(school.pk, district.pk), Link(district.pk, county.pk)])
    region = make_space(kind=Kind.PLACE)
    link_spaces([Link(county.pk, region.pk)])
    assert outers(school.pk) == {school.pk, district.pk, county.pk, region.pk}


def test_link_spaces_taking_part_does_not_carry_roles():
    county = make_space(kind=Kind.PLACE)
    collaborative = make_space(kind=Kind.COLLABORATIVE)
    link_spaces([Link(county.pk, collaborative.pk, EdgeKind.TAKES_PART)])
    assert outers(county.pk) == {county.pk}


def test_link_spaces_in_a_circle_is_refused_and_keeps_nothing():
    outer = make_space(kind=Kind.PLACE)
    inner = make_space(kind=Kind.PLACE, within=[outer])
    with pytest.raises(WouldCircle):
        link_spaces([Link(outer.pk, inner.pk)])
    assert Edge.objects.count() == 1
    assert outers(outer.pk) == {outer.pk}


def test_link_spaces_twice_states_one_edge():
    outer, inner = make_spaces(kind=Kind.PLACE, count=2)
    link_spaces([Link(inner.pk, outer.pk)])
    link_spaces([Link(inner.pk, outer.pk)])
    assert Edge.objects.count() == 1


def test_end_link_takes_the_reach_away_and_keeps_the_past():
    outer = make_space(kind=Kind.PLACE)
    inner = make_space(kind=Kind.PLACE, within=[outer])
    end_link(inner=inner, outer=outer, on=date(2020, 6, 30))
    assert outers(inner.pk) == {inner.pk}
    assert Edge.objects.get().ends_on == date(2020, 6, 30)


def test_end_link_of_one_of_two_ways_keeps_the_other():
    state = make_space(kind=Kind.PLACE)
    one, two = make_space(kind=Kind.PLACE, within=[state]), make_space(kind=Kind.PLACE, within=[state])
    school = make_space(kind=Kind.PLACE, within=[one, two])
    end_link(inner=school, outer=one, on=date(2020, 6, 30))
    assert outers(school.pk) == {school.pk, two.pk, state.pk}


@pytest.mark.django_db(transaction=True)
def test_edges_that_are_stated_at_one_instant_are_in_reach_together(monkeypatch):
    school, district, county = make_spaces(kind=Kind.PLACE, count=3)
    both = threading.Barrier(2)  # where neither waits for the other, each derives its reach without the other's edge
    rebuild = spaces.rebuild_reach

    def late(changed: set[int]) -> None:
        with suppress(threading.BrokenBarrierError):
            both.wait(1)
        rebuild(changed)
        with suppress(threading.BrokenBarrierError):
            both.wait(1)

    def state(link: Link) -> None:
        link_spaces([link])
        connection.close()

    monkeypatch.setattr(spaces, "rebuild_reach", late)
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(state, (Link(school.pk, district.pk), Link(district.pk, county.pk))))
    assert outers(school.pk) == {school.pk, district.pk, county.pk}
