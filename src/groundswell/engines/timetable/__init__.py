"""Timetable: sessions into rooms and hours, people into sessions. Importing this loads nothing heavy."""

from dataclasses import dataclass, replace

from groundswell.engines.errors import InputError
from groundswell.engines.progress import Limit, Progress, silent
from groundswell.engines.timetable.check import check
from groundswell.engines.timetable.model import (
    Clash,
    Missed,
    Mode,
    Period,
    Placed,
    Question,
    Room,
    Session,
    Severity,
    Timetable,
    Wish,
)
from groundswell.engines.warm import load

__all__ = [
    "Cancellation",
    "Clash",
    "Missed",
    "Mode",
    "Period",
    "Placed",
    "Question",
    "Room",
    "Session",
    "Severity",
    "Timetable",
    "Wish",
    "make_timetable",
    "without_speaker",
]


def make_timetable(
    question: Question,
    *,
    limit: Limit = Limit(),  # noqa: B008 - frozen
    seed: int = 1,
    progress: Progress = silent,
) -> Timetable:
    """Make a timetable with few clashes, and seat people with the most wishes met.

    Raise `InputError` or `Infeasible` with a sentence for the person who asked. The same seed and steps give the same
    timetable.
    """
    check(question)
    return _solved(question, limit=limit, seed=seed, progress=progress)


def _solved(question: Question, *, limit: Limit, seed: int, progress: Progress) -> Timetable:
    solve = load("timetable", "groundswell.engines.timetable.solve").solve
    timetable: Timetable = solve(question, limit=limit, seed=seed, progress=progress)
    return timetable


@dataclass(frozen=True)
class Cancellation:
    """What happens when a speaker cancels: `dropped` sessions have nobody left, `thinner` ones go on without them."""

    timetable: Timetable
    dropped: tuple[str, ...]
    thinner: tuple[str, ...]
    lost: tuple[Missed, ...]


def without_speaker(
    question: Question,
    before: Timetable,
    speaker: str,
    *,
    limit: Limit = Limit(),  # noqa: B008 - frozen
    seed: int = 1,
) -> Cancellation:
    """Ask what changes if a speaker cancels: every other session stays where it is, people are seated anew.

    The speaker does not come at all, so takes no seat either. `lost` are the wishes that were met before and are not
    now, with what the person does instead; also where somebody else has their seat. Who is left without a session that
    joins math and science, where everyone was to have one, is named in the timetable.
    """
    named = [session for session in question.sessions if speaker in session.people]
    if not named:
        raise InputError(f"“{speaker}” presents no session. Write the name as it stands in the table.")
    dropped = tuple(session.id for session in named if set(session.people) == {speaker})
    kept = tuple(
        replace(
            session,
            people=tuple(person for person in session.people if person != speaker),
            after=tuple(name for name in session.after if name not in dropped),
            room=before.sessions[session.id].room,
            start=before.sessions[session.id].start,
        )
        for session in question.sessions
        if session.id not in dropped
    )
    if not kept:
        raise InputError(f"Without {speaker} there is no session left.")
    wishes = tuple(wish for wish in question.wishes if wish.session not in dropped and wish.person != speaker)
    asked = replace(question, sessions=kept, wishes=wishes)
    check(
        replace(asked, converge=False)
    )  # too few seats for a joint session of everyone are told of, no longer refused
    after = _solved(asked, limit=limit, seed=seed, progress=silent)
    lost = []
    for person, names in before.attends.items():
        if person == speaker:
            continue
        now = after.attends.get(person, ())
        instead = [name for name in now if name not in names]
        found = f"goes to {', '.join(instead)} instead" if instead else "has that time free"
        lost += [Missed(person, name, found) for name in names if name not in now]
    thinner = tuple(session.id for session in named if session.id not in dropped)
    return Cancellation(after, dropped, thinner, tuple(lost))
