import json
from dataclasses import replace
from itertools import pairwise
from math import log

import numpy as np
import openpyxl
import pytest
from hypothesis import given, settings

from groundswell.cli.main import main
from groundswell.engines.reach.answer import outlook
from groundswell.engines.reach.people import People, Person
from groundswell.engines.reach.personal import likeliest_chain, own_view
from groundswell.engines.reach.personal_words import own_words
from groundswell.engines.reach.reading import Ties
from groundswell.engines.reach.world import make_world
from tests.engines.reach.worlds import network_of, small_worlds


@pytest.fixture
def world():
    """Anna passes on to Ben, Ben to Cora; Dora and Emil are on their own. Anna and Dora agreed to be named."""
    names = ["anna", "ben", "cora", "dora", "emil"]
    people = [
        Person(
            name,
            name.title(),
            {"county": "Lassen" if name < "d" else "Modoc"},
            latitude=40.0 + place,
            longitude=-121.0,
            may_be_named=name in {"anna", "dora"},
        )
        for place, name in enumerate(names)
    ]
    source, target = np.array([0, 1, 3], np.int32), np.array([1, 2, 4], np.int32)
    ties = Ties(names, source, target, np.array([0.9, 0.5, 0.8]))
    return make_world(ties, People(people, ("county",)))


def view_of(world, number, column="county"):
    chosen = np.array([0], np.int32)
    return own_view(world, chosen, number, outlook(world, chosen, months=(3, 1200)), column=column)


def test_the_chances_ties_and_chain_are_those_of_the_person(world):
    view = view_of(world, 2)
    assert (view.name, view.convened, view.already, view.links, view.holds) == ("Cora", False, False, 0, 0)
    assert view.chances[1] == pytest.approx(0.45, abs=0.04)
    assert [(tie.other.name, tie.probability, tie.share) for tie in view.ties_in] == [(None, pytest.approx(0.5), 1.0)]
    assert [line.name for line in view.chain] == ["Anna", None, None]
    assert view.bridge is None
    assert view_of(world, 1).holds == 1


def test_who_is_cut_off_is_told_the_shortest_bridge(world):
    view = view_of(world, 3)
    assert view.chain == ()
    assert view.bridge is not None
    assert (view.bridge.other.name, view.bridge.opens, view.bridge.together) == (None, 2, "")
    assert view.bridge.km is None  # on a map of schools it would tell where the other is
    assert view.passes_on == pytest.approx(0.8, abs=0.06)
    assert own_words(view)[1:3] == [
        "No chain of ties leads from those who are convened to you.",
        (
            "The shortest bridge: one new tie from someone who is not named here opens the way to you and to 1 person "
            "beyond you."
        ),
    ]


def test_how_far_off_the_bridge_is_is_told_with_the_name(world):
    cora = replace(world.people.everyone[2], may_be_named=True)
    people = People([*world.people.everyone[:2], cora, *world.people.everyone[3:]], ("county",))
    view = view_of(make_world(world.ties, people), 3)
    assert (view.bridge.other.name, view.bridge.km) == ("Cora", pytest.approx(111.2, abs=0.5))
    assert "one new tie from Cora (county Lassen), 111 km from you, opens" in own_words(view)[2]


def test_who_begins_is_told_so_and_nobody_is_named_without_consent(world):
    view = view_of(world, 0)
    assert view.convened
    assert own_words(view)[1] == "You are among those to be convened: the practice begins with you."
    told = "\n".join(line for number in range(5) for line in own_words(view_of(world, number))[1:])
    assert "Anna" in told
    assert not any(name in told for name in ("Ben", "Cora", "Emil", "ben", "cora", "emil"))


def test_people_without_a_row_are_told_too(world):
    ties = Ties(["anna", "x", "y"], np.array([0, 1], np.int32), np.array([1, 2], np.int32), np.array([1.0, 1.0]))
    small = make_world(ties, People(world.people.everyone[:1], ("county",)))
    chosen = np.array([0], np.int32)
    view = own_view(small, chosen, 2, outlook(small, chosen), column="county")
    assert [line.name for line in view.chain] == ["Anna", None, None]
    lonely = np.array([2], np.int32)
    assert own_view(small, lonely, 1, outlook(small, lonely)).bridge.opens == 1


@settings(max_examples=60, deadline=None)
@given(small_worlds(6, 10))
def test_the_chain_is_the_likeliest_of_all_chains(world):
    people, ties = world
    begins = np.zeros(people, np.bool_)
    begins[0] = True
    best = {}
    chance = {}
    for u, v, p in ties:
        chance[u, v] = max(p, chance.get((u, v), 0.0))

    def walk(path, likely):
        end = path[-1]
        best[end] = max(best.get(end, 0.0), likely)
        for (u, v), p in chance.items():
            if u == end and v not in path:
                walk([*path, v], likely * p)

    walk([0], 1.0)
    for goal in range(1, people):
        chain = likeliest_chain(network_of(people, ties), begins, goal)
        if goal not in best:
            assert chain == []
            continue
        likely = sum(log(chance[u, v]) for u, v in pairwise(chain))
        assert (chain[0], chain[-1]) == (0, goal)
        assert likely == pytest.approx(log(best[goal]), abs=1e-6)


@pytest.fixture
def files(tmp_path):
    (tmp_path / "ties.csv").write_text("source,target,probability\na,b,0.9\nb,c,0.5\n", encoding="utf-8")
    people = "person,name,county,consent\na,Anna Ficta,Lassen,yes\nb,Bert Ficto,Lassen,no\nc,Cora Ficta,Modoc,no\n"
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    return tmp_path


def test_the_command_prints_the_form_for_one_person_and_nothing_else(files, capsys):
    code = main(["reach", str(files / "ties.csv"), "--people", str(files / "people.csv"), "-k", "1",
                 "--person", "c", "--json", "-o", str(files / "you.xlsx")])  # fmt: skip
    data = json.loads(capsys.readouterr().out)
    assert code == 0
    assert sorted(data) == [
        "already", "bridge", "convened", "holds", "links", "passes_on", "person", "reached", "ties_in", "ties_out", "way",
    ]  # fmt: skip
    assert (data["person"], list(data["reached"]), data["ties_in"][0]["name"]) == ("Cora Ficta", ["3", "6", "12"], None)
    assert openpyxl.load_workbook(files / "you.xlsx").sheetnames == ["For you"]


def test_an_unknown_person_is_a_sentence(files, capsys):
    assert main(["reach", str(files / "ties.csv"), "-k", "1", "--person", "zoe"]) == 1
    assert capsys.readouterr().err.splitlines()[-1] == (
        "There is nobody with the id “zoe”. Write the id as it stands in the file of people or of ties."
    )
