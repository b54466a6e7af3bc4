"""The bars of the timetable: feasible at once, fewer clashes than CP-SAT, the optimum on small cases."""

import dataclasses
import itertools
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from benchmarks.timetable.instances import fair
from groundswell.engines import warm
from groundswell.engines.errors import Infeasible
from groundswell.engines.progress import Limit
from groundswell.engines.timetable import Question, make_timetable
from groundswell.engines.timetable.verify import problems

HERE = Path(__file__).parent
PEER_SECONDS = 90


def run(data: Path | None, peer: Path | None) -> str:
    warm.prepare("timetable")
    make_timetable(fair(8, 3, 6, 5, wishes=2, seed=1), limit=Limit(steps=1000))
    return "\n\n".join(["Timetable: sessions into rooms and hours", at_once(peer), against_cpsat(), small()])


def at_once(peer: Path | None) -> str:
    """A sixth of the rooms' hours free, and none; and twice as large."""
    return "\n".join(one_at_once(peer, sessions, rooms) for sessions, rooms in ((120, 12), (120, 10), (240, 24)))


def first_feasible(question: Question) -> float:
    """Seconds until there is any timetable, without people and wishes, which the peer does not look at either."""
    question = dataclasses.replace(question, wishes=())
    started, steps = time.monotonic(), 1000
    while True:
        try:
            make_timetable(question, limit=Limit(steps=steps))
        except Infeasible:
            steps *= 2
            continue
        return time.monotonic() - started


def one_at_once(peer: Path | None, sessions: int, rooms: int) -> str:
    question = fair(sessions, rooms, 12, 400, wishes=8, seed=1)
    wall, cpu = time.monotonic(), time.process_time()
    made = make_timetable(question, limit=Limit(seconds=0.8))
    wall, cpu = time.monotonic() - wall, time.process_time() - cpu
    lines = [
        f"{sessions} sessions, {rooms} rooms, 12 periods, 400 people with 8 wishes each, limit 0.8 s (bar: 1 s):",
        f"  ours: {wall:.2f} s ({cpu:.2f} s CPU), {len(problems(question, made))} faults, clash weight {made.clashes}",
        f"  ours, feasibility alone: {first_feasible(question):.2f} s",
    ]
    folder = None if peer is None else peer / "conference-scheduler"
    if folder is None or not folder.is_dir():
        return "\n".join([*lines, "  conference-scheduler: left out, as --peer has no folder of that name."])
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    # The peer starts a solver of its own, which ends with the group only.
    process = subprocess.Popen(
        [sys.executable, HERE / "peer_conference.py"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment,
        start_new_session=True,
    )
    try:
        out, wrong = process.communicate(as_request(question), timeout=PEER_SECONDS)
        told = (out if process.returncode == 0 else wrong).splitlines()[-1]
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        told = f"no timetable in {PEER_SECONDS} s"
    return "\n".join([*lines, f"  conference-scheduler, feasibility alone: {told}"])


def as_request(question: Question) -> str:
    """The same as data: sizes, who shares a person, rooms, periods."""
    sessions = question.sessions
    return json.dumps(
        {
            "sizes": [session.size for session in sessions],
            "shared": [
                [a, b]
                for a, b in itertools.combinations(range(len(sessions)), 2)
                if set(sessions[a].people) & set(sessions[b].people)
            ],
            "rooms": [room.capacity for room in question.rooms],
            "periods": len(question.periods),
        }
    )


def against_cpsat() -> str:
    lines = ["Clash weight, ours with its standard steps against CP-SAT with 2 workers in 15 s:"]
    ratios = []
    for sessions, rooms, periods, seed in (
        (24, 6, 5, 2),
        (60, 8, 9, 2),
        (120, 12, 12, 1),
        (120, 12, 12, 2),
        (120, 12, 12, 3),
    ):
        question = fair(sessions, rooms, periods, 400, wishes=8, seed=seed)
        wall, cpu = time.monotonic(), time.process_time()
        made = make_timetable(question, limit=Limit(seconds=15))
        wall, cpu = time.monotonic() - wall, time.process_time() - cpu
        spent = time.process_time()
        theirs, _ = cpsat(question, seconds=15)
        spent = time.process_time() - spent
        ratio = "" if theirs is None else f", ours is {made.clashes / theirs:.2f} of that"
        if theirs is not None and sessions == 120:
            ratios.append(made.clashes / theirs)
        lines.append(
            f"  {sessions:3} sessions: {made.clashes} in {wall:.1f} s ({cpu:.1f} s CPU), bound {made.bound}, "
            f"{len(problems(question, made))} faults; CP-SAT {'nothing' if theirs is None else theirs} "
            f"({spent:.0f} s CPU){ratio}"
        )
    mean = f"{sum(ratios) / len(ratios):.2f}" if ratios else "not known"
    return "\n".join([*lines, f"  at 120 sessions on average {mean} (bar: 0.75)"])


def small() -> str:
    """Twenty small cases, against CP-SAT's proven optimum."""
    ratios, proven, ours = [], 0, 0
    for seed in range(20):
        question = fair(8 + seed % 4, 3, 5, 30, wishes=3, seed=100 + seed)
        made = make_timetable(question, limit=Limit(steps=300_000))
        if problems(question, made):
            raise AssertionError(seed)
        least, is_proven = cpsat(question, seconds=60)
        if least is None:
            continue
        proven += is_proven
        ours += made.bound == made.clashes
        ratios.append(made.clashes / least if least else 1.0 + made.clashes)
    return (
        f"20 small cases: {proven} with an optimum proven by CP-SAT, ours at most {max(ratios):.3f} of it "
        f"(bar: 1.02), {ours} also proven by our own bound."
    )


def cpsat(question: Question, *, seconds: float) -> tuple[int | None, bool]:
    """CP-SAT's least clash weight in so many seconds, and whether it is proven. Rooms by Hall's condition."""
    from ortools.sat.python import cp_model

    model = cp_model.CpModel()
    sessions = question.sessions
    hours = range(len(question.periods))
    x = {(session.id, hour): model.new_bool_var("") for session in sessions for hour in hours}
    for session in sessions:
        model.add_exactly_one(x[session.id, hour] for hour in hours)
    for hour in hours:
        for size in {0, *(session.size for session in sessions)}:
            there = sum((room.capacity or 0) >= size for room in question.rooms)
            model.add(sum(x[session.id, hour] for session in sessions if session.size >= size) <= there)
    for first, second in itertools.combinations(sessions, 2):
        if set(first.people) & set(second.people):
            for hour in hours:
                model.add_at_most_one(x[first.id, hour], x[second.id, hour])
    weights: dict[tuple[str, str], int] = {}
    wants: dict[str, list[str]] = {}
    for wish in question.wishes:
        wants.setdefault(wish.person, []).append(wish.session)
    for wanted in wants.values():
        for pair in itertools.combinations(sorted(wanted), 2):
            weights[pair] = weights.get(pair, 0) + 1
    terms = []
    for (first, second), weight in weights.items():
        both = model.new_bool_var("")
        for hour in hours:
            model.add_bool_or(x[first, hour].Not(), x[second, hour].Not(), both)
        terms.append(weight * both)
    model.minimize(sum(terms))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 2
    solver.parameters.max_time_in_seconds = seconds
    status = solver.solve(model)
    if status not in {cp_model.OPTIMAL, cp_model.FEASIBLE}:
        return None, False
    return round(solver.objective_value), status == cp_model.OPTIMAL
