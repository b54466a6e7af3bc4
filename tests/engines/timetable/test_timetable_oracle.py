"""Small timetables against CP-SAT's proven optimum."""

import itertools
import random

import pytest

from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Limit
from groundswell.engines.timetable import Period, Question, Room, Session, Wish, make_timetable
from groundswell.engines.timetable.check import rooms_for, starts_for
from groundswell.engines.timetable.verify import problems

cp_model = pytest.importorskip("ortools.sat.python.cp_model")


def case(seed: int) -> Question:
    rng = random.Random(seed)
    count, rooms, periods = rng.randint(7, 9), 3, rng.randint(4, 5)
    sessions = tuple(
        Session(f"s{n}", people=(f"speaker {rng.randrange(count)}",), size=rng.choice([10, 20])) for n in range(count)
    )
    wishes = tuple(
        Wish(f"p{n}", f"s{s}", rng.randint(1, 2))
        for n in range(40)
        for s in rng.sample(range(count), rng.randint(2, 5))
    )
    return Question(
        sessions,
        tuple(Room(f"r{n}", capacity=20 if n else 12) for n in range(rooms)),
        tuple(Period(f"h{n}") for n in range(periods)),
        wishes,
    )


def optimum(question: Question) -> int | None:
    """The least clash weight: x[s, t] with Hall's condition for rooms of two sizes."""
    model = cp_model.CpModel()
    names = [session.id for session in question.sessions]
    hours = range(len(question.periods))
    x = {(s, t): model.new_bool_var("") for s in names for t in hours}
    large = sum((room.capacity or 0) >= 20 for room in question.rooms)
    for s in names:
        model.add_exactly_one(x[s, t] for t in hours)
    for t in hours:
        model.add(sum(x[s, t] for s in names) <= len(question.rooms))
        model.add(sum(x[s.id, t] for s in question.sessions if s.size == 20) <= large)
    for a, b in itertools.combinations(question.sessions, 2):
        if set(a.people) & set(b.people):
            for t in hours:
                model.add(x[a.id, t] + x[b.id, t] <= 1)
    weights: dict[tuple[str, str], int] = {}
    by_person: dict[str, list[Wish]] = {}
    for wish in question.wishes:
        by_person.setdefault(wish.person, []).append(wish)
    for wanted in by_person.values():
        for a, b in itertools.combinations(wanted, 2):
            weights[a.session, b.session] = weights.get((a.session, b.session), 0) + min(a.weight, b.weight)
    terms = []
    for (a, b), weight in weights.items():
        both = model.new_bool_var("")
        for t in hours:
            model.add(both >= x[a, t] + x[b, t] - 1)
        terms.append(weight * both)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    solver.parameters.max_time_in_seconds = 60
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(3))
def test_small_cases_are_within_two_percent_of_the_proven_optimum(seed):
    question = case(seed)
    made = make_timetable(question, limit=Limit(steps=200_000))
    assert problems(question, made) == []
    least = optimum(question)
    assert least is not None
    assert made.bound <= least <= made.clashes <= least * 1.02


def tangle(seed: int) -> Question:
    """Sessions of one and two periods at two sites, in an order, with presenters who are away or would have to drive."""
    rng = random.Random(seed)
    count, periods = rng.randint(6, 9), rng.randint(4, 6)
    names = [f"s{n}" for n in range(count)]
    sessions = tuple(
        Session(
            name,
            length=rng.choice([1, 1, 1, 2]),
            people=tuple({f"speaker {rng.randrange(count)}", f"speaker {rng.randrange(count)}"}),
            size=rng.choice([5, 10, 20]),
            after=(rng.choice(names[:n]),) if n and rng.random() < 0.2 else (),
        )
        for n, name in enumerate(names)
    )
    rooms = tuple(
        Room(f"r{n}", site, capacity, closed=frozenset({"h1"} if rng.random() < 0.2 else set()))
        for n, (site, capacity) in enumerate((("Yreka", 8), ("Yreka", 25), ("Redding", 12), ("Redding", 25)))
    )
    away = frozenset((f"speaker {rng.randrange(count)}", f"h{rng.randrange(periods)}") for _ in range(2))
    wishes = tuple(
        Wish(f"p{n}", name, rng.randint(1, 3)) for n in range(25) for name in rng.sample(names, rng.randint(2, 4))
    )
    times = tuple(Period(f"h{n}", rng.random() < 0.3) for n in range(periods))
    return Question(sessions, rooms, times, wishes, away)


def least_of_tangle(question: Question) -> int | None:
    """The least clash weight: a variable for each session, start and room, a clause for each pair that cannot be."""
    model = cp_model.CpModel()
    periods, rooms = question.periods, question.rooms
    spots = {
        session.id: [
            (t, r)
            for t in starts_for(question, session)
            for r in rooms_for(question, session)
            if not {period.id for period in periods[t : t + session.length]} & rooms[r].closed
        ]
        for session in question.sessions
    }
    x = {(name, *spot): model.new_bool_var("") for name in spots for spot in spots[name]}
    weights: dict[tuple[str, str], int] = {}
    wanted: dict[str, list[Wish]] = {}
    for wish in question.wishes:
        wanted.setdefault(wish.person, []).append(wish)
    for wishes in wanted.values():
        for one, two in itertools.combinations(wishes, 2):
            key = min(one.session, two.session), max(one.session, two.session)
            weights[key] = weights.get(key, 0) + min(one.weight, two.weight)
    terms = []
    for name, open_spots in spots.items():
        model.add_exactly_one(x[name, *spot] for spot in open_spots)
    for a, b in itertools.combinations(question.sessions, 2):
        both = model.new_bool_var("")
        terms.append(weights.get((min(a.id, b.id), max(a.id, b.id)), 0) * both)
        for (t, r), (u, q) in itertools.product(spots[a.id], spots[b.id]):
            ends, other_ends = t + a.length, u + b.length
            together = t < other_ends and u < ends
            meet = ends if ends == u else other_ends if other_ends == t else 0
            drives = meet > 0 and not periods[meet - 1].pause and rooms[r].site != rooms[q].site
            shared = bool(set(a.people) & set(b.people))
            disorder = (a.id in b.after and u < ends) or (b.id in a.after and t < other_ends)
            if (together and r == q) or (shared and (together or drives)) or disorder:
                model.add_bool_or(x[a.id, t, r].Not(), x[b.id, u, q].Not())
            elif together:
                model.add_bool_or(x[a.id, t, r].Not(), x[b.id, u, q].Not(), both)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    status = solver.solve(model)
    return round(solver.objective_value) if status == cp_model.OPTIMAL else None


def judge(question: Question) -> None:
    """Make a timetable and hold it against the least that is possible."""
    least = least_of_tangle(question)
    try:
        made = make_timetable(question)
    except Infeasible:
        assert least is None
        return
    assert problems(question, made) == []
    assert made.bound <= made.clashes == least


@pytest.mark.parametrize("seed", [57, 91])
def test_the_least_clashes_are_found_through_timetables_that_break_a_rule(seed):
    judge(tangle(seed))


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(30))
def test_tangled_cases_have_the_least_clashes_or_none_is_possible(seed):
    judge(tangle(seed))
