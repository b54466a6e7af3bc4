# ruff: noqa: E501 - sentences as they are shown
import numpy as np
import pytest

from groundswell.engines.errors import InputError
from groundswell.engines.reach.chances import assume
from groundswell.engines.reach.people import people_from
from groundswell.engines.reach.reading import read_ties, ties_from
from groundswell.engines.reach.world import floors_from, make_world, read_world, tie_classes
from groundswell.engines.tables import Sheet, parse_table, write_workbook


def written(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text",
    [
        "source,target,probability\nana,ben,0.5\nben,cy,.25\n\ncy,ana,1e-2\n",
        "\ufeffSource,Target,Probability\r\nana,ben,0.5\r\nben , cy,0.25\r\ncy,ana,0.01",
        "probability,target,source\n0.5,ben,ana\n0.25,cy,ben\n0.01,ana,cy\n",
        'source,target,probability\n"ana",ben,0.5\nben,cy,0.25\ncy,ana,0.01\n',
        "source;target;probability\nana;ben;0.5\nben;cy;0.25\ncy;ana;0.01\n",
        "from,to,p,note\nana,ben,0.5,\nben,cy,0.25,\ncy,ana,0.01,x\n",
    ],
)
def test_ties_are_read_alike_however_they_are_written(tmp_path, text):
    ties = read_ties(written(tmp_path, "ties.csv", text))
    named = {(ties.names[u], ties.names[v]) for u, v in zip(ties.source, ties.target, strict=True)}
    assert named == {("ana", "ben"), ("ben", "cy"), ("cy", "ana")}
    assert np.allclose(ties.probability, [0.5, 0.25, 0.01])


def test_a_plain_file_and_a_quoted_one_of_the_same_ties_agree(tmp_path):
    dice = np.random.default_rng(1)
    rows = [
        (f"né{a}", f"né{b}", round(p, 4))
        for a, b, p in zip(*dice.integers(0, 900, (2, 5000)), dice.random(5000), strict=True)
    ]
    plain = read_ties(
        written(tmp_path, "a.csv", "source,target,probability\n" + "".join(f"{u},{v},{p}\n" for u, v, p in rows))
    )
    quoted = read_ties(
        written(tmp_path, "b.csv", "source,target,probability\n" + "".join(f'"{u}",{v},{p}\n' for u, v, p in rows))
    )
    assert list(plain.names) == list(quoted.names)
    assert plain.source.tolist() == quoted.source.tolist()
    assert plain.target.tolist() == quoted.target.tolist()
    assert np.allclose(plain.probability, quoted.probability, atol=1e-7)


def test_ties_come_from_a_workbook_too(tmp_path):
    path = tmp_path / "ties.xlsx"
    write_workbook(path, [Sheet("Ties", ["source", "target", "probability"], [["ana", "ben", 0.5]])])
    assert read_ties(path).probability.tolist() == [0.5]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("source,target,probability\na,b,1.5\n", "t.csv, line 2: The column “probability” says “1.5”. Give a number from 0 to 1, such as 0.2."),
        ("source,target,probability\na,b,0.1\na,,0.1\n", "t.csv, line 3: The column “target” is empty here. Each tie goes from someone to someone."),
        ("source,target,probability\n", "t.csv: There is no tie in this file. Give each tie a row below the headings."),
        ("source,weight\na,1\n", "t.csv, line 1: The column “target” is missing. The columns here are: source, strength."),
        ("source,target,strength\na,b,-2\n", "t.csv, line 2: The column “strength” says “-2”. Give a number that is not below 0, such as 0.2."),
        ("source,target,date\na,b,soon\n", "t.csv, line 2: The column “date” says “soon”. Write the date as 2027-02-25."),
    ],
)  # fmt: skip
def test_what_is_wrong_in_ties_is_told_with_its_line(tmp_path, text, sentence):
    with pytest.raises(InputError) as error:
        read_ties(written(tmp_path, "t.csv", text))
    assert error.value.located() == sentence


