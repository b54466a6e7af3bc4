import dataclasses
import itertools
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from groundswell.engines.errors import Cancelled, Infeasible, InputError
from groundswell.engines.progress import Limit
from groundswell.engines.timetable import (
    Mode,
    Period,
    Question,
    Room,
    Session,
    Wish,
    make_timetable,
    without_speaker,
)
from groundswell.engines.timetable.check import check, rooms_for, starts_for
from groundswell.engines.timetable.files import with_hours
from groundswell.engines.timetable.verify import problems

QUICK = Limit(steps=60_000)


def least_clashes(question: Question) -> float:
    """The least clash weight by trying every timetable; infinite where none keeps the rules."""
    wants: dict[str, dict[str, int]] = {}
    for wish in question.wishes:
        wants.setdefault(wish.person, {})[wish.session] = wish.weight
    order = {session.id: number for number, session in enumerate(question.sessions)}
    rooms = {room.id: room for room in question.rooms}
    choices = [
        [(t, r) for t in starts_for(question, session) for r in rooms_for(question, session)]
        for session in question.sessions
    ]
    best = math.inf
    for chosen in itertools.product(*choices):
        hours = [set(range(t, t + s.length)) for (t, _), s in zip(chosen, question.sessions, strict=True)]
        good = all(
            question.periods[hour].id not in rooms[question.rooms[r].id].closed
            for (_, r), span in zip(chosen, hours, strict=True)
            for hour in span
        )
        for first, second in itertools.combinations(range(len(chosen)), 2):
            a, b = question.sessions[first], question.sessions[second]
            together = bool(hours[first] & hours[second])
            good = good and not (together and chosen[first][1] == chosen[second][1])
            good = good and not (together and set(a.people) & set(b.people))
            good = good and not (a.id in b.after and max(hours[first]) >= min(hours[second]))
            good = good and not (b.id in a.after and max(hours[second]) >= min(hours[first]))
        if good:
            weight = sum(
                min(wanted[x], wanted[y])
                for wanted in wants.values()
                for x, y in itertools.combinations(wanted, 2)
                if hours[order[x]] & hours[order[y]]
            )
            best = min(best, weight)
    return best


@st.composite
def questions(draw):
    count = draw(st.integers(1, 4))
    names = [f"s{n}" for n in range(count)]
    periods = tuple(Period(f"h{n}", draw(st.booleans())) for n in range(draw(st.integers(1, 3))))
    people = st.sampled_from(["ana", "ben", "cleo", "dan"])
    sessions = tuple(
        Session(
            name,
            joint=number == 0,
            strand=draw(st.sampled_from(["", "talk"])),
            length=draw(st.sampled_from([1, 1, 1, 2])),
            people=tuple(draw(st.lists(people, max_size=2, unique=True))),
            mode=draw(st.sampled_from([Mode.IN_PERSON, Mode.IN_PERSON, Mode.BOTH, Mode.REMOTE])),
            size=draw(st.sampled_from([0, 2, 5])),
            after=tuple(draw(st.lists(st.sampled_from(names[:number]), max_size=1))) if number else (),
        )
        for number, name in enumerate(names)
    )
    rooms = tuple(
        Room(
            f"r{n}",
            "",
            draw(st.sampled_from([None, 3, 6])),
            draw(st.sampled_from(Mode)),
            closed=frozenset(draw(st.lists(st.sampled_from([p.id for p in periods]), max_size=1))),
        )
        for n in range(draw(st.integers(1, 3)))
    )
    pairs = draw(st.sets(st.tuples(st.sampled_from(["p", "q", "r", "ana"]), st.sampled_from(names)), max_size=9))
    away = draw(st.frozensets(st.tuples(people, st.sampled_from([p.id for p in periods])), max_size=1))
    wishes = tuple(Wish(person, name, draw(st.integers(1, 3))) for person, name in sorted(pairs))
    return Question(sessions, rooms, periods, wishes, away, converge=draw(st.booleans()))


