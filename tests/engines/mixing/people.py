"""Makers of small gatherings, all people invented."""

from groundswell.engines.mixing import Gathering, Person, Rules, Tables


def someone(number: int, **more: object) -> Person:
    return Person(f"p{number}", f"Person {number}", **more)  # type: ignore[arg-type]


def gathering(count: int, tables: int, rounds: int, rules: Rules | None = None, **sizes: object) -> Gathering:
    people = tuple(someone(number) for number in range(count))
    return Gathering(people, Tables(tables, **sizes), rounds, rules or Rules())  # type: ignore[arg-type]
