"""What is wrong with a question, in the words of the person who asks it."""

from collections import Counter

from groundswell.engines.errors import Infeasible, InputError
from groundswell.engines.timetable.model import Mode, Question, Session


def check(question: Question) -> None:
    """Raise `InputError` or `Infeasible` where the question has no sense or, plainly, no answer."""
    _check_names(question)
    _check_references(question)
    _check_rooms(question)
    _check_hours(question)
    _check_order(question)
    if question.converge:
        _check_joint(question)


def _check_names(question: Question) -> None:
    lists = (
        ("sessions", [(session.id, session.line) for session in question.sessions]),
        ("rooms", [(room.id, room.line) for room in question.rooms]),
        ("periods", [(period.id, None) for period in question.periods]),
    )
    for kind, names in lists:
        if not names:
            raise InputError(f"There are no {kind}. Give at least one.")
        count = Counter(name for name, _ in names)
        for name, line in reversed(names):
            if count[name] > 1:
                raise InputError(f"Two {kind} are called “{name}”. Give each its own name.", line=line, kind=kind)


def _check_references(question: Question) -> None:
    sessions = {session.id for session in question.sessions}
    rooms = {room.id for room in question.rooms}
    periods = {period.id for period in question.periods}
    for session in question.sessions:
        if session.length < 1 or session.size < 0:
            raise InputError(
                f"{session.id} has an impossible length or size. Correct it.", line=session.line, kind="sessions"
            )
        for kind, there, wanted in (
            ("session", sessions, set(session.after)),
            ("room", rooms, {session.room} - {""}),
            ("period", periods, ({session.start} - {""}) | session.starts),
        ):
            for name in sorted(wanted - there):
                raise InputError(
                    f"{session.id} names the {kind} “{name}”, which is not there.", line=session.line, kind="sessions"
                )
    for room in question.rooms:
        for name in sorted(room.closed - periods):
            raise InputError(f"{room.id} is closed at “{name}”, which is no period.", line=room.line, kind="rooms")
    for person, name in sorted(question.away):
        if name not in periods:
            raise InputError(f"{person} is away at “{name}”, which is no period.")
    for wish in question.wishes:
        if wish.session not in sessions:
            raise InputError(f"{wish.person} wishes for “{wish.session}”, which is no session.")
        if wish.weight < 1:
            raise InputError(f"The wish of {wish.person} for {wish.session} has a weight below 1.")


def rooms_for(question: Question, session: Session) -> list[int]:
    """Return the rooms that suit a session, as places in the list."""
    return [
        place
        for place, room in enumerate(question.rooms)
        if session.mode.fits(room.mode)
        and session.needs <= room.features
        and (session.mode is Mode.REMOTE or room.capacity is None or room.capacity >= session.size)
        and session.room in {"", room.id}
    ]


def starts_for(question: Question, session: Session) -> list[int]:
    """Return the periods at which a session can start: within the day, across no break, its people there."""
    result = []
    for place in range(len(question.periods) - session.length + 1):
        span = question.periods[place : place + session.length]
        if any(period.pause for period in span[:-1]):
            continue
        if session.start not in {"", span[0].id} or (session.starts and span[0].id not in session.starts):
            continue
        if any((person, period.id) in question.away for person in session.people for period in span):
            continue
        result.append(place)
    return result


def _check_rooms(question: Question) -> None:
    for session in question.sessions:
        if not rooms_for(question, session):
            wanted = [f"mode {session.mode}", f"{session.size} people"]
            wanted += [f"with {need}" for need in sorted(session.needs)]
            wanted += [f"the room {session.room}"] if session.room else []
            raise Infeasible(
                f"No room suits {session.id} ({', '.join(wanted)}). Change the session or add a room.",
                conflicts=tuple(wanted),
                line=session.line,
                kind="sessions",
            )
        if not starts_for(question, session):
            raise Infeasible(
                f"{session.id} has no period at which it could start: it takes {session.length}, may not run across a "
                "break, and its people must be there.",
                conflicts=(f"{session.id}: {session.length} periods", "breaks", "when its people are away"),
                line=session.line,
                kind="sessions",
            )


def _check_hours(question: Question) -> None:
    needed = sum(session.length for session in question.sessions)
    there = sum(len(question.periods) - len(room.closed) for room in question.rooms)
    if needed > there:
        raise Infeasible(
            f"The sessions take {needed} periods of a room, but the rooms have {there}. Add rooms or periods.",
            conflicts=(f"{needed} periods of sessions", f"{there} periods of rooms"),
        )
    for person in sorted({person for session in question.sessions for person in session.people}):
        busy = sum(session.length for session in question.sessions if person in session.people)
        free = sum((person, period.id) not in question.away for period in question.periods)
        if busy > free:
            raise Infeasible(
                f"{person} presents for {busy} periods but is there for {free}. Give a session to someone else.",
                conflicts=(f"{person} in {busy} periods", f"{person} is there for {free}"),
            )


def _check_order(question: Question) -> None:
    sessions = {session.id: session for session in question.sessions}
    earliest: dict[str, int] = {}

    def ready(name: str, chain: tuple[str, ...]) -> int:
        if name in chain:
            circle = " before ".join((*chain[chain.index(name) :], name)[::-1])
            raise Infeasible(f"The order goes in a circle: {circle}. Take one of these away.", conflicts=(circle,))
        if name not in earliest:
            ends = [ready(other, (*chain, name)) + sessions[other].length for other in sessions[name].after]
            first = max(ends, default=0)
            starts = [start for start in starts_for(question, sessions[name]) if start >= first]
            if not starts:
                raise Infeasible(
                    f"{name} comes after {', '.join(sessions[name].after)} and then finds no period. Add periods or "
                    "loosen the order.",
                    conflicts=tuple(f"{other} before {name}" for other in sessions[name].after),
                    line=sessions[name].line,
                    kind="sessions",
                )
            earliest[name] = starts[0]
        return earliest[name]

    for name in sessions:
        ready(name, ())


def _check_joint(question: Question) -> None:
    participants = {wish.person for wish in question.wishes}
    joint = [session for session in question.sessions if session.joint]
    if not joint:
        raise Infeasible(
            "Everyone is to have a session that joins math and science, but no session does. Mark some as joint.",
            conflicts=("each participant has a joint session", "no session is joint"),
        )
    seats = 0
    for session in joint:
        rooms = [question.rooms[place] for place in rooms_for(question, session)]
        if session.mode is not Mode.IN_PERSON or any(room.capacity is None for room in rooms):
            return
        seats += max(room.capacity or 0 for room in rooms)
    presenting = {person for session in joint for person in session.people}
    if seats < len(participants - presenting):
        raise Infeasible(
            f"{len(participants - presenting)} people need a seat in a session that joins math and science, but these "
            f"sessions have {seats} at most. Repeat one or use larger rooms.",
            conflicts=(f"{len(participants - presenting)} participants", f"{seats} seats in joint sessions"),
        )