@settings(max_examples=120, deadline=None)
@given(questions())
def test_small_timetables_keep_the_rules_and_have_the_least_clashes(question):
    try:
        made = make_timetable(question, limit=QUICK)
    except Infeasible:
        plain = dataclasses.replace(question, converge=False)
        possible = all(rooms_for(question, s) and starts_for(question, s) for s in question.sessions)
        seats_lack = question.converge and not math.isinf(least_clashes(plain))
        assert seats_lack or not possible or math.isinf(least_clashes(plain))
        return
    assert problems(question, made) == []
    assert made.bound <= made.clashes == least_clashes(question)


def fair(sessions: int = 24, people: int = 60) -> Question:
    return Question(
        tuple(
            Session(f"s{n}", strand=f"strand {n % 4}", joint=n % 4 == 0, people=(f"speaker {n % 15}",), size=10)
            for n in range(sessions)
        ),
        tuple(Room(f"r{n}", capacity=15 + n) for n in range(6)),
        tuple(Period(f"h{n}", n == 2) for n in range(6)),
        tuple(Wish(f"p{n}", f"s{(n * 7 + k * k * 5) % sessions}") for n in range(people) for k in range(5)),
        converge=True,
    )


def test_long_session_makes_room_for_one_that_has_no_other_though_its_hour_stays():
    sessions = (Session("tour"), Session("lab", length=2, mode=Mode.REMOTE))
    rooms = (Room("online", mode=Mode.REMOTE), Room("hall", capacity=3, mode=Mode.BOTH, closed=frozenset({"3"})))
    periods = (Period("1"), Period("2", pause=True), Period("3"))
    made = make_timetable(Question(sessions, rooms, periods), limit=QUICK)
    assert (made.sessions["lab"].room, made.sessions["tour"].room) == ("online", "hall")


def test_a_fair_is_made_and_everyone_has_a_joint_session():
    question = fair()
    made = make_timetable(question, limit=Limit(steps=200_000))
    assert problems(question, made) == []
    assert made.without_joint == ()
    assert made.met <= made.met_bound + 1e-6


def test_same_seed_and_steps_give_the_same_timetable():
    question = fair()
    assert make_timetable(question, limit=QUICK, seed=4) == make_timetable(question, limit=QUICK, seed=4)


def test_a_time_limit_is_kept_and_said():
    question = dataclasses.replace(fair(24, 200), converge=False)
    made = make_timetable(question, limit=Limit(seconds=0.01))
    assert made.cut_short


def test_a_progress_callback_can_cancel():
    def stop(share, sentence):
        raise Cancelled

    with pytest.raises(Cancelled):
        make_timetable(fair(), progress=stop)


def test_what_if_a_speaker_cancels_keeps_the_rest_and_says_who_loses_what():
    question = dataclasses.replace(
        fair(),
        sessions=tuple(
            dataclasses.replace(session, people=("Rosa",)) if session.id == "s5" else session
            for session in fair().sessions
        ),
    )
    before = make_timetable(question, limit=QUICK)
    cancelled = without_speaker(question, before, "Rosa", limit=QUICK)
    assert cancelled.dropped == ("s5",)
    assert cancelled.thinner == ()
    kept = {name: spot for name, spot in before.sessions.items() if name != "s5"}
    assert cancelled.timetable.sessions == kept
    losers = {person for person, names in before.attends.items() if "s5" in names}
    assert {lost.person for lost in cancelled.lost} == losers


def test_a_speaker_who_cancels_takes_no_seat_and_who_gets_it_instead_is_not_told_as_a_loss():
    question = Question(
        (Session("talk", people=("Rosa", "Ana")), Session("lab")),
        (Room("small", capacity=1), Room("hall", capacity=9)),
        (Period("1"), Period("2")),
        (Wish("Rosa", "lab", 3), Wish("Ben", "lab"), Wish("Ben", "talk"), Wish("Rosa", "talk")),
    )
    before = make_timetable(question, limit=QUICK)
    cancelled = without_speaker(question, before, "Rosa", limit=QUICK)
    assert cancelled.thinner == ("talk",)
    assert "Rosa" not in cancelled.timetable.attends
    assert "Rosa" not in {missed.person for missed in cancelled.timetable.missed}
    assert cancelled.timetable.met == 2
    assert cancelled.lost == ()


