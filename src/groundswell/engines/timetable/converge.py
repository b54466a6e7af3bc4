"""Room and time for a joint session of everyone: a question with more hard rules, where participants were left without.

Who is left without one presents, is away or is at another site whenever one runs, or finds no seat. Each rule added here
is one that the search keeps already: the joint session has a larger room, is at that site, or counts the participant
among its people, who cannot be in two places.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from groundswell.engines.timetable.check import rooms_for, starts_for
from groundswell.engines.timetable.model import Mode, Question, Session

AT = "at "
"""Begins a feature that stands for a site."""


class Convergence:
    """Which joint session each participant who was left without one is to have."""

    def __init__(self, question: Question) -> None:
        self.question = question
        self.wished = {(wish.person, wish.session) for wish in question.wishes}
        self.joint = [session for session in question.sessions if session.joint]
        self.rooms = tuple(replace(room, features=room.features | {AT + room.site}) for room in question.rooms)
        self.chosen: dict[str, int] = {}

    def asked(self, left: Iterable[str]) -> Question | None:
        """Return a question in which these too have a joint session: each a wished one, or the next one where that did
        not do. None: nothing is left to be asked.
        """
        for person in left:
            self.chosen[person] = self.chosen.get(person, -1) + 1
        if any(turn >= len(self.joint) for turn in self.chosen.values()):
            return None
        load: Counter[str] = Counter()
        holds: dict[str, list[str]] = {session.id: [] for session in self.joint}
        for person, turn in self.chosen.items():
            ranked = sorted(self.joint, key=lambda one: (load[one.id], (person, one.id) not in self.wished))
            session = ranked[turn]
            load[session.id] += 1
            holds[session.id].append(person)
        each = -(-len({wish.person for wish in self.question.wishes}) // len(self.joint))
        return replace(
            self.question,
            rooms=self.rooms,
            sessions=tuple(
                self._held(session, holds[session.id], each) if session.joint else session
                for session in self.question.sessions
            ),
        )

    def _held(self, session: Session, people: list[str], each: int) -> Session:
        """Add the rules of one session, each only where rooms and periods are left with it."""
        found = session
        homes = self.question.homes or {}
        for person in people:
            added = replace(found, people=(*found.people, person))
            found = added if starts_for(self.question, added) else found
        sites = {homes[person] for person in people if homes.get(person)}
        if session.mode is Mode.IN_PERSON and len(sites) == 1:
            found = self._if_roomy(replace(found, needs=found.needs | {AT + sites.pop()}), found)
        suiting = [self.question.rooms[place].capacity for place in rooms_for(self.question, session)]
        largest = max(each if capacity is None else capacity for capacity in suiting)
        return self._if_roomy(replace(found, size=max(found.size, min(each, largest))), found)

    def _if_roomy(self, asked: Session, otherwise: Session) -> Session:
        return asked if rooms_for(replace(self.question, rooms=self.rooms), asked) else otherwise
