"""Probabilities for ties of which only who, how often and how long ago is known."""

from dataclasses import dataclass

import numpy as np

from groundswell.engines.reach.network import Floats
from groundswell.engines.reach.reading import Ties

HALF_LIFE = 365.0
"""Days after which a contact counts half: a year, the rhythm of schools. An assumption, to be set where more is known."""

PER_CONTACT = 0.1
"""Chance that one contact passes a practice on. An assumption, until cascades were observed."""


@dataclass(frozen=True)
class Assumed:
    """Probabilities and a sentence on where they come from."""

    probability: Floats
    sentence: str


def assume(ties: Ties, people: int, *, per_contact: float = PER_CONTACT, half_life: float = HALF_LIFE) -> Assumed:
    """Take the given probabilities; else derive them from strength and age; else from how many ties lead to a person.

    Contacts are independent chances: 1 - (1 - per_contact) ** (strength * 2 ** (-age / half_life)).
    """
    if ties.probability is not None:
        return Assumed(ties.probability, "Probabilities are those of the file.")
    if ties.strength is None and ties.age is None:
        into = np.bincount(ties.target, minlength=people)
        return Assumed(
            1.0 / into[ties.target],
            "The file gives no probability, strength or date: whoever has n ties is assumed to take the practice up "
            "from each with a chance of 1 in n.",
        )
    strength = np.ones(len(ties)) if ties.strength is None else ties.strength
    age = np.zeros(len(ties)) if ties.age is None else np.nan_to_num(ties.age, nan=half_life)
    contacts = strength * 0.5 ** (age / half_life)
    return Assumed(
        1.0 - (1.0 - per_contact) ** contacts,
        f"Probabilities are assumed: each contact passes the practice on with a chance of {per_contact:.0%}, and a "
        f"contact {half_life:.0f} days old counts half.",
    )
