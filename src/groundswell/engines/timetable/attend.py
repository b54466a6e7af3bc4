"""Who goes to which session of a timetable: the most wishes met, as an integer program for HiGHS."""

from collections import defaultdict
from dataclasses import dataclass

import numpy as np

from groundswell.engines.integer import Program, solve
from groundswell.engines.progress import Deadline
from groundswell.engines.timetable.model import Missed, Mode, Placed, Question, Session

SECONDS = 20.0
NO_JOINT = 1000.0
"""What it costs to leave a participant without a joint session: more than any wish is worth."""
LITTLE = 0.001
"""What a joint session that nobody asked for is worth, so that wishes go first."""


@dataclass(frozen=True)
class Seating:
    """Who attends what. `bound`: no seating meets more; `why`: for each wish that is not met."""

    attends: dict[str, tuple[str, ...]]
    met: int
    bound: float
    missed: tuple[Missed, ...]
    without_joint: tuple[Missed, ...]


class Hall:
    """The timetable as people see it: when sessions run, how many seats they have, who can be there."""

    def __init__(self, question: Question, placed: dict[str, Placed]) -> None:
        self.question = question
        self.placed = placed
        self.sessions = {session.id: session for session in question.sessions}
        self.rooms = {room.id: room for room in question.rooms}
        order = {period.id: number for number, period in enumerate(question.periods)}
        self.hours = {
            name: frozenset(range(order[spot.start], order[spot.start] + self.sessions[name].length))
            for name, spot in placed.items()
        }
        self.presents: defaultdict[str, list[str]] = defaultdict(list)
        for session in question.sessions:
            for person in session.people:
                self.presents[person].append(session.id)
        self.away: defaultdict[str, set[int]] = defaultdict(set)
        for person, period in question.away:
            if period in order:
                self.away[person].add(order[period])

    def seats(self, session: Session) -> int | None:
        """Seats for participants in the room; None where they have no limit."""
        return None if session.mode is Mode.REMOTE else self.rooms[self.placed[session.id].room].capacity

    def is_elsewhere(self, person: str, session: Session) -> bool:
        """Whether the session is in person at another site than the person's."""
        home = (self.question.homes or {}).get(person, "")
        site = self.rooms[self.placed[session.id].room].site
        return session.mode is Mode.IN_PERSON and home not in {"", site} and site != ""

    def joins_online(self, person: str, session: Session) -> bool:
        """Whether the person takes part without a seat in the room."""
        home = (self.question.homes or {}).get(person, "")
        return session.mode is Mode.BOTH and home not in {"", self.rooms[self.placed[session.id].room].site}

    def obstacle(self, person: str, session: Session) -> str | None:
        """Why the person cannot come whatever else is decided."""
        for other in self.presents[person]:
            if other != session.id and self.hours[other] & self.hours[session.id]:
                return f"presents {other} at that time"
        if session.id in self.presents[person]:
            return "presents it"
        if self.away[person] & self.hours[session.id]:
            return "is away at that time"
        if self.is_elsewhere(person, session):
            return f"it is in person at {self.rooms[self.placed[session.id].room].site}"
        return None


def seat(question: Question, placed: dict[str, Placed], deadline: Deadline) -> Seating:
    """Seat the participants."""
    hall = Hall(question, placed)
    wants: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for wish in question.wishes:
        wants[wish.person][wish.session] = wish.weight
    choices: list[tuple[str, str, float]] = []
    for person, wanted in wants.items():
        for session in question.sessions:
            asked = session.id in wanted
            if not (asked or (question.converge and session.joint)) or hall.obstacle(person, session):
                continue
            choices.append((person, session.id, float(wanted[session.id]) if asked else LITTLE))
    needs_joint = [
        person
        for person in wants
        if question.converge and not any(hall.sessions[name].joint for name in hall.presents[person])
    ]
    taken, bound = _program(hall, choices, needs_joint, deadline)
    attends: defaultdict[str, list[str]] = defaultdict(list)
    for (person, name, _), yes in zip(choices, taken, strict=True):
        if yes:
            attends[person].append(name)
    met = sum(wants[person].get(name, 0) for person, names in attends.items() for name in names)
    order = {name: min(hours) for name, hours in hall.hours.items()}
    return Seating(
        {person: tuple(sorted(attends[person], key=lambda name: order[name])) for person in wants},
        met,
        max(bound, float(met)),
        _missed(hall, wants, attends),
        tuple(
            Missed(person, "", "no session that joins math and science is free when this person is")
            for person in needs_joint
            if not any(hall.sessions[name].joint for name in attends[person])
        ),
    )


