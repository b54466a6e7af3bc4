"""Small timetables against CP-SAT's proven optimum."""

import itertools
import random

import pytest

from groundswell.engines.progress import Limit
from groundswell.engines.timetable import Period, Question, Room, Session, Wish, make_timetable
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
