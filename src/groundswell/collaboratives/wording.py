"""Names of collaboratives for feeds and letters, and tasks in one line."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from groundswell.collaboratives.models import Collaborative, Offer, Task
from groundswell.core.languages import in_language
from groundswell.spaces.naming import Name


def task_words(task: Task) -> str:
    """“Open registration · Shasta · by Jan. 9, 2027”."""
    parts = [title_of_task(task), task.county.name if task.county else ""]
    if task.due_on is not None:
        parts.append(_("by %(day)s") % {"day": date_format(task.due_on, "DATE_FORMAT")})
    return " · ".join(part for part in parts if part)


def title_of_task(task: Task) -> str:
    """What is to be done, in the language of the page or letter."""
    return in_language(task, "title", get_language() or "en")


def offer_words(offer: Offer) -> str:
    """What is offered, in the language of the page or letter."""
    return in_language(offer, "what", get_language() or "en")


def name_of(collaborative: Collaborative) -> str:
    """Its name in the language of the page or letter."""
    return in_language(collaborative, "name", get_language() or "en")


def name_collaboratives(spaces: list[int]) -> Mapping[int, Name]:
    """Names by space; their pages are public."""
    rows = Collaborative.objects.filter(space_id__in=spaces).only("space_id", "name", "name_es", "key")
    return {row.space_id: Name(name_of(row), reverse("collaboratives:collaborative", args=[row.key])) for row in rows}
