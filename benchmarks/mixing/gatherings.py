"""Invented gatherings of the sizes that the bars name."""

import random

from groundswell.engines.mixing import Apart, Gathering, Person, Rules, Tables, Together

FIRST = (
    "Ana",
    "Ben",
    "Chi",
    "Dora",
    "Eli",
    "Fay",
    "Gus",
    "Hana",
    "Ivo",
    "Joy",
    "Kim",
    "Lou",
    "Mai",
    "Ned",
    "Oki",
    "Pia",
)


def plain(people: int, tables: int, rounds: int) -> Gathering:
    """People without any attribute or rule."""
    return Gathering(tuple(Person(str(n), str(n)) for n in range(people)), Tables(tables), rounds)


def day_with_all_rules() -> Gathering:
    """120 people from 20 counties and 80 districts, 4 rounds of 20 tables, and each kind of hard rule."""
    rng = random.Random(2027)
    people = []
    for n in range(120):
        languages = {"English"}
        if n % 15 == 7:
            languages = {"Spanish"}
        elif n % 10 == 3:
            languages = {"English", "Spanish"}
        people.append(
            Person(
                f"p{n:03}",
                f"{FIRST[n % 16]} {n}",
                {"county": f"county {n % 20}", "district": f"district {n % 80}", "role": f"role {n % 6}"},
                frozenset(languages),
                facilitator=n % 5 == 0,
                wheelchair=n in {51, 62, 73},
                wishes=(f"p{(n * 7 + 1) % 120:03}",),
                rounds=frozenset({1, 2}) if n in {116, 118} else None,
            )
        )
    apart = tuple(Apart((f"p{rng.randrange(60):03}", f"p{rng.randrange(60, 120):03}")) for _ in range(15))
    together = (
        Together(("p001", "p081", "p041"), frozenset({1})),
        Together(("p002", "p082"), frozenset({1, 3})),
        Together(("p017", "p097"), frozenset({2})),
    )
    rules = Rules(1, together, apart, "English", aims=("repeats", "county", "district", "role", "wishes"))
    tables = Tables(20, low=5, high=6, wheelchair_ready=frozenset({1, 2, 3}))
    return Gathering(tuple(people), tables, 4, rules)


def teams_of_300() -> Gathering:
    """300 people in teams of 3 to 6 that stay together in all rounds, at 30 tables."""
    rng = random.Random(300)
    teams: list[tuple[str, ...]] = []
    start = 0
    while start < 300:
        size = min(rng.randint(3, 6), 300 - start)
        teams.append(tuple(f"p{n:03}" for n in range(start, start + size)))
        start += size
    people = tuple(Person(f"p{n:03}", f"{FIRST[n % 16]} {n}", {"county": f"county {n % 40}"}) for n in range(300))
    rules = Rules(together=tuple(Together(team) for team in teams if len(team) > 1), aims=("repeats", "county"))
    return Gathering(people, Tables(30, low=8, high=12), 4, rules)
