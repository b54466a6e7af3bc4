"""What is read from files here, before it is in the database."""

from dataclasses import dataclass


@dataclass(frozen=True)
class StatementRecord:
    """The text of one standard, by the framework's own spelling of its code."""

    framework: str
    code: str
    text: str
