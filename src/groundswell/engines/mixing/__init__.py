"""Mixing: who sits with whom, round by round. `mix` makes a plan, `remix` repairs one, `check` verifies one.

Nothing heavy is imported here; the search is loaded at the first call.
"""

from groundswell.engines.mixing.interface import mix, remix
from groundswell.engines.mixing.model import Aim, Apart, Gathering, Mix, Person, Proof, Rules, Seating, Tables, Together
from groundswell.engines.mixing.verifier import Finding, check

__all__ = [
    "Aim",
    "Apart",
    "Finding",
    "Gathering",
    "Mix",
    "Person",
    "Proof",
    "Rules",
    "Seating",
    "Tables",
    "Together",
    "check",
    "mix",
    "remix",
]