def _program(
    hall: Hall, choices: list[tuple[str, str, float]], needs_joint: list[str], deadline: Deadline
) -> tuple[list[bool], float]:
    """Solve the integer program; return what is chosen and an upper bound of the weight of met wishes."""
    if not choices:
        return [], 0.0
    width = len(choices) + len(needs_joint)
    worth = np.concatenate([[weight for _, _, weight in choices], np.full(len(needs_joint), -NO_JOINT)])
    program = Program(-worth, np.zeros(width), np.ones(width))
    at: defaultdict[tuple[str, int], list[int]] = defaultdict(list)
    inside: defaultdict[str, list[int]] = defaultdict(list)
    joint: defaultdict[str, list[int]] = defaultdict(list)
    for number, (person, name, _) in enumerate(choices):
        for hour in hall.hours[name]:
            at[person, hour].append(number)
        if not hall.joins_online(person, hall.sessions[name]):
            inside[name].append(number)
        if hall.sessions[name].joint:
            joint[person].append(number)
    for together in at.values():
        if len(together) > 1:
            program.add(together, 0, 1)
    for name, people in inside.items():
        seats = hall.seats(hall.sessions[name])
        if seats is not None and len(people) > seats:
            program.add(people, 0, seats)
    for extra, person in enumerate(needs_joint):
        program.add([*joint[person], len(choices) + extra], 1, np.inf)
    result = solve(program, seconds=max(0.2, min(SECONDS, deadline.left())))
    without = 0 if result.x is None else int(np.round(result.x[len(choices) :]).sum())
    bound = -result.bound if result.bound is not None else float(worth[: len(choices)].sum())
    if result.x is None:
        return _greedily(hall, choices), bound
    return [bool(value > 0.5) for value in result.x[: len(choices)]], bound + NO_JOINT * without


def _greedily(hall: Hall, choices: list[tuple[str, str, float]]) -> list[bool]:
    """Take the strongest wishes first, joint sessions before them."""
    busy: set[tuple[str, int]] = set()
    load: defaultdict[str, int] = defaultdict(int)
    taken = [False] * len(choices)
    ranked = sorted(range(len(choices)), key=lambda k: (not hall.sessions[choices[k][1]].joint, -choices[k][2]))
    for number in ranked:
        person, name, _ = choices[number]
        seats = hall.seats(hall.sessions[name])
        hours = {(person, hour) for hour in hall.hours[name]}
        if hours & busy or (seats is not None and load[name] >= seats):
            continue
        taken[number] = True
        busy |= hours
        load[name] += 1
    return taken


def _missed(hall: Hall, wants: dict[str, dict[str, int]], attends: dict[str, list[str]]) -> tuple[Missed, ...]:
    """Give the reason for each wish that is not met."""
    inside: defaultdict[str, int] = defaultdict(int)
    for person, names in attends.items():
        for name in names:
            inside[name] += not hall.joins_online(person, hall.sessions[name])
    found = []
    for person, wanted in wants.items():
        for name in wanted:
            if name in attends.get(person, []):
                continue
            session = hall.sessions[name]
            why = hall.obstacle(person, session)
            seats = hall.seats(session)
            if why is None:
                same = [other for other in attends.get(person, []) if hall.hours[other] & hall.hours[name]]
                full = seats is not None and inside[name] >= seats and not hall.joins_online(person, session)
                if same and same[0] not in wanted:
                    why = f"attends {same[0]} at that time, which joins math and science"
                elif same:
                    why = f"attends {same[0]} at that time"
                elif full:
                    why = f"full: {seats} seats"
                else:
                    why = "was left out when the time for seating was over"
            found.append(Missed(person, name, why))
    return tuple(found)
