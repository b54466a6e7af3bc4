import json

import pytest

from groundswell.cli.main import main


@pytest.fixture
def files(tmp_path):
    def write(name, text):
        (tmp_path / name).write_text(text)
        return str(tmp_path / name)

    return (
        write(
            "sessions.csv",
            "session,subject,presenters,facilitator,size,level\n"
            "Number talks,math,Ana,,10,introductory\n"
            "Waves,science,Ben;Cleo,,10,advanced\n"
            "Talk in both,math and science,Ana,Dan,20,introductory\n",
        ),
        write("rooms.csv", "room,site,capacity\nOak,Yreka,25\nElm,Yreka,12\n"),
        write("wishes.csv", "person,session\nP,Number talks\nP,Waves\nQ,Waves\nQ,Talk in both\n"),
        tmp_path,
    )


def test_timetable_prints_json_with_what_was_asked(files, capsys):
    sessions, rooms, wishes, _ = files
    words = ["timetable", sessions, rooms, "--periods", "9:00, 10:00 / 11:00", "--wishes", wishes, "--converge"]
    assert main([*words, "--steps", "2000", "--json"]) == 0
    made = json.loads(capsys.readouterr().out)
    assert set(made["sessions"]) == {"Number talks", "Waves", "Talk in both"}
    assert made["sessions"]["Talk in both"]["room"] == "Oak"
    assert (made["clashes"], made["bound"], made["without_joint"]) == (0, 0, [])
    assert len(made["attends"]["P"]) == 3


def test_timetable_writes_a_plan_that_can_be_kept(files, capsys):
    sessions, rooms, wishes, folder = files
    words = ["timetable", sessions, rooms, "--periods", "9:00, 10:00", "--wishes", wishes, "--steps", "2000"]
    assert main([*words, "-o", str(folder / "plan.csv")]) == 0
    assert "All hard rules are kept." in capsys.readouterr().out
    assert main([*words, "--json"]) == 0
    first = json.loads(capsys.readouterr().out)["sessions"]
    assert main([*words, "--keep", str(folder / "plan.csv"), "--seed", "9", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["sessions"] == first


def test_timetable_says_what_happens_when_a_speaker_cancels(files, capsys):
    sessions, rooms, wishes, folder = files
    words = ["timetable", sessions, rooms, "--periods", "9:00, 10:00", "--wishes", wishes, "--steps", "2000"]
    assert main([*words, "--without", "Ana", "-o", str(folder / "plan.xlsx")]) == 0
    out = capsys.readouterr().out
    assert "Number talks is dropped, nobody else presents it" in out
    assert "Talk in both goes on with the others" in out
    assert main([*words, "--without", "Zoe"]) == 1
    assert capsys.readouterr().err == "“Zoe” presents no session. Write the name as it stands in the table.\n"


def test_timetable_says_which_rules_conflict(files, capsys):
    sessions, rooms, _, _ = files
    assert main(["timetable", sessions, rooms, "--periods", "9:00"]) == 1
    assert "The sessions take 3 periods of a room, but the rooms have 2." in capsys.readouterr().err


def test_a_wish_for_a_level_or_strand_is_one_for_each_of_its_sessions(files, capsys):
    sessions, rooms, _, folder = files
    wishes = folder / "levels.csv"
    wishes.write_text("person,session,strand,level\nP,,,introductory\nQ,,,Advanced\n")
    words = ["timetable", sessions, rooms, "--periods", "9:00, 10:00", "--wishes", str(wishes), "--steps", "2000"]
    assert main([*words, "--json"]) == 0
    attends = json.loads(capsys.readouterr().out)["attends"]
    assert {person: sorted(names) for person, names in attends.items()} == {
        "P": ["Number talks", "Talk in both"],
        "Q": ["Waves"],
    }
    wishes.write_text("person,level\nP,expert\n")
    assert main([*words]) == 1
    assert "levels.csv, line 2: This wish names no session" in capsys.readouterr().err


def test_home_where_no_room_is_names_the_row(files, capsys):
    sessions, rooms, wishes, folder = files
    (folder / "homes.csv").write_text("person,site\nP,Yreka\nQ,Yrekka\n")
    words = ["timetable", sessions, rooms, "--periods", "9:00, 10:00", "--wishes", wishes]
    assert main([*words, "--homes", str(folder / "homes.csv")]) == 1
    assert capsys.readouterr().err == (
        "homes.csv, line 3: No room is at “Yrekka”. There are rooms at Yreka. Correct it, or add a room there.\n"
    )