def test_strength_and_age_make_a_probability():
    ties = ties_from(parse_table("t.csv", b"source,target,strength,date\na,b,2,2027-03-01\nb,c,1,2026-03-01\n"))
    assumed = assume(ties, 3, per_contact=0.1, half_life=365.0)
    assert assumed.probability.tolist() == pytest.approx([1 - 0.9**2, 1 - 0.9**0.5])
    assert assumed.sentence.startswith(
        "Probabilities are assumed: each contact passes the practice on with a chance of 10%"
    )


def test_ties_without_anything_else_share_one_chance_by_person():
    ties = ties_from(parse_table("t.csv", b"source,target\na,c\nb,c\na,b\n"))
    assert assume(ties, 3).probability.tolist() == [0.5, 0.5, 1.0]


def test_people_who_only_have_ties_count_in_no_group(tmp_path):
    ties = written(tmp_path, "ties.csv", "source,target,probability\nana,zoe,0.5\n")
    people = written(tmp_path, "people.csv", "person,county,consent\nana,Lassen,yes\nben,Modoc,\n")
    world = read_world(ties, people)
    assert list(world.ids) == ["ana", "ben", "zoe"]
    assert world.grouped("county")[0] == ("Lassen", "Modoc")
    assert world.grouped("county")[1].tolist() == [0, 1, -1]
    assert world.notes[0] == "1 person has ties but no row in the file of people; they count, but in no group."
    turned = read_world(ties, people, asks=True)
    assert (turned.network.origin.tolist(), turned.network.targets().tolist()) == ([2], [0])


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ("ana,Lassen,perhaps", "p.csv, line 2: The column “consent” says “perhaps”. Write yes or no."),
        (",Lassen,yes", "p.csv, line 2: The column “person” is empty here. Give each person an id."),
        ("ana,a,no\nana,b,no", "p.csv, line 3: “ana” is listed twice, here and in line 2. Leave one of them out."),
    ],
)
def test_what_is_wrong_in_people_is_told_with_its_line(row, sentence):
    with pytest.raises(InputError) as error:
        people_from(parse_table("p.csv", f"person,county,consent\n{row}\n".encode()))
    assert error.value.located() == sentence


def small_world():
    people = people_from(parse_table(
        "p.csv", b"person,county,role,latitude,longitude\na,Lassen,coach,40.4,-120.6\nb,Lassen,teacher,40.4,-120.7\nc,Modoc,teacher,41.5,-120.5\n"
    ))  # fmt: skip
    return make_world(ties_from(parse_table("t.csv", b"source,target\na,b\nb,c\n")), people)


def test_floors_are_read_for_all_groups_and_for_one():
    floors = {floor.name: floor.least for floor in floors_from(small_world(), ["county:Modoc=1", "county=50%"])}
    assert floors == {"county: Lassen": 1.0, "county: Modoc": 1.0}


@pytest.mark.parametrize(
    ("wish", "sentence"),
    [
        ("county:Napa=1", "There is no “Napa” in the column “county”. It has: Lassen, Modoc."),
        ("size=1", "The people have no column “size”. Their group columns are: county, role."),
        ("county=lots", "The floor “county=lots” is not understood. Write for example county=5% or county=20 or county:Lassen=20."),
    ],
)  # fmt: skip
def test_a_floor_that_is_not_understood_is_told(wish, sentence):
    with pytest.raises(InputError) as error:
        floors_from(small_world(), [wish])
    assert str(error.value) == sentence


def test_where_no_place_is_known_kinds_are_roles_alone():
    ties = ties_from(parse_table("t.csv", b"source,target\na,b\n"))
    for sheet, kind in ((b"person\na\nb\n", "all ties"), (b"person,role\na,coach\nb,teacher\n", "coach to teacher")):
        assert tie_classes(make_world(ties, people_from(parse_table("p.csv", sheet))))[0] == (kind,)


def test_kinds_of_ties_are_roles_and_distance():
    names, classes = tie_classes(small_world())
    assert [names[kind] for kind in classes] == ["coach to teacher, same county", "teacher to teacher, far"]
