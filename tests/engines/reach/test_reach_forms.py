from groundswell.engines.reach.forms import group_lines, person_line, shown
from groundswell.engines.reach.people import People, Person


def test_groups_under_ten_are_left_out_and_never_one_alone():
    assert shown([12, 30, 9]) == [False, True, False]
    assert shown([12, 30, 9, 4]) == [True, True, False, False]
    assert shown([12, 30]) == [True, True]
    assert shown([5]) == [False]


def test_a_group_left_out_shows_no_number():
    lines = group_lines(["Lassen", "Modoc", "Shasta"], [30, 4, 25], [2, 1, 0], [[(1, 2, 3)]] * 3, [0, 4, 1])
    assert [(line.name, line.people, line.convened, line.reached, line.cut_off) for line in lines] == [
        ("Lassen", 30, 2, ((1, 2, 3),), 0),
        ("2 groups too small to show", None, None, (), None),
    ]


def test_a_person_is_named_only_with_consent():
    people = People(
        [Person("t1", "Ana Ficta", {"county": "Lassen"}, may_be_named=True), Person("t2", "Ben Ficto", {"county": ""})],
        ("county",),
    )
    assert person_line(["t1", "t2", "t3"], people, 0).name == "Ana Ficta"
    assert person_line(["t1", "t2", "t3"], people, 0).groups == ("county Lassen",)
    assert person_line(["t1", "t2", "t3"], people, 1).name is None
    assert person_line(["t1", "t2", "t3"], people, 2).name is None


def test_who_agreed_to_be_named_agreed_to_nothing_else():
    ana = Person("t1", "Ana Ficta", {"phone": "555 0100", "school": "Elm", "need": "ramp"}, may_be_named=True)
    line = person_line(["t1"], People([ana], ("phone", "school", "need")), 0)
    assert (line.name, line.groups) == ("Ana Ficta", ("school Elm",))


def test_without_consent_only_groups_are_told_that_are_large_enough_together():
    crowd = [
        Person(f"t{n}", f"Ana {n}", {"county": "Lassen", "role": "coach" if n < 3 else "teacher"}) for n in range(20)
    ]
    people = People(crowd, ("county", "role"))
    ids = [person.id for person in crowd]
    assert person_line(ids, people, 0).groups == ("county Lassen",)
    assert person_line(ids, people, 10).groups == ("county Lassen", "role teacher")