def test_sessions_of_one_strand_go_to_different_times_where_that_costs_nothing():
    question = Question(
        tuple(Session(f"s{n}", strand=f"strand {n // 2}") for n in range(6)),
        (Room("a"), Room("b"), Room("c")),
        (Period("1"), Period("2")),
    )
    made = make_timetable(question, limit=QUICK)
    for n in (0, 2, 4):
        assert made.sessions[f"s{n}"].start != made.sessions[f"s{n + 1}"].start


def test_joint_sessions_get_larger_rooms_where_people_would_find_no_seat():
    question = Question(
        (Session("joint", joint=True), Session("other", start="1"), Session("third", start="2")),
        (Room("small", capacity=2), Room("large", capacity=9)),
        (Period("1"), Period("2")),
        tuple(Wish(f"p{n}", "other") for n in range(6)),
        converge=True,
    )
    made = make_timetable(question, limit=QUICK)
    assert made.sessions["joint"].room == "large"
    assert made.without_joint == ()
    assert problems(question, made) == []


def test_a_long_session_changes_places_with_two_short_ones():
    online = Mode.REMOTE
    question = Question(
        (
            Session("s0", people=("Nadia",)),
            Session("s1", people=("Kim", "Noor"), size=12, length=2, mode=online),
            Session("s2", people=("Nadia",), size=12, mode=online),
            Session("s3", people=("Kim", "Jo"), size=8),
            Session("s4", people=("Lea",), size=18, mode=online),
            Session("s5", people=("Kim",), size=25),
            Session("s6"),
        ),
        (
            Room("small", "Fresno", 10),
            Room("online", "Eureka", mode=online),
            Room("hall", "Fresno", 30, closed=frozenset({"10:00"})),
            Room("far", "Eureka", 15, closed=frozenset({"9:00"})),
        ),
        (Period("8:00"), Period("9:00", pause=True), Period("10:00"), Period("11:00")),
        away=frozenset({("Jo", "10:00")}),
    )
    for seed in range(1, 6):
        assert problems(question, make_timetable(question, seed=seed)) == []


def test_reasons_for_wishes_that_are_not_met():
    question = Question(
        (
            Session("talk", people=("Ana",), start="9:00", room="small"),
            Session("lab", start="9:00", room="big"),
            Session("late", start="10:00", room="far"),
        ),
        (Room("small", "Yreka", 1), Room("big", "Yreka", 9), Room("far", "Redding", 9)),
        (Period("9:00", pause=True), Period("10:00")),
        (
            Wish("Ana", "lab"),
            Wish("Ben", "talk", 3),
            Wish("Cleo", "talk"),
            Wish("Dan", "talk"),
            Wish("Dan", "lab", 2),
            Wish("Eve", "late"),
        ),
        homes={"Eve": "Yreka"},
    )
    made = make_timetable(question, limit=QUICK)
    assert {(missed.person, missed.session): missed.why for missed in made.missed} == {
        ("Ana", "lab"): "presents talk at that time",
        ("Cleo", "talk"): "full: 1 seats",
        ("Dan", "talk"): "attends lab at that time",
        ("Eve", "late"): "it is in person at Redding",
    }
    assert problems(question, made) == []


def test_a_presenter_does_not_change_the_site_without_a_break():
    sessions = (Session("one", people=("Ana",), room="a"), Session("two", people=("Ana",), room="b"))
    rooms = (Room("a", "Yreka"), Room("b", "Redding"))
    question = Question(sessions, rooms, (Period("1"), Period("2")))
    with pytest.raises(Infeasible) as caught:
        make_timetable(question, limit=QUICK)
    assert caught.value.conflicts in {
        ("Ana would change the site between one and two",),
        ("Ana cannot be in one and two at once",),
    }
    rested = dataclasses.replace(question, periods=(Period("1", pause=True), Period("2")))
    assert problems(rested, make_timetable(rested, limit=QUICK)) == []


