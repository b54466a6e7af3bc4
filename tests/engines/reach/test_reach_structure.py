"""Brokers, cut points and cores against plain recomputation."""

from itertools import product

import numpy as np
from hypothesis import given, settings

from groundswell.engines.reach.brokers import study
from groundswell.engines.reach.gaps import find_gaps
from groundswell.engines.reach.people import People, Person
from groundswell.engines.reach.words import structure_words
from tests.engines.reach.exact import closure
from tests.engines.reach.worlds import network_of, small_worlds


def neighbors(people, ties):
    near = {v: set() for v in range(people)}
    for u, v, _ in ties:
        near[u].add(v)
        near[v].add(u)
    return near


def parts(near, without=()):
    left = set(near) - set(without)
    found = []
    while left:
        part, edge = set(), {left.pop()}
        while edge:
            v = edge.pop()
            part.add(v)
            edge |= near[v] - part - set(without)
        left -= part
        found.append(part)
    return found


@settings(max_examples=80, deadline=None)
@given(small_worlds(8, 12))
def test_cut_points_are_those_whose_leaving_takes_a_part_apart(world):
    people, ties = world
    near = neighbors(people, ties)
    found = study(network_of(people, ties), np.zeros(people, np.int32)).cuts_off.tolist()
    expected = []
    for v in range(people):
        part = next(part for part in parts(near) if v in part)
        left = [len(p) for p in parts({u: near[u] for u in part}, without=[v])]
        expected.append(sum(left) - max(left, default=0))
    assert found == expected


@settings(max_examples=80, deadline=None)
@given(small_worlds(8, 14))
def test_core_numbers_by_peeling(world):
    people, ties = world
    near = neighbors(people, ties)
    expected = [0] * people
    for k in range(1, people):
        left = set(range(people))
        while True:
            weak = {v for v in left if len(near[v] & left) < k}
            if not weak:
                break
            left -= weak
        for v in left:
            expected[v] = k
    assert study(network_of(people, ties), np.zeros(people, np.int32)).core.tolist() == expected


@settings(max_examples=50, deadline=None)
@given(small_worlds(6, 10))
def test_betweenness_by_listing_all_shortest_ways(world):
    people, ties = world
    pairs = {(u, v) for u, v, _ in ties}
    ties = [(u, v, 0.5) for u, v in sorted(pairs)]
    expected = [0.0] * people
    for s, t in product(range(people), repeat=2):
        if s == t:
            continue
        ways = [[s]]
        while ways and not any(way[-1] == t for way in ways):
            ways = [[*way, v] for way in ways for v in range(people) if (way[-1], v) in pairs and v not in way]
        ways = [way for way in ways if way[-1] == t]
        for v in range(people):
            if ways and v not in (s, t):
                expected[v] += sum(v in way for way in ways) / len(ways)
    found = study(network_of(people, ties), np.zeros(people, np.int32)).betweenness
    assert np.allclose(found * max(1, (people - 1) * (people - 2)), expected)


def test_a_group_that_keeps_to_itself_has_a_low_index_and_few_linkers():
    ties = [(0, 1, 0.5), (1, 2, 0.5), (0, 2, 0.5), (3, 4, 0.5), (4, 5, 0.5), (2, 3, 0.5), (3, 2, 0.5)]
    structure = study(network_of(6, ties), np.array([0, 0, 0, 1, 1, 1], np.int32))
    marin, napa = structure.circles
    assert (marin.inside, marin.across, marin.index, marin.linkers) == (3, 1, -0.5, 1)
    assert (napa.inside, napa.across, napa.linkers) == (2, 1, 1)
    assert structure.index == (1 - 5) / 6
    assert structure.groups_met.tolist() == [0, 0, 1, 1, 0, 0]
    assert structure.cuts_off.tolist() == [0, 0, 2, 2, 1, 0]


@settings(max_examples=60, deadline=None)
@given(small_worlds(8, 10))
def test_bridges_reach_everyone_who_is_cut_off_and_one_fewer_does_not(world):
    people, ties = world
    network = network_of(people, ties)
    gaps = find_gaps(network, np.array([0], np.int32), most=people)
    passed = [(u, v) for u, v, _ in ties]
    reached = closure([0], passed)
    assert set(np.flatnonzero(gaps.cut_off).tolist()) == set(range(people)) - reached
    assert len(gaps.bridges) == gaps.islands
    new = [(bridge.reached, bridge.entry) for bridge in gaps.bridges]
    assert all(bridge.reached in reached for bridge in gaps.bridges)
    assert closure([0], passed + new) == set(range(people))
    for left_out in range(len(new)):
        fewer = new[:left_out] + new[left_out + 1 :]
        assert closure([0], passed + fewer) != set(range(people))


def test_a_bridge_goes_to_the_nearest_who_is_reached_and_prefers_the_same_district():
    everyone = [
        Person("a", groups={"district": "Red Bluff", "county": "Tehama"}, latitude=40.18, longitude=-122.24),
        Person("b", groups={"district": "Chico", "county": "Butte"}, latitude=39.73, longitude=-121.84),
        Person("c", groups={"district": "Alturas", "county": "Modoc"}, latitude=41.49, longitude=-120.54),
        Person("d", groups={"district": "Chico", "county": "Butte"}, latitude=39.9, longitude=-121.9),
    ]
    gaps = find_gaps(network_of(4, [(0, 1, 0.9)]), np.array([0], np.int32), People(everyone, ("district", "county")))
    assert {bridge.entry: bridge.together for bridge in gaps.bridges}[3] == ""  # two people cannot hide in it
    more = [Person(f"more {n}", groups={"district": "Chico", "county": "Butte"}) for n in range(8)]
    everyone += more
    network = network_of(12, [(0, 1, 0.9), *((0, v, 0.1) for v in range(4, 12))])
    gaps = find_gaps(network, np.array([0], np.int32), People(everyone, ("district", "county")))
    by_entry = {bridge.entry: bridge for bridge in gaps.bridges}
    assert by_entry[2].reached == 0
    assert by_entry[2].together == ""
    assert by_entry[2].km is not None
    assert 190 < by_entry[2].km < 220
    assert by_entry[3].reached == 1
    assert by_entry[3].together == "district Chico"


def test_one_of_a_kind_is_told_as_one():
    pairs = [(v, v + 1, 1.0) for v in range(3, 24, 2)]
    groups = np.array([0] * 2 + [1] * 22 + [0], np.int32)
    found = study(network_of(25, [(0, 1, 1.0), (1, 2, 1.0), *pairs]), groups)
    told = structure_words("county", ("Inyo", "Mono"), found)
    assert told[-3:] == [
        "1 person is a cut point: without them others lose their way to the rest (at most 1 at once).",
        "On shortest ways 100% of those in between are the only broker between groups.",
        "The inner circle: 25 people who each have at least 1 tie among themselves.",
    ]


def test_not_more_brokers_are_told_than_there_are():
    few = study(network_of(6, [(v, v + 1, 1.0) for v in range(5)]), np.arange(6, dtype=np.int32) % 2)
    assert "On shortest ways 100% of those in between are the 4 brokers between groups." in structure_words(
        "county", ("Inyo", "Mono"), few
    )
    many = study(network_of(14, [(v, v + 1, 1.0) for v in range(13)]), np.arange(14, dtype=np.int32) % 2)
    assert "are the 10 strongest of 12 brokers between groups." in "\n".join(
        structure_words("county", ("Inyo", "Mono"), many)
    )
