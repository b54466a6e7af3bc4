"""Checks a timetable again, in plain Python and on its own: it shares no line with the solver."""

from collections import Counter
from itertools import combinations

from groundswell.engines.timetable.model import Mode, Question, Timetable


def problems(question: Question, made: Timetable) -> list[str]:
    """Return a sentence for each rule that is broken and each number that is not what it says."""
    if set(made.sessions) != {session.id for session in question.sessions}:
        return ["The timetable does not have each session once."]
    return [*_wrong_places(question, made), *_wrong_people(question, made), *_wrong_numbers(question, made)]


def _hours(question: Question, made: Timetable) -> dict[str, set[int]]:
    order = [period.id for period in question.periods]
    return {
        session.id: {order.index(made.sessions[session.id].start) + step for step in range(session.length)}
        for session in question.sessions
    }


def _wrong_places(question: Question, made: Timetable) -> list[str]:
    found = []
    rooms = {room.id: room for room in question.rooms}
    hours = _hours(question, made)
    used: Counter[tuple[str, int]] = Counter()
    for session in question.sessions:
        spot = made.sessions[session.id]
        room = rooms[spot.room]
        if session.mode is not room.mode and room.mode is not Mode.BOTH:
            found.append(f"{session.id} is {session.mode} in a room that is {room.mode}.")
        if session.mode is not Mode.REMOTE and room.capacity is not None and room.capacity < session.size:
            found.append(f"{session.id} expects {session.size} in a room for {room.capacity}.")
        if session.needs - room.features:
            found.append(f"{session.id} lacks {', '.join(sorted(session.needs - room.features))}.")
        if session.room not in {"", spot.room} or session.start not in {"", spot.start}:
            found.append(f"{session.id} is not where it was fixed.")
        if session.starts and spot.start not in session.starts:
            found.append(f"{session.id} starts when it may not.")
        for hour in hours[session.id]:
            if hour >= len(question.periods):
                found.append(f"{session.id} runs past the end.")
                continue
            used[spot.room, hour] += 1
            period = question.periods[hour]
            if period.id in room.closed:
                found.append(f"{session.id} is in {spot.room} while it is closed.")
            if period.pause and hour + 1 in hours[session.id]:
                found.append(f"{session.id} runs across the break after {period.id}.")
            found += [
                f"{person} is away at {period.id} and presents {session.id}."
                for person in session.people
                if (person, period.id) in question.away
            ]
        found += [
            f"{session.id} starts before {other} ends."
            for other in session.after
            if max(hours[other]) >= min(hours[session.id])
        ]
    found += [f"{room} is used twice in period {hour + 1}." for (room, hour), count in used.items() if count > 1]
    return found


def _wrong_people(question: Question, made: Timetable) -> list[str]:
    found = []
    rooms = {room.id: room for room in question.rooms}
    hours = _hours(question, made)
    for first, second in combinations(question.sessions, 2):
        shared = sorted(set(first.people) & set(second.people))
        if shared and hours[first.id] & hours[second.id]:
            found.append(f"{shared[0]} is in {first.id} and {second.id} at once.")
        spots = [rooms[made.sessions[session.id].room] for session in (first, second)]
        physical = all(room.site and room.mode is not Mode.REMOTE for room in spots)
        if shared and physical and spots[0].site != spots[1].site:
            earlier, later = sorted((hours[first.id], hours[second.id]), key=min)
            if max(earlier) + 1 == min(later) and not question.periods[max(earlier)].pause:
                found.append(f"{shared[0]} changes the site between {first.id} and {second.id}.")
    sessions = {session.id: session for session in question.sessions}
    inside: Counter[str] = Counter()
    for person, names in made.attends.items():
        busy = [hour for name in names for hour in hours[name]]
        busy += [hour for session in question.sessions if person in session.people for hour in hours[session.id]]
        if len(busy) != len(set(busy)):
            found.append(f"{person} is in two sessions at once.")
        home = (question.homes or {}).get(person, "")
        for name in names:
            site = rooms[made.sessions[name].room].site
            if home and site and home != site and sessions[name].mode is Mode.IN_PERSON:
                found.append(f"{person} is at {home} and attends {name} at {site}.")
            if not (home and home != site and sessions[name].mode is Mode.BOTH):
                inside[name] += 1
        joint = [
            name for name in sessions if sessions[name].joint and (name in names or person in sessions[name].people)
        ]
        excused = {missed.person for missed in made.without_joint}
        if question.converge and not joint and person not in excused:
            found.append(f"{person} has no session that joins math and science.")
    for name, count in inside.items():
        capacity = rooms[made.sessions[name].room].capacity
        if sessions[name].mode is not Mode.REMOTE and capacity is not None and count > capacity:
            found.append(f"{name} has {count} people in a room for {capacity}.")
    return found


def _wrong_numbers(question: Question, made: Timetable) -> list[str]:
    found = []
    hours = _hours(question, made)
    wants: dict[str, dict[str, int]] = {}
    for wish in question.wishes:
        wants.setdefault(wish.person, {})[wish.session] = wish.weight
    clashes = sum(
        min(wanted[first], wanted[second])
        for wanted in wants.values()
        for first, second in combinations(wanted, 2)
        if hours[first] & hours[second]
    )
    if clashes != made.clashes:
        found.append(f"The clashes are {clashes}, not {made.clashes}.")
    if made.bound > made.clashes:
        found.append("The bound is above the clashes.")
    met = sum(wants[person].get(name, 0) for person, names in made.attends.items() for name in names)
    if met != made.met or met > made.met_bound + 1e-6:
        found.append(f"Wishes of weight {met} are met, not {made.met}.")
    open_wishes = {(person, name) for person in wants for name in wants[person] if name not in made.attends[person]}
    if open_wishes != {(missed.person, missed.session) for missed in made.missed}:
        found.append("The wishes that are not met are not those that are said.")
    return found