def test_six_sessions_that_fit_in_one_way_only_are_placed():
    # Two sessions of two periods and one that needs the same room between them: no single move leads there.
    sessions = (
        Session("s0", people=("e", "c"), size=5),
        Session("s1", people=("b", "f"), mode=Mode.REMOTE),
        Session("s2", people=("h", "b"), size=5),
        Session("s3", people=("b", "d", "m"), size=5, length=2, mode=Mode.BOTH),
        Session("s4", people=("h", "c"), needs=frozenset({"projector"}), after=("s1",)),
        Session("s5", people=("c",), size=25, length=2),
    )
    projector = frozenset({"projector"})
    rooms = (
        Room("r0", capacity=30, features=projector),
        Room("r1", capacity=30),
        Room("r2", mode=Mode.BOTH, closed=frozenset({"h0"})),
        Room("r3", features=projector),
        Room("r4", features=projector),
    )
    periods = (Period("h0", pause=True), Period("h1"), Period("h2"), Period("h3", pause=True), Period("h4"))
    away = frozenset({("e", "h0"), ("b", "h0"), ("h", "h2")})
    question = Question(sessions, rooms, periods, away=away)
    made = make_timetable(question)
    assert (problems(question, made), made.clashes) == ([], 0)


ONE = Session("a")


@pytest.mark.parametrize(
    ("question", "error", "words"),
    [
        (Question((), (Room("r"),), (Period("1"),)), InputError, "There are no sessions"),
        (Question((ONE, ONE), (Room("r"),), (Period("1"),)), InputError, "Two sessions are called “a”"),
        (Question((Session("a", room="x"),), (Room("r"),), (Period("1"),)), InputError, "a names the room “x”"),
        (Question((ONE,), (Room("r"),), (Period("1"),), (Wish("p", "b"),)), InputError, "which is no session"),
        (Question((Session("a", size=9),), (Room("r", "", 5),), (Period("1"),)), Infeasible, "No room suits a"),
        (Question((Session("a", length=2),), (Room("r"),), (Period("1"),)), Infeasible, "a has no period"),
        (
            Question((ONE, Session("b")), (Room("r"),), (Period("1"),)),
            Infeasible,
            "The sessions take 2 periods of a room, but the rooms have 1",
        ),
        (
            Question(
                (Session("a", after=("b",)), Session("b", after=("a",))), (Room("r"),), (Period("1"), Period("2"))
            ),
            Infeasible,
            "The order goes in a circle: a before b before a",
        ),
        (
            Question(
                (Session("a", people=("Ana",)), Session("b", people=("Ana",))), (Room("r"), Room("q")), (Period("1"),)
            ),
            Infeasible,
            "Ana presents for 2 periods but is there for 1",
        ),
        (
            Question((ONE,), (Room("r"),), (Period("1"),), (Wish("p", "a"),), converge=True),
            Infeasible,
            "no session does",
        ),
    ],
)
def test_what_cannot_be_is_said_in_words(question, error, words):
    with pytest.raises(error) as caught:
        make_timetable(question)
    assert words in str(caught.value)


def test_the_verifier_sees_a_broken_timetable():
    question = fair()
    made = make_timetable(question, limit=QUICK)
    spot = made.sessions["s1"]
    broken = dataclasses.replace(made, sessions={**made.sessions, "s0": spot})
    assert any(sentence.startswith(f"{spot.room} is used twice") for sentence in problems(question, broken))


def test_hours_that_a_spreadsheet_program_has_rewritten_are_the_same_hours():
    question = Question(
        (Session("a", start="09:00:00"), Session("b", starts=frozenset({"10:00"}))),
        (Room("r", closed=frozenset({"08:00"})),),
        (Period("8:00"), Period("9:00"), Period("10:00")),
        away=frozenset({("Ana", "09:00")}),
    )
    known = with_hours(question)
    assert (known.sessions[0].start, known.rooms[0].closed, known.away) == ("9:00", {"8:00"}, {("Ana", "9:00")})
    check(known)
    with pytest.raises(InputError, match="r is closed at “08:00”, which is no period"):
        check(question.__class__(**{**vars(question), "sessions": (Session("b"),)}))
