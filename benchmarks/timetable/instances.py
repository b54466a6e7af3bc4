"""Made-up fairs: sessions with two people each, popular and less popular ones, rooms of four sizes."""

import random

from groundswell.engines.timetable import Period, Question, Room, Session, Wish


def fair(sessions: int, rooms: int, periods: int, people: int, *, wishes: int, seed: int) -> Question:
    rng = random.Random(seed)
    speakers = max(2, sessions * 2 // 3)
    second = rng.sample(range(speakers), speakers)
    popular = [rng.expovariate(1) + 0.1 for _ in range(sessions)]
    made = []
    for person in range(people):
        strand = rng.randrange(6)
        weight = [popular[n] * (3 if n % 6 == strand else 1) for n in range(sessions)]
        chosen: set[int] = set()
        while len(chosen) < wishes:
            chosen.add(rng.choices(range(sessions), weight)[0])
        made += [Wish(f"person {person}", f"session {n}") for n in sorted(chosen)]
    return Question(
        tuple(
            Session(
                f"session {n}",
                strand=f"strand {n % 6}",
                joint=n % 5 == 0,
                people=tuple(sorted({f"speaker {n % speakers}", f"speaker {second[n % speakers]}"})),
                size=rng.choice([15, 20, 30, 40]),
            )
            for n in range(sessions)
        ),
        tuple(Room(f"room {n}", capacity=(25, 35, 45, 80)[n % 4]) for n in range(rooms)),
        tuple(Period(f"period {n}", n % 4 == 3) for n in range(periods)),
        tuple(made),
    )
