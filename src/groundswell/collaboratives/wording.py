"""Names of collaboratives for feeds and letters, and texts in the reader's language."""

from collections.abc import Mapping
from typing import Any

from django.urls import reverse

from groundswell.collaboratives.models import Collaborative
from groundswell.spaces.naming import Name


def name_collaboratives(spaces: list[int]) -> Mapping[int, Name]:
    """Names by space; their pages are public."""
    rows = Collaborative.objects.filter(space_id__in=spaces).values_list("space_id", "name", "key")
    return {space: Name(name, reverse("collaboratives:collaborative", args=[key])) for space, name, key in rows}


def in_language(thing: Any, field: str, language: str) -> str:
    """The text of a field in this language, or in English where it is not translated."""
    spanish: str = getattr(thing, f"{field}_es", "") if language.startswith("es") else ""
    english: str = getattr(thing, field)
    return spanish or english
