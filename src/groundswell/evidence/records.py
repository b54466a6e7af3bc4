"""What is read from files here, before it is a row of the database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class TeacherRecord:
    """A county by its two digits, its teachers in a school year ("2025-26"), and who counted them."""

    county: str
    year: str
    teachers: int
    source: str
