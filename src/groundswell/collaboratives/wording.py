"""Names of collaboratives for feeds and letters."""

from collections.abc import Mapping

from django.urls import reverse

from groundswell.collaboratives.models import Collaborative
from groundswell.spaces.naming import Name


def name_collaboratives(spaces: list[int]) -> Mapping[int, Name]:
    """Names by space; their pages are public."""
    rows = Collaborative.objects.filter(space_id__in=spaces).values_list("space_id", "name", "key")
    return {space: Name(name, reverse("collaboratives:collaborative", args=[key])) for space, name, key in rows}
