"""One row of a staff list, as the services take it, whatever file it came from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StaffRecord:
    """Somebody at a place. `place` is a CDS code, a place's key or its whole name; empty: the person only."""

    email: str
    given_name: str
    family_name: str
    place: str = ""
    role: str = ""
    title: str = ""
    subject: str = ""
    grades: int = 0
