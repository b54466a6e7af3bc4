"""Compile the search."""

import numpy as np

from groundswell.engines.timetable.anneal import anneal
from groundswell.engines.timetable.arrays import numbers
from groundswell.engines.timetable.model import Period, Question, Room, Session, Wish


def prepare() -> None:
    """Run the kernel on two sessions."""
    question = Question(
        (Session("a"), Session("b")),
        (Room("r"),),
        (Period("1"), Period("2")),
        (Wish("p", "a"), Wish("p", "b")),
    )
    given = numbers(question)
    anneal(given, given.clash, given.at, given.where, 10, 5, 1.0, 0.1, 1)
    np.linalg.eigh(np.eye(2))
