"""Texts that are kept in English and Spanish, in the reader's language."""

from typing import Any


def in_language(thing: Any, field: str, language: str) -> str:
    """The text of a field in this language (`title_es` beside `title`), or in English where it is not translated."""
    spanish: str = getattr(thing, f"{field}_es", "") if language.startswith("es") else ""
    english: str = getattr(thing, field)
    return spanish or english
