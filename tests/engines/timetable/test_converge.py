"""Everyone gets a session that joins math and science wherever a timetable can."""

from dataclasses import replace

import pytest

from groundswell.engines.progress import Limit
from groundswell.engines.timetable import (
    Period,
    Question,
    Room,
    Session,
    Wish,
    make_timetable,
    without_speaker,
)
from groundswell.engines.timetable.verify import problems

QUICK = Limit(steps=60_000)


def with_joint(homes: dict[str, str], *, away: frozenset[tuple[str, str]] = frozenset()) -> Question:
    """Fewest clashes put the talk and the joint session together: nobody wants both, and Ana presents the one."""
    wants = [("talk", "third"), ("joint", "third")] * 3
    return Question(
        (Session("talk", people=("Ana",)), Session("joint", joint=True), Session("third")),
        (Room("r1", "Yreka"), Room("r2", "Redding"), Room("r3", "Yreka")),
        (Period("1", pause=True), Period("2")),
        (
            *(Wish(f"p{n}", name) for n, pair in enumerate(wants) for name in pair),
            Wish("Ana", "third"),
            Wish("Bea", "third"),
        ),
        away,
        homes,
        converge=True,
    )


@pytest.mark.parametrize(
    "question",
    [
        pytest.param(with_joint({}), id="presents at that time"),
        pytest.param(with_joint({"Ana": "Redding"}), id="and is at another site"),
        pytest.param(with_joint({}, away=frozenset({("Bea", "2")})), id="is away"),
    ],
)
def test_everyone_has_a_joint_session_though_fewer_would_clash_without(question):
    made = make_timetable(question)
    assert made.without_joint == ()
    assert problems(question, made) == []
    assert made.sessions["joint"].start != made.sessions["talk"].start
    assert made.clashes == 3  # 0 were it not for Ana


def test_of_joint_sessions_the_one_that_clashes_less_is_moved():
    wants = [("talk", "other")] * 5 + [("lab", "other")] * 4 + [("field", "other")]
    question = Question(
        (Session("talk", people=("Ana",)), Session("lab", joint=True), Session("field", joint=True), Session("other")),
        tuple(Room(f"r{n}") for n in range(3)),
        (Period("1"), Period("2")),
        (*(Wish(f"p{n}", name) for n, pair in enumerate(wants) for name in pair), Wish("Ana", "lab")),
        converge=True,
    )
    made = make_timetable(question)
    assert made.without_joint == ()
    assert made.clashes == 1
    assert made.attends["Ana"] == ("field",)


def test_who_can_have_no_joint_session_is_named_and_the_others_have_one():
    everywhen = frozenset({("Bea", "1"), ("Bea", "2")})
    question = with_joint({}, away=everywhen)
    made = make_timetable(question)
    assert [missed.person for missed in made.without_joint] == ["Bea"]
    assert problems(question, made) == []


def test_who_has_no_joint_session_when_its_speaker_cancels_is_named_not_refused():
    question = with_joint({})
    question = replace(
        question, sessions=tuple(replace(s, people=s.people or (f"for {s.id}",)) for s in question.sessions)
    )
    changed = without_speaker(question, make_timetable(question), "for joint")
    assert changed.dropped == ("joint",)
    assert {missed.person for missed in changed.timetable.without_joint} == {wish.person for wish in question.wishes}
