"""What a button or a link sent along with a press."""

from django.http import QueryDict


def number_in(sent: QueryDict, name: str) -> int:
    """The number of a row; 0, which no row has, for none and for a forged one (a longer one would break the database)."""
    raw = sent.get(name, "")
    return int(raw) if raw.isdecimal() and len(raw) < 19 else 0
