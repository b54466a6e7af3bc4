"""Names of collaboratives for feeds and letters, and tasks in one line."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from groundswell.collaboratives.models import Collaborative, Task
from groundswell.spaces.naming import Name


def task_words(task: Task) -> str:
    """“Open registration · Shasta · by Jan. 9, 2027”."""
    parts = [task.title, task.county.name if task.county else ""]
    if task.due_on is not None:
        parts.append(_("by %(day)s") % {"day": date_format(task.due_on, "DATE_FORMAT")})
    return " · ".join(part for part in parts if part)


def name_collaboratives(spaces: list[int]) -> Mapping[int, Name]:
    """Names by space; their pages are public."""
    rows = Collaborative.objects.filter(space_id__in=spaces).values_list("space_id", "name", "key")
    return {space: Name(name, reverse("collaboratives:collaborative", args=[key])) for space, name, key in rows}
