"""The verifier of timetables finds each kind of broken rule and each number that is not what it says."""

from dataclasses import replace

import pytest

from groundswell.engines.timetable import Mode, Period, Question, Room, Session, Wish
from groundswell.engines.timetable.model import Missed, Placed, Timetable
from groundswell.engines.timetable.verify import problems

A, B = Session("A", people=("ana",)), Session("B", people=("ben",))
HALL, LAB = Room("Hall", "north"), Room("Lab", "south")
HOURS = (Period("9"), Period("10"))
QUESTION = Question((A, B), (HALL, LAB), HOURS, wishes=(Wish("cy", "A"), Wish("cy", "B")))
MADE = Timetable(
    {"A": Placed("Hall", "9"), "B": Placed("Lab", "10")}, clashes=0, bound=0, clash_list=(),
    attends={"cy": ("A", "B")}, met=2, met_bound=2.0, missed=(), without_joint=(), cut_short=False,
)  # fmt: skip


def asked(first: Session = A, second: Session = B, **more: object) -> Question:
    return replace(QUESTION, sessions=(first, second), **more)


def at(a: tuple[str, str] = ("Hall", "9"), b: tuple[str, str] = ("Lab", "10"), **more: object) -> Timetable:
    return replace(MADE, sessions={"A": Placed(*a), "B": Placed(*b)}, **more)


def test_timetable_that_keeps_all_rules_is_left_in_peace():
    assert problems(QUESTION, MADE) == []


@pytest.mark.parametrize(
    ("question", "made", "sentence"),
    [
        (asked(replace(A, mode=Mode.REMOTE)), MADE, "A is remote in a room that is in person."),
        (asked(replace(A, size=9), rooms=(replace(HALL, capacity=8), LAB)), MADE, "A expects 9 in a room for 8."),
        (asked(replace(A, needs=frozenset({"sink"}))), MADE, "A lacks sink."),
        (asked(replace(A, room="Lab")), MADE, "A is not where it was fixed."),
        (asked(replace(A, start="10")), MADE, "A is not where it was fixed."),
        (asked(replace(A, starts=frozenset({"10"}))), MADE, "A starts when it may not."),
        (asked(second=replace(B, length=2)), MADE, "B runs past the end."),
        (asked(rooms=(replace(HALL, closed=frozenset({"9"})), LAB)), MADE, "A is in Hall while it is closed."),
        (
            asked(replace(A, length=2), wishes=(), periods=(Period("9", pause=True), Period("10"))),
            replace(MADE, attends={}, met=0),
            "A runs across the break after 9.",
        ),
        (asked(away=frozenset({("ana", "9")})), MADE, "ana is away at 9 and presents A."),
        (asked(replace(A, after=("B",))), MADE, "A starts before B ends."),
        (asked(wishes=()), at(b=("Hall", "9"), attends={}, met=0), "Hall is used twice in period 1."),
        (
            asked(second=replace(B, people=("ana",)), wishes=()),
            at(b=("Lab", "9"), attends={}, met=0),
            "ana is in A and B at once.",
        ),
        (asked(second=replace(B, people=("ana",))), MADE, "ana changes the site between A and B."),
        (
            asked(wishes=(Wish("cy", "A"), Wish("cy", "B"))),
            at(b=("Lab", "9"), clashes=1, bound=1),
            "cy is in two sessions at once.",
        ),
        (asked(homes={"cy": "north"}), MADE, "cy is at north and attends B at south."),
        (asked(converge=True), MADE, "cy has no session that joins math and science."),
        (asked(rooms=(replace(HALL, capacity=0), LAB)), MADE, "A has 1 people in a room for 0."),
        (QUESTION, replace(MADE, clashes=1), "The clashes are 0, not 1."),
        (QUESTION, replace(MADE, bound=1), "The bound is above the clashes."),
        (QUESTION, replace(MADE, met=1), "Wishes of weight 2 are met, not 1."),
        (QUESTION, replace(MADE, met_bound=1.0), "Wishes of weight 2 are met, not 2."),
        (
            QUESTION,
            replace(MADE, missed=(Missed("cy", "A", "full"),)),
            "The wishes that are not met are not those that are said.",
        ),
        (
            QUESTION,
            replace(MADE, sessions={"A": Placed("Hall", "9")}),
            "The timetable does not have each session once.",
        ),
    ],
)
def test_broken_rule_is_found_and_nothing_else(question, made, sentence):
    assert problems(question, made) == [sentence]


def test_break_gives_time_to_change_the_site_and_both_modes_seat_those_elsewhere():
    pause = (Period("9", pause=True), Period("10"))
    assert problems(asked(second=replace(B, people=("ana",)), periods=pause), MADE) == []
    rooms = (HALL, replace(LAB, mode=Mode.BOTH, capacity=0))
    assert problems(asked(second=replace(B, mode=Mode.BOTH), homes={"cy": "north"}, rooms=rooms), MADE) == []


def test_who_is_excused_needs_no_joint_session_and_who_presents_one_has_it():
    excused = replace(MADE, without_joint=(Missed("cy", "", "none fits"),))
    assert problems(asked(converge=True), excused) == []
    assert problems(asked(replace(A, joint=True), converge=True), MADE) == []
